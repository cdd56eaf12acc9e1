"""When a mentorship is active, and what the latest date of a programme is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from model.programme import Career, Meeting, Mentorship, Programme, Review

START, END = date(2026, 3, 1), date(2026, 6, 1)
DAY = timedelta(days=1)


def ended(on: date = END) -> Mentorship:
    return Mentorship("m", "a", "b", START, status="ended_early", ended_on=on)


@pytest.mark.parametrize(
    ("day", "active"),
    [(START - DAY, False), (START, True), (END - DAY, True), (END, False), (END + DAY, False)],
)
def test_an_ended_mentorship_is_active_from_its_start_to_the_day_before_its_end(
    day: date, active: bool
) -> None:
    assert ended().is_active_on(day) is active


@pytest.mark.parametrize(("day", "active"), [(START - DAY, False), (START, True), (END, True)])
def test_a_mentorship_without_an_end_is_active_from_its_start(day: date, active: bool) -> None:
    assert Mentorship("m", "a", "b", START).is_active_on(day) is active


def test_a_mentorship_that_ended_on_its_first_day_was_never_active() -> None:
    assert not ended(START).is_active_on(START)


def test_a_status_of_active_outweighs_a_date_of_the_end() -> None:
    assert Mentorship("m", "a", "b", START, ended_on=END).is_active_on(END + DAY)


@pytest.mark.parametrize(
    "programme",
    [
        Programme(mentorships={"m": Mentorship("m", "a", "b", END)}),
        Programme(mentorships={"m": ended()}),
        Programme(meetings={"x": Meeting("x", "m", END, "planned")}),
        Programme(reviews=(Review("m", END, "working"), Review("m", START, "working"))),
        Programme(careers=(Career("x", START, promoted_on=(END,)),)),
    ],
    ids=["a start", "an end", "a planned meeting", "a review", "a promotion"],
)
def test_the_latest_date_may_stand_in_any_file(programme: Programme) -> None:
    assert programme.latest_date == END


def test_a_programme_without_dates_has_no_latest_one() -> None:
    assert Programme().latest_date is None


def test_meetings_are_grouped_oldest_first() -> None:
    programme = Programme(
        meetings={
            "late": Meeting("late", "m", END, "held"),
            "other": Meeting("other", "n", START, "held"),
            "early": Meeting("early", "m", START, "held"),
        }
    )
    assert [one.meeting_id for one in programme.meetings_by_mentorship["m"]] == ["early", "late"]
