"""Wishes about language, place and hours are found in plain words and held against the roster."""

from __future__ import annotations

import pytest

from model.meeting_wishes import MeetingWishes, met
from model.programme import Person


def mentee(goals: str, **more: object) -> Person:
    return Person("e", "e", "e@x.org", mentee_goals=goals, **more)  # type: ignore[arg-type]


def mentor(**more: object) -> Person:
    return Person("m", "m", "m@x.org", mentor_expertise="lead", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("I'd love to speak in Spanish.", {"es"}),
        ("French please, my English is slow.", {"fr"}),
        ("Someone who speaks Polish or German-speaking.", {"pl", "de"}),
        ("Teach me French wines.", set()),
        ("My Spanish is poor.", set()),
    ],
)
def test_a_language_is_wished_only_where_it_is_to_be_spoken(text: str, tags: set[str]) -> None:
    assert MeetingWishes.of(text).languages == tags


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("In person, please.", True),
        ("Over a coffee, not on a screen.", True),
        ("Somebody at the same site.", True),
        ("By video obviously.", False),
        ("I can't do in person.", False),
        ("Lead a team.", False),
    ],
)
def test_meeting_in_person_is_told_from_meeting_by_video(text: str, wished: bool) -> None:
    assert MeetingWishes.of(text).in_person is wished


def test_who_speaks_the_language_gains_and_who_does_not_loses() -> None:
    mentors = [mentor(languages=("es-MX",)), mentor(languages=("en",)), mentor()]
    assert met(mentee("Best in Spanish."), mentors).tolist() == [1.0, -1.0, 0.0]


def test_who_wants_to_meet_in_person_is_drawn_to_the_same_place() -> None:
    mentors = [mentor(location="Leeds"), mentor(location="York"), mentor()]
    wish = mentee("Face to face.", location="leeds")
    assert met(wish, mentors).tolist() == [1.0, -1.0, 0.0]


def test_who_wants_the_same_hours_is_drawn_to_zones_nearby() -> None:
    mentors = [mentor(timezone="Asia/Kolkata"), mentor(timezone="America/New_York"), mentor()]
    wish = mentee("Please in my time zone.", timezone="Asia/Dubai")
    assert met(wish, mentors).tolist() == [1.0, -1.0, 0.0]


def test_hours_are_counted_the_shorter_way_around_the_world() -> None:
    wish = mentee("Same time zone.", timezone="Pacific/Auckland")
    assert met(wish, [mentor(timezone="Pacific/Honolulu")]).tolist() == [1.0]


def test_another_town_that_is_named_draws_to_mentors_there() -> None:
    mentors = [mentor(location="Nairobi"), mentor(location="Leeds")]
    wish = mentee("If possible meet in Nairobi.", location="Baidoa")
    assert met(wish, mentors).tolist() == [1.0, 0.0]


def test_naming_ones_own_town_is_no_wish() -> None:
    assert met(mentee("I sit in Leeds.", location="Leeds"), [mentor(location="Leeds")]) == 0.0


def test_without_a_wish_nobody_gains() -> None:
    everything = mentor(location="Leeds", timezone="Europe/London", languages=("en",))
    own = mentee("Lead a team.", location="Leeds", timezone="Europe/London")
    assert met(own, [everything]).tolist() == [0.0]
