"""Candidates for a replacement, beside today's mentor."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound, ScoresOff
from app.services import profile, suggestions
from model.errors import WeightsMissing
from tests.conftest import participant
from tests.fakes import FakeEmbedder


def test_todays_mentor_stands_beside_the_candidates(session: Session) -> None:
    found = suggestions.candidates(session, "mia")
    [today] = found.today
    assert (today.mentor.name, today.mentorship_id) == ("Carl Mentor", "m-bad")


def test_a_candidate_is_told_with_what_fits_and_the_room_they_have(session: Session) -> None:
    [candidate] = suggestions.candidates(session, "mia").candidates
    assert candidate.mentor.location == "Leeds"
    assert (candidate.capacity, candidate.mentees_now, candidate.places_free) == (3, 2, 1)
    assert (candidate.fits[0].goal, candidate.fits[0].expertise) == (
        "learn to negotiate contracts",
        "negotiate contracts",
    )


def test_the_candidate_fits_better_than_todays_mentor(session: Session) -> None:
    found = suggestions.candidates(session, "mia")
    assert found.candidates[0].score > found.today[0].score


def test_if_no_one_can_it_says_why(session: Session) -> None:
    profile.update(session, participant("dora"), "dora", capacity=2)
    found = suggestions.candidates(session, "mia")
    assert found.candidates == ()
    assert found.why_none == (
        "No one can take over today. Of 4 who offer mentoring: 1 already their mentor, "
        "1 with no free place, 1 with no shared language, "
        "1 in the mentee's line of management."
    )


def test_without_goals_it_asks_for_them(session: Session) -> None:
    profile.update(session, participant("mia"), "mia", goals="")
    assert "has written no goals" in (suggestions.candidates(session, "mia").why_none or "")


def test_without_weights_it_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_embedder: object, _texts: object) -> None:
        raise WeightsMissing("the package is missing; install it")

    monkeypatch.setattr(FakeEmbedder, "encode", fail)
    with pytest.raises(ScoresOff, match="the package is missing"):
        suggestions.candidates(session, "mia")


def test_an_unknown_mentee_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        suggestions.candidates(session, "nobody")
