"""Point by point: what today's mentor and a candidate have to say to each wish."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.services.matching import suggestions
from app.services.matching.side_by_side import NEAR, Point, points
from app.services.matching.suggestions import CandidateList


@pytest.fixture
def found(session: Session) -> CandidateList:
    """Who could take over for Mia, beside Carl."""
    return suggestions.candidates(session, "mia")


def first(found: CandidateList, similarity: float) -> Point:
    """The first point that Dora answers, her words being so much like what is wanted."""
    [dora, *_] = found.candidates
    alike = tuple(replace(one, similarity=similarity) for one in dora.fits)
    goal = alike[0].goal
    return next(one for one in points(found, replace(dora, fits=alike)) if one.what == goal)


def test_words_that_are_like_what_is_wanted_answer_it(found: CandidateList) -> None:
    assert first(found, NEAR).candidate.answer == "words"


def test_words_that_are_less_like_it_only_lie_near(found: CandidateList) -> None:
    point = first(found, NEAR - 0.01)
    assert point.candidate.answer == "near"
    assert point.candidate.words


def test_today_s_mentor_stands_beside_with_nothing_for_it(found: CandidateList) -> None:
    point = first(found, 0.9)
    assert point.today is not None and point.today.answer == "nothing"
