"""How a mentorship stands on a day: silence, first meetings, pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.db.tables import MeetingRow, MentorshipRow, PauseRow, PulseRow, StandingRow
from app.services import health, standing
from app.services import programme as programmes
from tests.fakes import FakeModels
from tests.small_programme import DAY


def on(session: Session, day: date, mentorship_id: str) -> StandingRow:
    """How it stands on ``day``."""
    programmes.set_as_of(session, day)
    health.rescore(session, [mentorship_id])
    return session.get_one(StandingRow, mentorship_id)


def meet(session: Session, mentorship_id: str, day: date, status: str) -> None:
    row = MeetingRow(
        meeting_id=f"t-{day}", mentorship_id=mentorship_id, scheduled_on=day, status=status
    )
    session.add(row)
    session.commit()


def rest(session: Session, mentorship_id: str, begin: date, end: date) -> None:
    pause = PauseRow(mentorship_id=mentorship_id, asked_by="mentee", from_on=begin, until_on=end)
    session.add(pause)
    session.commit()


def test_every_mentorship_has_one(session: Session) -> None:
    states = {row.mentorship_id: row.state for row in session.query(StandingRow)}
    assert states == {
        "m-bad": "at_risk",
        "m-good": "fine",
        "m-new": "not_enough",
        "m-over": "ended",
    }


def test_it_counts_meetings_up_to_the_day(session: Session) -> None:
    row = on(session, DAY, "m-bad")
    assert (row.held, row.missed, row.next_on) == (2, 1, date(2026, 11, 30))
    assert (row.first_met_on, row.last_met_on) == (date(2026, 9, 1), date(2026, 11, 2))
    assert on(session, date(2026, 10, 2), "m-bad").held == 1


def test_a_risk_is_given_only_where_enough_is_known(session: Session) -> None:
    assert on(session, DAY, "m-bad").risk is not None
    assert on(session, DAY, "m-new").risk is None


def test_signals_stand_only_with_a_flag(session: Session) -> None:
    assert on(session, DAY, "m-bad").signals == ("mentor_availability",)
    assert on(session, DAY, "m-good").signals == ()


# m-good met last on 12 November and agreed on three weeks; two more are waited.
SILENT_FROM = date(2026, 11, 12) + timedelta(21 + standing.SILENCE_DAYS + 1)


def test_two_weeks_after_a_meeting_was_due_they_are_silent(session: Session) -> None:
    assert on(session, SILENT_FROM - timedelta(1), "m-good").silent_since is None
    assert on(session, SILENT_FROM, "m-good").silent_since == date(2026, 11, 12)


def test_a_meeting_that_is_planned_soon_is_no_silence(session: Session) -> None:
    meet(session, "m-good", SILENT_FROM + timedelta(3), "planned")
    assert on(session, SILENT_FROM, "m-good").silent_since is None


def test_a_meeting_planned_far_ahead_does_not_hide_the_silence(session: Session) -> None:
    meet(session, "m-good", SILENT_FROM + timedelta(60), "planned")
    assert on(session, SILENT_FROM, "m-good").silent_since == date(2026, 11, 12)


def test_an_answered_pulse_is_a_sign_of_life(session: Session) -> None:
    answered = SILENT_FROM - timedelta(10)
    session.add(
        PulseRow(
            mentorship_id="m-good",
            side="mentee",
            person_id="ned",
            kind="day_90",
            due_on=answered,
            answered_on=answered,
        )
    )
    session.commit()
    assert on(session, SILENT_FROM, "m-good").silent_since is None


def test_who_never_met_is_not_silent_but_needs_a_first_meeting(session: Session) -> None:
    begun = session.get_one(MentorshipRow, "m-new").started_on
    last = begun + timedelta(standing.FIRST_MEETING_DAYS)
    assert not on(session, last, "m-new").needs_first_meeting
    row = on(session, last + timedelta(1), "m-new")
    assert (row.needs_first_meeting, row.silent_since) == (True, None)


def test_a_pause_asks_for_no_meeting_until_it_is_over(session: Session) -> None:
    rest(session, "m-new", DAY, date(2026, 12, 20))
    row = on(session, date(2026, 12, 19), "m-new")
    assert (row.needs_first_meeting, row.paused_until) == (False, date(2026, 12, 20))
    after = on(session, date(2026, 12, 31), "m-new")
    assert (after.needs_first_meeting, after.paused_until) == (True, None)


def test_silence_is_counted_from_the_end_of_a_pause(session: Session) -> None:
    rest(session, "m-good", DAY, SILENT_FROM)
    assert on(session, SILENT_FROM, "m-good").silent_since is None
    assert on(session, SILENT_FROM + timedelta(36), "m-good").silent_since == SILENT_FROM


def test_what_has_ended_is_neither_silent_nor_waiting(session: Session) -> None:
    row = on(session, DAY, "m-over")
    assert (row.silent_since, row.needs_first_meeting) == (None, False)


def test_before_it_begins_nothing_is_asked(session: Session) -> None:
    row = on(session, date(2026, 11, 1), "m-new")
    assert (row.state, row.needs_first_meeting) == ("upcoming", False)


def test_without_scores_dates_still_speak(session: Session, models: FakeModels) -> None:
    models.broken = "gone"
    assert on(session, SILENT_FROM, "m-good").silent_since == date(2026, 11, 12)


@pytest.mark.parametrize("day", [DAY, DAY + timedelta(1)])
def test_it_is_out_of_date_after_a_day_or_a_change(session: Session, day: date) -> None:
    programmes.set_as_of(session, day)
    assert set(standing.stale(session)) == (
        set() if day == DAY else {"m-bad", "m-good", "m-new", "m-over"}
    )
