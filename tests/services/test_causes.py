"""Causes that lie with a mentor or a department, and one action for all their cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import (
    CaseEventRow,
    CaseRow,
    HouseRuleRow,
    MentorshipRow,
    MessageRow,
    PersonRow,
    StandingRow,
    User,
)
from app.errors import AppError, Conflict, Forbidden, Invalid, NotFound
from app.permissions import Actor, Role
from app.services.review import cause_actions, cause_words, causes
from app.services.review.cause_actions import Wish
from tests.conftest import participant
from tests.small_programme import DAY


def open_one(
    session: Session,
    key: str,
    *signals: str,
    mentor: str = "eve",
    mentee: str = "zoe",
    silent: bool = False,
    first: bool = False,
    case: bool = True,
) -> None:
    """A mentorship that runs, with its standing and a case."""
    session.add(
        MentorshipRow(
            mentorship_id=key,
            mentor_id=mentor,
            mentee_id=mentee,
            started_on=date(2026, 8, 3),
            kind="traditional",
            cadence_days=14,
            status="active",
            revision=0,
        )
    )
    session.flush()
    session.add(
        StandingRow(
            mentorship_id=key,
            revision=0,
            as_of=DAY,
            state="at_risk" if signals else "fine",
            signals=signals,
            silent_since=date(2026, 9, 1) if silent else None,
            needs_first_meeting=first,
        )
    )
    if case:
        session.add(
            CaseRow(mentorship_id=key, status="new", status_since=DAY, opened_on=DAY, reasons=())
        )
    session.flush()


def departments(session: Session, **share: tuple[int, int]) -> None:
    """In each department so many mentees, of whom so many are silent; a mentor for each pair."""
    for name, (silent, total) in share.items():
        for n in range(total):
            for who in ("mentee", "mentor"):
                key = f"{name}-{who}-{n}"
                session.add(
                    PersonRow(person_id=key, name=key, email=key, department=name, languages=())
                )
            session.flush()
            open_one(
                session,
                f"{name}-{n}",
                mentor=f"{name}-mentor-{n}",
                mentee=f"{name}-mentee-{n}",
                silent=n < silent,
            )


def told(session: Session) -> list[tuple[str, str, list[str]]]:
    return [
        (one.scope, one.key, [sign.said for sign in one.signs])
        for one in causes.all_causes(session)
    ]


# ---- what is a cause ---------------------------------------------------------------------------


def test_two_of_three_mentees_without_a_date_are_a_cause(session: Session) -> None:
    open_one(session, "x-1", silent=True)
    open_one(session, "x-2", silent=True)
    open_one(session, "x-3")
    assert told(session) == [
        ("mentor", "eve", ["2 of 3 have gone silent and are waiting for a date."])
    ]
    assert causes.all_causes(session)[0].mentorship_ids == ("x-1", "x-2")


def test_one_of_two_is_none_and_two_of_five_are_none(session: Session) -> None:
    open_one(session, "x-1", "listening")
    open_one(session, "x-2")
    assert told(session) == []
    open_one(session, "x-3", "listening")
    open_one(session, "x-4")
    open_one(session, "x-5")
    assert told(session) == []


def test_signs_of_one_mentor_stand_together(session: Session) -> None:
    open_one(session, "x-1", "mentor_availability", "missed_meetings", first=True)
    open_one(session, "x-2", "mentor_availability", first=True)
    [(_scope, _key, said)] = told(session)
    assert said == [
        "2 of 2 are waiting for a first meeting.",
        "In 2 of 2 the mentor has little time, by what was written.",
    ]


def test_a_tone_in_the_notes_is_no_cause(session: Session) -> None:
    open_one(session, "x-1", "wording", "differing_views")
    open_one(session, "x-2", "wording", "differing_views")
    assert told(session) == []


def test_what_has_ended_counts_no_more(session: Session) -> None:
    open_one(session, "x-1", silent=True)
    open_one(session, "x-2", silent=True)
    session.get_one(StandingRow, "x-2").state = "ended"
    assert told(session) == []


def test_requests_count_from_the_open_case(session: Session) -> None:
    for key in ("x-1", "x-2"):
        open_one(session, key)
        case = session.scalars(select(CaseRow).where(CaseRow.mentorship_id == key)).one()
        case.reasons = ("asked_rematch",)
    assert told(session) == [("mentor", "eve", ["2 of 2 ask for a rematch."])]


def test_a_department_that_stands_out_is_a_cause(session: Session) -> None:
    departments(session, Sales=(5, 6), Works=(1, 30))
    [(scope, key, said)] = told(session)
    assert (scope, key) == ("department", "Sales")
    # Mia is of the small programme's Sales.
    assert said == ["5 of 7 have gone silent and are waiting for a date."]


def test_a_department_like_the_others_is_none(session: Session) -> None:
    departments(session, Sales=(3, 6), Works=(14, 30))
    assert told(session) == []


def test_a_department_with_fewer_than_five_is_none(session: Session) -> None:
    departments(session, Care=(4, 4), Works=(0, 30))
    assert told(session) == []


def test_a_mentorship_finds_the_same_causes_as_the_list(session: Session) -> None:
    departments(session, Sales=(5, 6), Works=(1, 30))
    open_one(session, "x-1", mentee="Works-mentee-2", silent=True)
    open_one(session, "x-2", mentee="Works-mentee-3", silent=True)
    listed = causes.all_causes(session)
    assert causes.of_mentorship(session, "x-1") == (listed[0],)
    assert causes.of_mentorship(session, "Sales-0") == (listed[1],)
    assert causes.of_mentorship(session, "Works-20") == ()


def test_a_mentorship_without_a_sign_of_its_own_is_no_part_of_a_cause(session: Session) -> None:
    open_one(session, "x-1", silent=True)
    open_one(session, "x-2", silent=True)
    open_one(session, "x-3")
    assert causes.of_mentorship(session, "x-3") == ()


def test_a_mentorship_whose_trouble_is_another_is_no_part_of_a_cause(session: Session) -> None:
    open_one(session, "x-1", silent=True)
    open_one(session, "x-2", silent=True)
    open_one(session, "x-3", "listening")
    assert causes.of_mentorship(session, "x-3") == ()


@pytest.mark.parametrize(("scope", "key"), [("mentor", "eve"), ("department", "Law"), ("x", "eve")])
def test_what_is_no_cause_is_not_found(session: Session, scope: str, key: str) -> None:
    with pytest.raises(NotFound):
        causes.one_cause(session, scope, key)


def test_the_draft_gives_no_mentee_away(session: Session) -> None:
    words = cause_words.draft("Eve", 3)
    assert "3 people" in words
    assert not any(one.name in words for one in session.scalars(select(PersonRow)))
    assert "cancel" not in words and "said" not in words


# ---- one action for all ------------------------------------------------------------------------


@pytest.fixture
def kim(session: Session) -> Actor:
    """The coordinator, with an account; Eve's two mentees are silent."""
    open_one(session, "x-1", silent=True)
    open_one(session, "x-2", silent=True)
    session.commit()
    kim = session.scalars(select(User).where(User.email == "kim@example.org")).one()
    return Actor(kim.id, "kim", frozenset({Role.COORDINATOR}))


def of(session: Session, key: str) -> CaseRow:
    session.expire_all()
    return session.scalars(select(CaseRow).where(CaseRow.mentorship_id == key)).one()


BOTH = ("x-1", "x-2")


def test_all_are_taken_get_one_date_and_one_note(session: Session, kim: Actor) -> None:
    due = DAY + timedelta(7)
    wish = Wish(BOTH, take=True, due_on=due, note="Eve is on three projects.")
    done = cause_actions.act(session, kim, "mentor", "eve", wish)
    assert (done.cases, done.refused) == (2, ())
    for key in BOTH:
        case = of(session, key)
        assert (case.status, case.owner_id, case.due_on) == ("in_review", kim.user_id, due)
        notes = session.scalars(
            select(CaseEventRow.text).where(
                CaseEventRow.case_id == case.case_id, CaseEventRow.kind == "note"
            )
        ).all()
        assert notes == ["Eve is on three projects."]


def test_only_those_that_are_ticked_are_changed(session: Session, kim: Actor) -> None:
    cause_actions.act(session, kim, "mentor", "eve", Wish(("x-1",), take=True))
    assert (of(session, "x-1").status, of(session, "x-2").status) == ("in_review", "new")


def test_the_mentor_is_written_to_and_paused_at_once(session: Session, kim: Actor) -> None:
    until = DAY + timedelta(30)
    wish = Wish(BOTH, message="How is it going?", pause=True, pause_until=until)
    done = cause_actions.act(session, kim, "mentor", "eve", wish)
    assert (done.written, done.paused, done.cases) == (True, True, 0)
    [message] = session.scalars(select(MessageRow))
    # It belongs to no mentorship, so that neither page says which of them it is about.
    assert (message.to_person, message.mentorship_id) == ("eve", None)
    assert cause_actions.paused_until(session, "eve") == (True, until)


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish(BOTH), ""),
        (Wish((), take=True), "mentorship_ids"),
        (Wish(BOTH, due_on=DAY - timedelta(1), message="x"), "due_on"),
        (Wish(BOTH, pause=True, pause_until=DAY - timedelta(1), message="x"), "pause_until"),
        (Wish(BOTH, note="x" * 20_001, message="x"), "note"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_done(
    session: Session, kim: Actor, wish: Wish, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        cause_actions.act(session, kim, "mentor", "eve", wish)
    assert refused.value.field == field
    assert not session.scalars(select(MessageRow)).all()
    assert session.get(HouseRuleRow, ("on_pause", "eve", "")) is None


def test_a_mentorship_that_is_not_covered_is_refused(session: Session, kim: Actor) -> None:
    with pytest.raises(Conflict):
        cause_actions.act(session, kim, "mentor", "eve", Wish(("m-good",), take=True))


def test_a_department_is_not_written_to(session: Session, kim: Actor) -> None:
    departments(session, Sales=(5, 6), Works=(1, 30))
    with pytest.raises(Invalid):
        cause_actions.act(session, kim, "department", "Sales", Wish(("Sales-0",), message="x"))


def test_only_a_coordinator_acts(session: Session, kim: Actor) -> None:
    with pytest.raises(Forbidden):
        cause_actions.act(session, participant("eve"), "mentor", "eve", Wish(BOTH, take=True))


def test_a_pause_that_is_refused_leaves_the_message_unsent(session: Session, kim: Actor) -> None:
    session.get_one(PersonRow, "eve").mentor_expertise = ""
    session.commit()
    with pytest.raises(AppError):
        cause_actions.act(session, kim, "mentor", "eve", Wish(BOTH, message="x", pause=True))
    assert not session.scalars(select(MessageRow)).all()
