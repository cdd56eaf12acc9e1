"""Meetings still to come."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.db.tables import InvitationRow, MeetingRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services.participants import appointments, meetings
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, NED = participant("mia"), participant("carl"), participant("ned")
SOON = DAY + timedelta(days=5)


def plan(session: Session, actor: Actor = MIA, **facts: Any) -> str:
    return appointments.plan(session, actor, "m-bad", **{"on": SOON, **facts})


def test_a_meeting_is_planned_with_its_time_and_place(session: Session) -> None:
    key = plan(session, begins=time(10, 30), minutes=45, medium="video", place=" Room  3 ")
    row = session.get_one(MeetingRow, key)
    assert (row.scheduled_on, row.status, row.medium) == (SOON, "planned", "video")
    when = appointments.of_meetings(session, [key])[key]
    assert when.begins is not None
    assert (when.begins.hour, when.begins.minute, when.place) == (10, 30, "Room 3")


def test_a_planned_meeting_is_moved_and_not_doubled(session: Session) -> None:
    assert plan(session, CARL, meeting_id="mt-5") == "mt-5"
    assert session.get_one(MeetingRow, "mt-5").scheduled_on == SOON


def test_two_who_plan_the_same_day_have_one_meeting(session: Session) -> None:
    assert plan(session, MIA) == plan(session, CARL)


def test_whoever_calls_it_off_is_kept_and_calendars_are_told(session: Session) -> None:
    key = plan(session, begins=time(9))
    appointments.call_off(session, CARL, key)
    row = session.get_one(MeetingRow, key)
    assert (row.status, row.cancelled_by) == ("cancelled", "mentor")
    assert session.get_one(InvitationRow, key).cancelled
    assert appointments.of_meetings(session, [key]) == {}


def test_what_has_been_can_not_be_called_off(session: Session) -> None:
    with pytest.raises(Conflict):
        appointments.call_off(session, MIA, "mt-3")


def test_a_planned_meeting_becomes_what_became_of_it_on_another_day(session: Session) -> None:
    key = plan(session, on=DAY)
    on = DAY - timedelta(days=1)
    recorded = meetings.record(session, MIA, "m-bad", on=on, status="held", meeting_id=key)
    assert recorded == key
    assert session.get_one(MeetingRow, key).scheduled_on == on


def test_a_meeting_of_someone_elses_is_not_taken_over(session: Session) -> None:
    with pytest.raises(NotFound):
        plan(session, meeting_id="mt-4")
    with pytest.raises(NotFound):
        meetings.record(session, MIA, "m-bad", on=DAY, status="held", meeting_id="mt-4")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": DAY - timedelta(days=1)}, "on"),
        ({"on": date(2028, 1, 1)}, "on"),
        ({"minutes": 2}, "minutes"),
        ({"medium": "pigeon"}, "medium"),
        ({"place": "x" * 201}, "place"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    session: Session, facts: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        plan(session, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize("actor", [NED, COORDINATOR])
def test_nobody_plans_for_others(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        plan(session, actor)
    with pytest.raises(NotFound):
        appointments.call_off(session, actor, "mt-5")
