"""How many others would fit: a band, found once a day, that names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy.orm import Session

from app.services import programme as programmes
from app.services.bundles import imports
from app.services.participants import alternatives, profile
from model.programme import Person
from tests.conftest import participant
from tests.fakes import FakeModels
from tests.small_programme import DAY, PEOPLE, programme


def found(session: Session, person_id: str = "mia") -> alternatives.Band:
    alternatives.look(session, person_id)
    return alternatives.band(session, person_id)


def with_mentors(session: Session, number: int, capacity: int = 1) -> None:
    """So many more who offer just what Mia wants."""
    more = {
        f"x{n}": Person(
            f"x{n}",
            f"Other {n}",
            f"x{n}@example.org",
            languages=("en",),
            mentor_expertise=PEOPLE[1].mentee_goals,
            mentor_capacity=capacity,
        )
        for n in range(number)
    }
    small = programme()
    bundle = replace(small, people={**small.people, **more})
    imports.import_programme(session, bundle, replacing=False)
    programmes.set_as_of(session, DAY)


def test_nothing_is_said_before_somebody_looked(session: Session) -> None:
    assert alternatives.band(session, "mia") == "wait"


@pytest.mark.parametrize(
    ("number", "band"), [(0, "none_yet"), (1, "one_or_two"), (4, "a_few"), (5, "several")]
)
def test_mentors_who_fit_and_may_are_counted_in_bands(
    session: Session, number: int, band: str
) -> None:
    # Dora answers half of what Mia wants, which is not enough to be promised.
    with_mentors(session, number)
    assert found(session) == band
    assert band in get_args(alternatives.Band)


def test_whoever_has_no_place_is_not_counted(session: Session) -> None:
    with_mentors(session, 6, capacity=0)
    assert found(session) == "none_yet"


def test_other_goals_and_another_day_are_looked_for_anew(session: Session) -> None:
    found(session)
    profile.update(session, participant("mia"), "mia", goals="Sing in tune.")
    assert alternatives.band(session, "mia") == "wait"
    found(session)
    programmes.set_as_of(session, DAY + timedelta(days=1))
    assert alternatives.band(session, "mia") == "wait"


def test_without_goals_nothing_can_fit(session: Session) -> None:
    assert found(session, "carl") == "no_goals"


def test_without_a_model_nothing_is_claimed(session: Session, models: FakeModels) -> None:
    models.broken = "line.json differs from what its manifest says"
    assert found(session) == "wait"
