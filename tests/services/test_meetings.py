"""Meetings and feedback, written by the two of a mentorship."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import MeetingRow
from app.errors import Invalid, NotFound
from app.permissions import NOBODY, Actor
from app.services.participants import meetings
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL = participant("mia"), participant("carl")


def record(session: Session, actor: Actor = MIA, **facts: Any) -> MeetingRow:
    given = {"on": DAY, "status": "held", **facts}
    return session.get_one(MeetingRow, meetings.record(session, actor, "m-bad", **given))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MeetingRow)) or 0


def test_a_meeting_is_stored_with_the_writers_own_words(session: Session) -> None:
    row = record(session, feedback="  Good.\r\nVery.  ", rating=4, minutes=45, medium="phone")
    assert (row.mentee_feedback, row.mentee_rating) == ("Good.\nVery.", 4)
    assert (row.mentor_feedback, row.mentor_rating) == ("", None)
    assert (row.minutes, row.medium) == (45, "phone")


def test_the_other_side_adds_to_the_same_meeting(session: Session) -> None:
    first = record(session, MIA, feedback="Mine.")
    second = record(session, CARL, feedback="His.", minutes=30)
    assert first.meeting_id == second.meeting_id
    assert (second.mentee_feedback, second.mentor_feedback) == ("Mine.", "His.")


def test_a_form_that_is_sent_twice_is_one_meeting(session: Session) -> None:
    first = record(session, feedback="Morning.", rating=2)
    assert record(session, feedback="Morning.", rating=2).meeting_id == first.meeting_id


def test_a_side_that_writes_twice_had_two_meetings(session: Session) -> None:
    first = record(session, feedback="Morning.")
    second = record(session, feedback="Evening.")
    assert first.meeting_id != second.meeting_id


def test_two_sides_that_do_not_agree_what_became_of_it_have_two_entries(
    session: Session,
) -> None:
    record(session, MIA, feedback="He was not there.", status="no_show", cancelled_by="mentor")
    row = record(session, CARL, feedback="We met.")
    assert row.status == "held" and row.mentee_feedback == ""


def test_a_planned_meeting_becomes_what_became_of_it(session: Session) -> None:
    planned = record(session, status="planned", on=DAY)
    held = record(session, status="held", feedback="It took place.")
    assert (held.meeting_id, held.status) == (planned.meeting_id, "held")


def test_who_cancelled_is_kept_only_where_something_was_cancelled(session: Session) -> None:
    assert record(session, status="held", cancelled_by="mentor").cancelled_by is None
    assert record(session, status="cancelled", cancelled_by="mentor").cancelled_by == "mentor"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": date(2026, 8, 2)}, "on"),
        ({"on": DAY + timedelta(days=1)}, "on"),
        ({"status": "perhaps"}, "status"),
        ({"status": "no_show"}, "cancelled_by"),
        ({"status": "cancelled", "cancelled_by": "boss"}, "cancelled_by"),
        ({"medium": "pigeon"}, "medium"),
        ({"minutes": -1}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"rating": 0}, "rating"),
        ({"rating": 6}, "rating"),
        ({"feedback": "x" * 20_001}, "feedback"),
        ({"status": "planned", "on": DAY + timedelta(days=3), "rating": 3}, "feedback"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field_and_nothing_is_stored(
    session: Session, facts: dict[str, Any], field: str
) -> None:
    before = count(session)
    with pytest.raises(Invalid) as refused:
        record(session, **facts)
    assert refused.value.field == field
    session.rollback()
    assert count(session) == before


def test_a_later_meeting_can_be_planned(session: Session) -> None:
    assert record(session, status="planned", on=DAY + timedelta(days=7)).status == "planned"


def test_feedback_of_twenty_thousand_characters_fits(session: Session) -> None:
    assert len(record(session, feedback="ü" * 20_000).mentee_feedback) == 20_000


def test_nothing_is_written_after_the_end(session: Session) -> None:
    with pytest.raises(Invalid, match="ended on 1 July 2026"):
        meetings.record(session, CARL, "m-over", on=date(2026, 7, 2), status="held")


@pytest.mark.parametrize("actor", [participant("ned"), COORDINATOR, NOBODY])
def test_nobody_else_writes_in_a_mentorship(session: Session, actor: Actor) -> None:
    with pytest.raises(NotFound):
        record(session, actor, feedback="Not mine to say.")
    with pytest.raises(NotFound):
        meetings.write_feedback(session, actor, "mt-3", feedback="Nor this.", rating=None)


def test_a_side_corrects_its_own_words_only(session: Session) -> None:
    meetings.write_feedback(session, CARL, "mt-3", feedback="Less good.", rating=2)
    row = session.get_one(MeetingRow, "mt-3")
    assert (row.mentor_feedback, row.mentor_rating) == ("Less good.", 2)
    assert row.mentee_feedback.startswith("At last.")


def test_words_can_be_taken_back(session: Session) -> None:
    meetings.write_feedback(session, MIA, "mt-3", feedback="", rating=None)
    row = session.get_one(MeetingRow, "mt-3")
    assert (row.mentee_feedback, row.mentee_rating) == ("", None)


def test_a_meeting_to_come_can_not_be_judged(session: Session) -> None:
    with pytest.raises(Invalid, match="still to come"):
        meetings.write_feedback(session, MIA, "mt-5", feedback="It will be fine.", rating=5)
