"""Where the views of the two part."""

from __future__ import annotations

from datetime import date

import pytest

from app.services.explaining.marked_text import Segment
from app.services.explaining.meeting_view import MeetingView, SideView
from app.services.explaining.views_part import views_part

DAY = date(2026, 11, 2)
NEUTRAL = Segment("The weather was fine.")


def said(signal: str, direction: str) -> Segment:
    return Segment(f"{signal} {direction}", signal, f"{signal}, {direction}", direction, 0.9)  # type: ignore[arg-type]


def meeting(mentee: SideView, mentor: SideView) -> MeetingView:
    return MeetingView("m", DAY, "held", None, None, None, mentee, mentor)


@pytest.mark.parametrize(
    ("mentee", "mentor", "parts", "worse"),
    [(2, 5, True, "mentee"), (5, 3, True, "mentor"), (3, 4, False, ""), (5, 5, False, "")],
)
def test_ratings_part_from_two_steps_on(mentee: int, mentor: int, parts: bool, worse: str) -> None:
    found = views_part([meeting(SideView((), mentee), SideView((), mentor))])
    assert found.compared == 1
    assert [one.worse for one in found.partings] == ([worse] if parts else [])


def test_words_part_on_the_same_signal() -> None:
    mentee = SideView((said("listening", "bad"), said("goal_progress", "good")), None)
    mentor = SideView((said("listening", "good"), said("chemistry", "bad")), None)
    [one] = views_part([meeting(mentee, mentor)]).partings
    assert (one.signals, one.labels, one.worse) == (("listening",), ("listening, bad",), "mentee")


def test_words_of_different_signals_do_not_part_if_both_are_mixed() -> None:
    mentee = SideView((said("listening", "bad"), said("chemistry", "good")), None)
    mentor = SideView((said("goal_progress", "good"), said("ratings", "bad")), None)
    assert views_part([meeting(mentee, mentor)]).partings == ()


def test_only_bad_against_only_good_parts_whatever_it_is_about() -> None:
    mentee = SideView((NEUTRAL, said("goal_progress", "bad")), 4)
    mentor = SideView((said("overall", "good"),), 4)
    [one] = views_part([meeting(mentee, mentor)]).partings
    assert one.tone and not one.signals
    assert one.worse == "mentee" and one.mentee_rating is None


def test_in_a_pair_that_is_fine_the_tone_alone_does_not_part() -> None:
    mentee = SideView((said("goal_progress", "bad"),), 4)
    mentor = SideView((said("overall", "good"),), 4)
    assert views_part([meeting(mentee, mentor)], by_tone=False).partings == ()


def test_where_one_is_silent_nothing_is_compared() -> None:
    found = views_part([meeting(SideView((said("listening", "bad"),), 1), SideView((), None))])
    assert (found.compared, found.partings) == (0, ())
