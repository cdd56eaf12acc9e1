"""Past cases like this one, and how they ended."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, ClosureRow, MentorshipRow, RepairRow, VerdictRow
from app.services.explaining.similar_cases import ENOUGH, SHOWN, alike, similar_cases

AT, ON = datetime(2026, 10, 15, tzinfo=UTC), date(2026, 10, 15)


def past(
    session: Session,
    key: str,
    *signals: str,
    kind: str = "traditional",
    ended: bool = True,
    verdict: str = "",
    on: date = ON,
) -> None:
    """A mentorship of Ned and Carl whose case was closed."""
    session.add(
        MentorshipRow(
            mentorship_id=key,
            mentor_id="carl",
            mentee_id="ned",
            started_on=date(2026, 1, 5),
            kind=kind,
            cadence_days=14,
            status="ended_early" if ended else "active",
            ended_on=on if ended else None,
            revision=0,
        )
    )
    session.flush()
    session.add(
        CaseRow(
            mentorship_id=key,
            status="closed",
            status_since=on,
            opened_on=date(2026, 2, 1),
            closed_on=on,
            signals=signals,
            verdict=verdict,
        )
    )
    session.flush()


def found(session: Session, *signals: str, kind: str = "traditional") -> list[str]:
    cases = similar_cases(session, "m-bad", kind, signals).cases
    return [one.mentorship_id for one in cases]


@pytest.mark.parametrize(
    ("these", "those", "expected"),
    [
        (("a", "b"), ("a", "b"), 1.0),
        (("a",), ("b",), 0.0),
        ((), (), 0.0),
        # The strongest signal of both weighs 1, the second of one a half.
        (("a",), ("a", "b"), 1 / 1.5),
        # Shared, but strong in one and weak in the other.
        (("a", "b"), ("b", "a"), 1.0 / 2.0),
    ],
)
def test_alike(these: tuple[str, ...], those: tuple[str, ...], expected: float) -> None:
    assert alike(these, those) == pytest.approx(expected)
    assert alike(those, these) == pytest.approx(expected)


def test_the_most_alike_come_first_and_others_not_at_all(session: Session) -> None:
    past(session, "p-1", "listening", "chemistry")
    past(session, "p-2", "listening")
    past(session, "p-3", "expertise_fit")
    assert found(session, "listening") == ["p-2", "p-1"]


def test_of_two_as_alike_the_one_of_the_same_kind_comes_first(session: Session) -> None:
    past(session, "p-1", "listening", on=date(2026, 10, 20))
    past(session, "p-2", "listening", kind="peer")
    assert found(session, "listening", kind="peer") == ["p-2", "p-1"]


def test_at_most_three_are_shown_and_all_are_counted(session: Session) -> None:
    for n in range(ENOUGH):
        past(session, f"p-{n}", "listening")
    similar = similar_cases(session, "m-bad", "traditional", ["listening"])
    assert (len(similar.cases), similar.total) == (SHOWN, ENOUGH)
    assert similar.counts == {"ended": ENOUGH}


def test_fewer_than_five_are_an_anecdote_and_are_not_summed_up(session: Session) -> None:
    for n in range(ENOUGH - 1):
        past(session, f"p-{n}", "listening")
    assert similar_cases(session, "m-bad", "traditional", ["listening"]).counts == {}


def test_what_the_verdict_was_about_counts_more_than_what_is_left_today(session: Session) -> None:
    past(session, "p-1", ended=False)
    session.add(
        VerdictRow(
            mentorship_id="p-1", at=AT, day=ON, verdict="not_working", signals=("listening",)
        )
    )
    session.flush()
    assert found(session, "listening") == ["p-1"]


@pytest.mark.parametrize(
    ("ended", "verdict", "outcome", "rematched", "expected"),
    [
        (False, "", "helped", False, "repaired"),
        (False, "", "did_not_help", False, "went_on"),
        (False, "incorrectly_flagged", "", False, "no_trouble"),
        (False, "outside_trouble", "", False, "outside"),
        (True, "", "did_not_help", False, "ended"),
        (True, "", "helped", True, "rematched"),
    ],
)
def test_how_it_ended(
    session: Session, ended: bool, verdict: str, outcome: str, rematched: bool, expected: str
) -> None:
    past(session, "p-1", "listening", ended=ended, verdict=verdict)
    if outcome:
        session.add(
            RepairRow(
                mentorship_id="p-1",
                started_at=AT,
                started_on=ON,
                trouble="listening",
                rung="talk_each",
                check_back_on=ON,
                outcome=outcome,
            )
        )
    if rematched:
        session.add(ClosureRow(mentorship_id="p-1", how="rematch", ended_at=AT, ended_on=ON))
    session.flush()
    [one] = similar_cases(session, "m-bad", "traditional", ["listening"]).cases
    assert one.ended == expected
    assert [step.outcome for step in one.tried] == ([outcome] if outcome else [])


def test_an_open_case_is_no_past_one(session: Session) -> None:
    assert found(session, "mentor_availability") == []
