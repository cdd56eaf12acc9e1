"""Where meetings are missing, measured by what was agreed."""

from __future__ import annotations

from datetime import date

from app.services.explaining.meeting_view import MeetingView, SideView
from app.services.explaining.rhythm import gaps

BEGUN, DAY, CADENCE = date(2026, 8, 3), date(2026, 11, 20), 14
NOBODY = SideView((), None)


def meeting(on: date, status: str = "held") -> MeetingView:
    return MeetingView(str(on), on, status, None, None, None, NOBODY, NOBODY)


def regular(until: date) -> list[MeetingView]:
    days = range((until - BEGUN).days // CADENCE + 1)
    return [meeting(date.fromordinal(BEGUN.toordinal() + CADENCE * n)) for n in days]


def test_meetings_as_agreed_leave_no_gap() -> None:
    assert gaps(regular(DAY), CADENCE, BEGUN, DAY) == ()


def test_a_gap_says_about_when_meetings_were_due() -> None:
    [gap] = gaps(
        [*regular(date(2026, 8, 17)), meeting(date(2026, 9, 28))], CADENCE, BEGUN, date(2026, 9, 30)
    )
    assert (gap.begins, gap.ends, gap.days) == (date(2026, 8, 17), date(2026, 9, 28), 42)
    assert gap.due == (date(2026, 8, 31), date(2026, 9, 14))
    assert not gap.open


def test_a_meeting_that_was_missed_is_not_told_as_due_beside_it() -> None:
    held = [meeting(date(2026, 8, 17)), meeting(date(2026, 9, 28))]
    [gap] = gaps([*held, meeting(date(2026, 9, 1), "cancelled")], CADENCE, BEGUN, date(2026, 9, 30))
    assert gap.due == (date(2026, 9, 14),)


def test_two_who_never_met_have_a_gap_from_the_start() -> None:
    [gap] = gaps([], CADENCE, BEGUN, DAY)
    assert gap.from_start and gap.open
    assert gap.days == 109


def test_a_silence_that_goes_on_is_open_and_the_newest_stands_first() -> None:
    newest, older = gaps(
        [meeting(date(2026, 8, 10)), meeting(date(2026, 9, 20))], CADENCE, BEGUN, DAY
    )
    assert newest.open and newest.begins == date(2026, 9, 20)
    assert not older.open


def test_a_pause_is_no_silence() -> None:
    held = [meeting(date(2026, 8, 17)), meeting(date(2026, 9, 28))]
    pause = (date(2026, 8, 20), date(2026, 9, 20))
    assert gaps(held, CADENCE, BEGUN, date(2026, 9, 30), [pause]) == ()


def test_nothing_is_due_within_a_pause() -> None:
    held = [meeting(date(2026, 8, 17)), meeting(date(2026, 10, 20))]
    [gap] = gaps(held, CADENCE, BEGUN, date(2026, 10, 22), [(date(2026, 8, 20), date(2026, 9, 20))])
    assert min(gap.due) > date(2026, 9, 20)


def test_meetings_to_come_end_no_gap() -> None:
    [gap] = gaps([meeting(date(2026, 11, 30), "planned")], CADENCE, BEGUN, DAY)
    assert gap.open
