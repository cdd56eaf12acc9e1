"""Calendar invitations: read back as a calendar reads them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import InvitationRow, MailRow, MeetingRow, MentorshipRow, PersonRow
from app.errors import NotFound
from app.permissions import NOBODY, Actor
from app.services import changes
from app.services.mail import delivery, invitations
from app.services.participants import meetings
from app.services.rematching import closing
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL = participant("mia"), participant("carl")
ON = DAY + timedelta(days=12)


def plan(session: Session, on: date = ON) -> MeetingRow:
    key = meetings.record(session, MIA, "m-bad", on=on, status="planned")
    return session.get_one(MeetingRow, key)


def at(session: Session, meeting: MeetingRow, begins: time | None, place: str = "") -> None:
    invitations.send(session, meeting, begins=begins, minutes=45, place=place)
    session.commit()


def told(session: Session, person_id: str = "mia") -> list[tuple[str, int, Event]]:
    """Method, sequence and event of what somebody's calendar was told, oldest first."""
    rows = session.scalars(
        select(MailRow)
        .where(MailRow.person_id == person_id, MailRow.kind == "invitation")
        .where(MailRow.status != "dropped")
        .order_by(MailRow.mail_id)
    )
    calendars = [Calendar.from_ical(row.calendar) for row in rows]
    events = [(one, one.events[0]) for one in calendars]
    return [(str(one["METHOD"]), int(event["SEQUENCE"]), event) for one, event in events]


def test_both_are_invited_to_a_planned_meeting(session: Session) -> None:
    plan(session)
    for person_id in ("mia", "carl"):
        ((method, sequence, event),) = told(session, person_id)
        assert (method, sequence) == ("REQUEST", 0)
        assert event["SUMMARY"] == "Mia Mentee and Carl Mentor"
        assert [str(one) for one in event["ATTENDEE"]] == [
            "mailto:mia@example.org",
            "mailto:carl@example.org",
        ]
        assert str(event["ORGANIZER"]) == "mailto:rapport@localhost"


def test_without_a_time_it_is_a_thing_of_the_day_that_leaves_the_day_free(
    session: Session,
) -> None:
    plan(session)
    event = told(session)[0][2]
    assert (event.start, event.end) == (ON, ON + timedelta(days=1))
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_time_is_by_the_clock_of_whoever_plans_it(app: Flask, session: Session) -> None:
    meeting = plan(session)
    app.extensions["babel"].timezone_selector = lambda: "Europe/Berlin"
    with app.test_request_context():
        at(session, meeting, time(14, 30), "Room 7, second floor")
    calendar = Calendar.from_ical(
        session.scalars(select(MailRow.calendar).order_by(MailRow.mail_id.desc())).first() or ""
    )
    (event,) = calendar.events
    berlin = ZoneInfo("Europe/Berlin")
    assert event.start == datetime(2026, 12, 2, 14, 30, tzinfo=berlin)
    assert event.end - event.start == timedelta(minutes=45)
    assert [str(one["TZID"]) for one in calendar.timezones] == ["Europe/Berlin"]
    assert event["LOCATION"] == "Room 7, second floor"
    assert event["TRANSP"] == "OPAQUE"


def test_each_reads_the_time_by_their_own_clock(app: Flask, session: Session) -> None:
    session.get_one(PersonRow, "carl").timezone = "Asia/Kolkata"
    meeting = plan(session)
    app.extensions["babel"].timezone_selector = lambda: "Europe/Berlin"
    with app.test_request_context():
        at(session, meeting, time(14, 30))
    subjects = {
        row.person_id: row.subject
        for row in session.scalars(select(MailRow).where(MailRow.status == "waiting"))
    }
    assert subjects["mia"].endswith("Wed 2 Dec 2026, 13:30 (UTC)")
    assert subjects["carl"].endswith("Wed 2 Dec 2026, 19:00 (Asia/Kolkata)")


def test_a_moved_meeting_is_the_same_event_with_the_next_number(session: Session) -> None:
    meeting = plan(session)
    delivery.deliver(session)
    meeting.scheduled_on = ON + timedelta(days=1)
    at(session, meeting, None)
    (_, _, first), (method, sequence, second) = told(session)
    assert (method, sequence) == ("REQUEST", 1)
    assert first["UID"] == second["UID"]
    assert second.start == ON + timedelta(days=1)


def test_saying_the_same_again_tells_nobody(session: Session) -> None:
    meeting = plan(session)
    at(session, meeting, None)
    meetings.record(session, CARL, "m-bad", on=ON, status="planned")
    assert len(told(session)) == 1


def test_a_newer_word_takes_the_place_of_one_that_still_waits(session: Session) -> None:
    meeting = plan(session)
    at(session, meeting, time(9, 0))
    ((method, sequence, event),) = told(session)
    assert (method, sequence) == ("REQUEST", 1) and event.start.hour == 9


def test_a_cancelled_meeting_leaves_the_calendars(session: Session) -> None:
    plan(session)
    delivery.deliver(session)
    meetings.record(session, MIA, "m-bad", on=DAY, status="held")  # Another one.
    assert len(told(session)) == 1
    meeting = session.scalars(select(MeetingRow).where(MeetingRow.scheduled_on == ON)).one()
    meeting.status = "cancelled"
    invitations.follow(session, meeting)
    session.commit()
    _, (method, sequence, event) = told(session)
    assert (method, sequence, event["STATUS"]) == ("CANCEL", 1, "CANCELLED")


def test_what_no_calendar_knows_of_needs_no_cancellation(session: Session) -> None:
    meeting = plan(session)
    invitations.cancel(session, meeting)
    invitations.cancel(session, session.get_one(MeetingRow, "mt-5"))
    session.commit()
    assert told(session) == []


def test_a_meeting_that_took_place_as_planned_needs_no_update(session: Session) -> None:
    plan(session, DAY)
    delivery.deliver(session)
    meetings.record(session, CARL, "m-bad", on=DAY, status="held")
    assert len(told(session)) == 1


def test_one_that_took_place_earlier_leaves_the_calendars(session: Session) -> None:
    meeting = plan(session)
    delivery.deliver(session)
    meetings.record(session, CARL, "m-bad", on=DAY, status="held", meeting_id=meeting.meeting_id)
    assert told(session)[-1][0] == "CANCEL"


def test_the_end_of_a_mentorship_takes_its_meetings_away_and_an_undo_puts_them_back(
    session: Session,
) -> None:
    plan(session)
    delivery.deliver(session)
    mentorship = session.get_one(MentorshipRow, "m-bad")
    closure = closing.end(session, mentorship, how="by_coordinator", reason="logistics")
    changes.commit(session, ["m-bad"])
    delivery.deliver(session)
    assert told(session)[-1][:2] == ("CANCEL", 1)
    closing.undo(session, closure.closure_id)
    changes.commit(session, ["m-bad"])
    assert told(session)[-1][:2] == ("REQUEST", 2)
    assert session.scalars(select(InvitationRow.cancelled)).first() is False


@pytest.mark.parametrize("actor", [MIA, CARL])
def test_either_of_the_two_gets_the_file_of_a_planned_meeting(
    session: Session, actor: Actor
) -> None:
    file = invitations.download(session, actor, "mt-5")
    (event,) = Calendar.from_ical(file.text).events
    assert (file.name, event.start) == ("2026-11-30.ics", date(2026, 11, 30))


@pytest.mark.parametrize("actor", [participant("ned"), COORDINATOR, NOBODY])
def test_nobody_else_gets_it(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        invitations.download(session, actor, "mt-5")


def test_there_is_no_file_of_what_is_not_planned(session: Session) -> None:
    with pytest.raises(NotFound, match="not planned any more"):
        invitations.download(session, MIA, "mt-3")
