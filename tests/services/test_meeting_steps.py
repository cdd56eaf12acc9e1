"""What waits about meetings, and what is no longer asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.services import programme as programmes
from app.services.participants import appointments, meeting_steps, meetings
from tests.conftest import participant
from tests.small_programme import DAY

MIA, CARL, NED, ZOE = (participant(one) for one in ("mia", "carl", "ned", "zoe"))


def endpoints(session: Session, person_id: str) -> list[str]:
    return [step.endpoint for step in meeting_steps.steps(session, participant(person_id))]


def test_who_has_not_met_is_helped_to_a_first_meeting(session: Session) -> None:
    [step] = meeting_steps.steps(session, ZOE)
    assert step.title == "Find a day for your first meeting with Dora Mentor"
    assert step.endpoint == "participant.plan_meeting"


def test_a_meeting_without_a_word_is_asked_about(session: Session) -> None:
    meetings.record(session, CARL, "m-bad", on=DAY, status="held", feedback="x")
    [step] = meeting_steps.steps(session, MIA)
    assert step.title == "How did it go with Carl Mentor on Fri 20 Nov 2026?"
    assert (step.endpoint, step.weight) == ("mentee.feedback", 80)


def test_older_meetings_are_not_asked_about_once_a_later_one_was_told_of(session: Session) -> None:
    # Of his three meetings with Mia, Carl has told of the last alone.
    assert meeting_steps.steps(session, CARL) == []


def test_a_planned_meeting_whose_day_has_come_is_asked_about_as_a_whole(session: Session) -> None:
    programmes.set_as_of(session, DAY + timedelta(days=11))
    [step] = meeting_steps.steps(session, MIA)
    assert step.endpoint == "mentee.new_meeting"
    assert step.values == {"mentorship_id": "m-bad", "meeting": "mt-5"}


def test_who_is_overdue_is_asked_without_blame_unless_a_meeting_is_planned(
    session: Session,
) -> None:
    assert endpoints(session, "mia") == []
    appointments.call_off(session, CARL, "mt-5")
    [step] = meeting_steps.steps(session, MIA)
    assert step.title == "You last met Carl Mentor 18 days ago"
    assert "Nobody is blamed" in step.text


@pytest.mark.parametrize("person_id", ["kim", "eve"])
def test_who_is_in_no_mentorship_is_asked_nothing(session: Session, person_id: str) -> None:
    assert endpoints(session, person_id) == []


def test_what_is_over_asks_for_nothing(session: Session) -> None:
    assert all(step.mentorship_id != "m-over" for step in meeting_steps.steps(session, NED))
