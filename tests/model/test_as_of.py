"""Nothing that is dated after a day changes what is said of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.eligibility import Eligibility
from model.history import active_histories, history_as_of
from model.programme import Meeting, Mentorship, Programme, Review
from tests.model import small_model
from tests.model.programmes import days, programmes


def as_known_on(programme: Programme, day: date) -> Programme:
    """The programme as someone would have exported it on ``day``."""

    def known(one: Mentorship) -> Mentorship:
        if one.ended_on is not None and one.ended_on > day:
            return replace(one, status="active", ended_on=None, end_reason=None)
        return one

    begun = {key: known(one) for key, one in programme.mentorships.items() if one.started_on <= day}
    return Programme(
        programme.people,
        begun,
        {
            key: one
            for key, one in programme.meetings.items()
            if one.scheduled_on <= day and one.mentorship_id in begun
        },
        tuple(one for one in programme.reviews if one.reviewed_on <= day),
        programme.rules,
    )


def with_a_bad_future(programme: Programme, day: date) -> Programme:
    """The same, and after ``day`` every mentorship goes wrong and is reviewed."""
    meetings = dict(programme.meetings)
    reviews = [*programme.reviews]
    mentorships = dict(programme.mentorships)
    for key, one in programme.mentorships.items():
        then = max(day, one.started_on) + timedelta(days=1)
        text = "He cancelled again. She never listens. He threatened me."
        meetings[f"later {key}"] = Meeting(
            f"later {key}", key, then, "no_show", "mentor", None, None, text, text, 1, 1
        )
        reviews.append(Review(key, then, "not_working"))
        if one.status == "active":
            mentorships[key] = replace(
                one, status="ended_early", ended_on=then, end_reason="relationship"
            )
    return replace(programme, mentorships=mentorships, meetings=meetings, reviews=tuple(reviews))


@given(programmes(), days)
def test_a_history_is_the_same_before_and_after_its_future_is_known(
    programme: Programme, day: date
) -> None:
    assert active_histories(programme, day) == active_histories(as_known_on(programme, day), day)


@given(programmes(), days)
@settings(max_examples=50)
def test_an_assessment_is_the_same_before_and_after_its_future_is_known(
    programme: Programme, day: date
) -> None:
    health = small_model.health()
    then = health.assess(active_histories(as_known_on(programme, day), day))
    assert health.assess(active_histories(programme, day)) == then


@given(programmes(), days)
@settings(max_examples=50)
def test_a_bad_future_changes_no_assessment(programme: Programme, day: date) -> None:
    health = small_model.health()
    now = health.assess(active_histories(programme, day))
    assert health.assess(active_histories(with_a_bad_future(programme, day), day)) == now


@given(programmes(), days)
def test_a_bad_future_changes_no_rule(programme: Programme, day: date) -> None:
    everybody = [*programme.people.values()]
    now = Eligibility(programme, day)
    then = Eligibility(with_a_bad_future(programme, day), day)
    for mentee in everybody:
        for mentor in everybody:
            assert now.against(mentee, mentor) == then.against(mentee, mentor)


@given(programmes(), days, st.sampled_from(["held", "cancelled", "no_show"]))
def test_a_history_holds_no_meeting_of_a_later_day_and_none_that_is_only_planned(
    programme: Programme, day: date, status: str
) -> None:
    for key in programme.mentorships:
        held = history_as_of(programme, key, day).meetings
        assert all(one.scheduled_on <= day and one.status != "planned" for one in held)


@given(programmes(), days)
def test_a_history_holds_every_recorded_meeting_up_to_the_day(
    programme: Programme, day: date
) -> None:
    held = {
        meeting.meeting_id
        for key in programme.mentorships
        for meeting in history_as_of(programme, key, day).meetings
    }
    assert held == {
        key
        for key, one in programme.meetings.items()
        if one.scheduled_on <= day and one.status != "planned"
    }


@given(programmes(), days)
def test_the_active_histories_are_those_of_the_active_mentorships(
    programme: Programme, day: date
) -> None:
    found = [history.mentorship_id for history in active_histories(programme, day)]
    assert found == [key for key, one in programme.mentorships.items() if one.is_active_on(day)]


def test_a_meeting_on_the_day_itself_counts() -> None:
    day = date(2026, 2, 1)
    meeting = Meeting("x", "m", day, "held")
    programme = Programme({}, {"m": Mentorship("m", "a", "b", day)}, {"x": meeting})
    assert history_as_of(programme, "m", day).meetings == (meeting,)


@given(programmes())
@settings(max_examples=40)
def test_the_path_of_the_risk_ends_with_the_risk_of_today(programme: Programme) -> None:
    health = small_model.health()
    day = date(2026, 3, 1)
    for history, now in zip(
        active_histories(programme, day),
        health.assess(active_histories(programme, day)),
        strict=True,
    ):
        *_, (last_day, risk) = health.trajectory(programme, history.mentorship_id, day)
        expected = None if now.state == "not_enough" else pytest.approx(now.risk)
        assert (last_day, risk) == (day, expected)


@given(programmes())
@settings(max_examples=40)
def test_the_path_of_the_risk_is_in_order_and_one_point_a_day(programme: Programme) -> None:
    day = date(2026, 3, 1)
    for history in active_histories(programme, day):
        path = small_model.health().trajectory(programme, history.mentorship_id, day)
        assert [at for at, _ in path] == sorted({at for at, _ in path})
