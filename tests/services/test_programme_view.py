"""The programme as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.db.tables import StandingRow
from app.services import health
from app.services.bundles import imports
from app.services.overview import programme_view
from app.services.overview.brought import brought
from app.services.overview.programme_view import _Running, grouped
from model.programme import Career, Mentorship, Person
from tests.small_programme import DAY, programme


def of(*departments: str) -> list[_Running]:
    return [_Running("fine", one, "traditional", "", "carl") for one in departments]


def names_and_sizes(*departments: str) -> list[tuple[str, int]]:
    return [(one.name, one.total) for one in grouped(of(*departments), lambda one: one.department)]


def test_each_running_mentorship_counts_once(session: Session) -> None:
    view = programme_view.view(session)
    assert view.running == 3
    assert sum(view.counts.values()) == 3
    assert view.counts["at_risk"] == 1


def test_a_pause_counts_before_silence(session: Session) -> None:
    row = session.get_one(StandingRow, "m-good")
    row.silent_since, row.paused_until = DAY - timedelta(60), DAY + timedelta(9)
    assert programme_view.view(session).counts["paused"] == 1


def test_large_groups_stand_alone_and_small_ones_together() -> None:
    assert names_and_sizes(*["Law"] * 6, *["IT"] * 3, *["Water"] * 2) == [("Law", 6), ("", 5)]


def test_a_small_rest_takes_a_group_in_lest_it_is_told_by_subtraction() -> None:
    assert names_and_sizes(*["Law"] * 9, *["IT"] * 5, "Water") == [("Law", 9), ("", 6)]


def test_a_programme_of_small_groups_tells_none() -> None:
    assert names_and_sizes("Law", "IT", "IT") == []


def test_the_months_tell_what_was_held_and_missed(session: Session) -> None:
    november = programme_view.view(session).months[-1]
    assert (november.first, november.held, november.missed) == (date(2026, 11, 1), 2, 0)


def test_a_mean_of_few_ratings_is_not_told(session: Session) -> None:
    assert {one.mentee_rating for one in programme_view.view(session).months} == {None}


def test_mentors_without_a_free_place_are_named(session: Session) -> None:
    one = programme().people["carl"]
    bundle = replace(
        programme(), people={**programme().people, "carl": replace(one, mentor_capacity=1)}
    )
    imports.import_programme(session, bundle, replacing=False)
    assert [load.name for load in programme_view.view(session).full] == ["Carl Mentor"]


def test_without_careers_nothing_is_compared(session: Session) -> None:
    found = brought(session)
    assert (found.careers, found.comparisons) == (0, ())


def test_mentees_are_compared_with_others_like_them(session: Session) -> None:
    began = date(2025, 1, 6)
    people = {f"n{n}": Person(f"n{n}", f"N {n}", f"n{n}@example.org") for n in range(6)}
    pairs = {f"m{n}": Mentorship(f"m{n}", "dora", f"n{n}", began) for n in range(6)}
    careers = tuple(
        Career(f"{side}{n}", date(2020, 1, 6), "Law", 3) for side in "nx" for n in range(6)
    )
    base = programme()
    bundle = replace(
        base,
        people={**base.people, **people},
        mentorships={**base.mentorships, **pairs},
        careers=(*careers, Career("y", date(2026, 11, 2))),
    )
    imports.import_programme(session, bundle, replacing=False)
    health.follow(session, [*pairs])
    mentees, mentors = brought(session).comparisons
    assert mentees.retention is not None and mentees.retention.pairs == 6
    assert mentors.retention is None
