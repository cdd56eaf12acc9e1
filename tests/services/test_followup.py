"""How rematched pairs do after 30, 60 and 90 days, beside repaired and untouched ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.tables import AssessmentRow, CaseRow, MentorshipRow, RepairRow
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.rematching import changeback, changeover, followup, rematch
from app.services.rematching.followup import GroupView
from app.services.review import cases
from model.programme import Meeting, Mentorship, Person
from tests.conftest import COORDINATOR, GivenClock, participant
from tests.small_programme import DAY, programme

MIA = participant("mia")


@pytest.fixture
def new_id(session: Session) -> str:
    request_id = rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason="Please.")
    return changeover.approve(session, COORDINATOR, request_id, "dora")


def assessed(session: Session, mentorship_id: str, on: date, state: str, risk: float) -> None:
    session.add(
        AssessmentRow(
            mentorship_id=mentorship_id,
            revision=0,
            as_of=on,
            computed_at=programme_moment(),
            model_version="fake-1",
            risk=risk,
            state=state,
            flagged=state == "at_risk",
            reasons=[],
            safeguarding=[],
            marks=[],
            trajectory=[],
            unread=[],
        )
    )
    session.commit()


def programme_moment() -> object:
    from app import clock

    return clock.now()


def later(session: Session, days: int) -> None:
    """Some days after, with what the application read that day taken away."""
    programmes.set_as_of(session, DAY + timedelta(days))


def marks(session: Session) -> list[str]:
    [one] = followup.follow_up(session).rematches
    return [point.mark for point in one.checkpoints]


def group(session: Session, name: str) -> GroupView:
    return next(one for one in followup.follow_up(session).groups if one.group == name)


def test_a_day_that_has_not_come_says_nothing_yet(session: Session, new_id: str) -> None:
    assert marks(session) == ["ahead", "ahead", "ahead"]


def test_what_counts_is_what_was_read_by_that_day(session: Session, new_id: str) -> None:
    later(session, 61)
    assessed(session, new_id, DAY + timedelta(29), "at_risk", 0.7)
    assessed(session, new_id, DAY + timedelta(31), "fine", 0.1)
    [one] = followup.follow_up(session).rematches
    assert marks(session) == ["at_risk", "fine", "ahead"]
    assert [point.risk for point in one.checkpoints] == [0.7, 0.1, None]


def test_beside_it_stands_the_last_risk_of_the_old_one(session: Session, new_id: str) -> None:
    [one] = followup.follow_up(session).rematches
    assert (one.old_mentor, one.new_mentor) == ("Carl Mentor", "Dora Mentor")
    assert one.old_risk == pytest.approx(0.7, abs=0.2)


def test_not_enough_to_say_is_neither_good_nor_bad(session: Session, new_id: str) -> None:
    later(session, 40)
    assert marks(session)[0] == "unknown"
    outcome = group(session, "rematched").outcomes[0]
    assert (outcome.known, outcome.unknown) == (0, 1)


@pytest.mark.parametrize(("status", "mark"), [("ended_early", "ended"), ("completed", "completed")])
def test_one_that_has_ended_by_then_is_not_left_out(
    session: Session, new_id: str, status: str, mark: str
) -> None:
    row = session.get_one(MentorshipRow, new_id)
    row.status, row.ended_on, row.end_reason = status, DAY + timedelta(20), "goals_met"
    session.commit()
    later(session, 40)
    assert marks(session)[0] == mark
    assert group(session, "rematched").outcomes[0].known == 1


def test_an_undone_rematch_is_none(session: Session, new_id: str) -> None:
    changeback.undo(session, COORDINATOR, new_id, "A slip.")
    assert followup.follow_up(session).rematches == ()


def test_a_group_of_fewer_than_five_shows_no_share(session: Session) -> None:
    many(session, 4)
    assert group(session, "repaired").outcomes[0].share is None
    many(session, 5)
    share = group(session, "repaired").outcomes[0].share
    assert share is not None and (share.part, share.whole) == (3, 5)
    # Wilson's interval of 3 in 5.
    assert (share.low, share.high) == (
        pytest.approx(0.231, abs=0.01),
        pytest.approx(0.882, abs=0.01),
    )


def many(session: Session, count: int) -> None:
    """So many repaired pairs, 40 days ago; three of them do fine."""
    people = {f"p{n}": Person(f"p{n}", f"P{n}", f"p{n}@example.org") for n in range(count)}
    more = {f"r{n}": Mentorship(f"r{n}", "rita", f"p{n}", date(2026, 3, 1)) for n in range(count)}
    bundle = replace(
        programme(),
        people={**programme().people, **people},
        mentorships={**programme().mentorships, **more},
    )
    imports.import_programme(session, bundle, replacing=False)
    programmes.set_as_of(session, DAY)
    session.execute(delete(RepairRow))
    for n in range(count):
        begun = DAY - timedelta(40)
        session.add(
            RepairRow(
                mentorship_id=f"r{n}",
                started_at=programme_moment(),
                started_on=begun,
                trouble="mentor_availability",
                rung="talk",
                check_back_on=DAY,
                outcome="helped",
            )
        )
        assessed(session, f"r{n}", begun + timedelta(10), "fine" if n < 3 else "at_risk", 0.3)


def test_untouched_are_flagged_pairs_whose_case_rests_without_either(session: Session) -> None:
    case = cases.ensure(session, "m-bad")
    cases.rest(session, case, "closed")
    session.commit()
    assert group(session, "untouched").pairs == 1
    fine = cases.ensure(session, "m-good")
    cases.rest(session, fine, "closed")
    session.commit()
    assert group(session, "untouched").pairs == 1  # it never was at risk
    session.add(
        RepairRow(
            mentorship_id="m-bad",
            started_at=programme_moment(),
            started_on=DAY,
            trouble="chemistry",
            rung="talk",
            check_back_on=DAY,
            outcome="",
        )
    )
    session.commit()
    assert group(session, "untouched").pairs == 0
    assert session.scalars(select(CaseRow)).first() is not None


def test_a_repair_that_nobody_checked_is_no_repaired_pair(session: Session) -> None:
    many(session, 5)
    for row in session.scalars(select(RepairRow)):
        row.outcome = "not_tried"
    session.commit()
    assert group(session, "repaired").pairs == 0


def test_when_they_last_met_by_then_is_told(
    session: Session, new_id: str, given_clock: GivenClock
) -> None:
    meeting = Meeting("mt-9", new_id, DAY + timedelta(10), "held")
    bundle = programmes.load(session)
    imports.import_programme(
        session, replace(bundle, meetings={**bundle.meetings, "mt-9": meeting}), replacing=False
    )
    later(session, 40)
    [one] = followup.follow_up(session).rematches
    assert one.checkpoints[0].last_met_on == DAY + timedelta(10)
