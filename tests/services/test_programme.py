"""The programme's content and its date."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.services import programme as programmes
from tests import small_programme
from tests.conftest import GivenClock


def test_what_is_stored_is_what_was_imported(session: Session) -> None:
    assert programmes.load(session) == small_programme.programme()


def test_a_part_holds_the_mentorship_its_meetings_its_reviews_and_both_people(
    session: Session,
) -> None:
    part = programmes.load(session, ["m-over"])
    assert set(part.mentorships) == {"m-over"}
    assert set(part.meetings) == {"mt-6"}
    assert len(part.reviews) == 1
    assert set(part.people) == {"carl", "ned"}


def test_a_fixed_programme_stays_at_its_day(session: Session, given_clock: GivenClock) -> None:
    given_clock.advance(timedelta(days=40))
    assert programmes.programme_day(session) == small_programme.DAY


def test_a_live_programme_goes_by_today(session: Session, given_clock: GivenClock) -> None:
    programmes.set_as_of(session, None)
    given_clock.advance(timedelta(days=3))
    assert programmes.programme_day(session) == date(2026, 11, 23)


def test_active_in_sql_is_what_the_library_calls_active(session: Session) -> None:
    programme = programmes.load(session)
    for offset in range(-400, 40, 7):
        day = small_programme.DAY + timedelta(days=offset)
        by_sql = session.query(programmes.MentorshipRow.mentorship_id).where(
            programmes.is_active(day)
        )
        by_library = {one.mentorship_id for one in programme.active_on(day)}
        assert {mentorship_id for (mentorship_id,) in by_sql} == by_library, day
