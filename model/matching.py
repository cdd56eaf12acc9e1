"""Goals × offers → candidates with reasons.

How well an offer answers a goal is told by what is wanted in all of it, by the best answer to each
single goal, by what is not wanted and yet offered, by whether the mentor stands where the mentee
wishes, and by shared words, since meaning misses names and jargon. The weights are learnt
together with the vectors; no rule is among them, rules come before (``eligibility``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from model import meeting_wishes
from model.eligibility import Eligibility
from model.goals import LEVELS, PARTS, Goal, GoalReader, Level, Offer
from model.nearest import Counts, Nearest, starts
from model.programme import Kind, Person, Programme
from model.shared_words import SharedWords

Matrix = NDArray[np.float64]
# What else is known of a mentee with each of some mentors whose fits are given, in log-odds.
Added = Callable[[Person, Sequence[Person], Matrix], Matrix]

MAX_REASONS = 3
# Where there are more mentors than the first, only so many who are nearest to all of the goal are
# measured piece by piece. Someone for whom only one piece, a shared word or the level speaks can be
# left out by that; a hundred times as many as are asked for leave room for most of them.
SHORTLIST_FROM, SHORTLIST = 2_000, 500
# A goal and an offer less alike than this are not told as a reason, and a goal is called unmet. Of
# ideal mentors of unseen rosters 95 in 100 have something more alike, of others 40.
LEAST_SIMILARITY = 0.5
# A piece is told as wanted that has this share of the wanted words of the one with most of them.
_WANTED = 0.4
# What is not wanted and as like as this to something offered is told.
_UNWANTED_SIMILARITY = 0.55
# A wish about the mentor's level is told as not met if it is as sure as this.
_SURE_OF_LEVEL = 0.6
# Differences of seniority are between 1 and 10, so at most this.
FARTHEST = 9
# What each wish about how to meet is worth if it is met, and costs if not, in log-odds of the fit.
_BY_WISH = 2.0
# Goals count by how much is wanted in them, but a long one less than in proportion.
LENGTH_POWER = 0.7

# Which differences of seniority (mentor above mentee) meet a wish, and how it is told.
_STEPS: dict[Level, tuple[range, str]] = {
    "peer": (range(-1, 2), "someone of about the same level"),
    "above": (range(1, 4), "someone a step or two ahead"),
    "well_above": (range(2, 10), "someone clearly senior"),
    "below": (range(-9, 0), "someone junior"),
}
_EXECUTIVE = 8


@dataclass(frozen=True)
class Ranking:
    """What was learnt beside the vectors. The fit is a sum, in log-odds.

    Attributes
    ----------
    whole, answers, unwanted, words : float
        How much each view counts, 0 or more: the likeness of all that is wanted, of the best
        answers to single goals, of what is not wanted (it counts against), of shared words.
    levels : ndarray of shape (7, 19)
        What a mentor gains who stands -9 to 9 levels above, by which level is asked for.
    offset : float
        Taken off, so that a fit of 0 is as good a mentor as not.
    slope : float
        What makes log-odds of the fit those of a coordinator calling the mentor good.
    gain : float
        What makes of the difference of two fits the log-odds that the first is the better mentor.
    """

    whole: float
    answers: float
    unwanted: float
    words: float
    levels: Matrix
    offset: float
    slope: float
    gain: float

    def score(self, fits: Matrix) -> Matrix:
        """The chance that a coordinator would call the mentor good for this, 0 to 1."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.slope * (fits - self.offset))))

    def chance_better(self, difference: float) -> float:
        """The chance that a mentor whose fit is so much higher is the better one, 0 to 1."""
        return float(1.0 / (1.0 + np.exp(-self.gain * difference)))


@dataclass(frozen=True, slots=True)
class Fit:
    """A goal and the words of the mentor that answer it, both verbatim."""

    goal: str
    expertise: str
    similarity: float

    def to_json(self) -> dict[str, Any]:
        """As in the contract."""
        return {
            "goal": self.goal,
            "expertise": self.expertise,
            "similarity": round(self.similarity, 4),
        }


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit, verbatim: an unmet goal, something unwanted that is offered, a level."""

    kind: Literal["unmet", "unwanted", "level"]
    goal: str
    expertise: str = ""

    def to_json(self) -> dict[str, Any]:
        """A part of a line of ``python -m model suggest``."""
        return {"kind": self.kind, "goal": self.goal, "expertise": self.expertise}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor for a mentee, how well they fit, what fits and what does not.

    Attributes
    ----------
    score : float
        The chance that a coordinator would call the mentor good for this mentee, 0 to 1.
    fit : float
        The same before it was made a chance; differences of fits are what comparisons go by.
    """

    mentor_id: str
    score: float
    fit: float
    reasons: tuple[Fit, ...]
    misfits: tuple[Misfit, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As in the contract, with ``misfits`` beside."""
        return {
            "mentor_id": self.mentor_id,
            "score": round(self.score, 4),
            "reasons": [reason.to_json() for reason in self.reasons],
            "misfits": [misfit.to_json() for misfit in self.misfits],
        }


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The candidates for one mentee, best first."""

    mentee_id: str
    candidates: tuple[Candidate, ...]

    def to_json(self) -> dict[str, Any]:
        """One line of ``python -m model suggest``."""
        return {
            "mentee_id": self.mentee_id,
            "candidates": [candidate.to_json() for candidate in self.candidates],
        }


class Matcher:
    """Reads goals and offers, and weighs them; safe to share between threads."""

    def __init__(self, reader: GoalReader, ranking: Ranking) -> None:
        self.reader = reader
        self.ranking = ranking

    def index(self, people: Iterable[Person]) -> MentorIndex:
        """The offers of all of ``people`` who offer something, ready to be held against goals.

        Those without a free place are indexed too, so that a mentor's fit is the same figure
        whoever else happens to be full. How much words tell is seen from the goals of all.
        """
        everyone = [*people]
        mentors = [one for one in everyone if one.mentor_expertise.strip()]
        goals = [one.mentee_goals for one in everyone if one.mentee_goals.strip()]
        offers = self.reader.offers(mentors)
        return MentorIndex(mentors, offers, self.ranking, SharedWords(mentors, goals))

    def within(
        self, programme: Programme
    ) -> Callable[[Sequence[Person], Sequence[Person]], Matrix]:
        """What gives the scores of mentees and mentors of ``programme``.

        Which words are rare depends on all offers, so the whole roster is indexed, and a pair has
        the same score whoever else is asked about.

        Returns
        -------
        callable
            Takes mentees and mentors; returns scores of shape (mentees, mentors), 0 to 1.
        """
        index = self.index(programme.people.values())
        place = {one.person_id: at for at, one in enumerate(index.mentors)}

        def scores(mentees: Sequence[Person], mentors: Sequence[Person]) -> Matrix:
            fits = index.fits(mentees, self.reader.goals(mentees))
            return self.ranking.score(fits[:, [place[one.person_id] for one in mentors]])

        return scores


class MentorIndex:
    """The offers of many mentors.

    Parameters
    ----------
    mentors : sequence of Person
        Those without ``mentor_expertise`` must be left out by the caller.
    offers : sequence of Offer
        What each of them wrote, read.
    ranking : Ranking
    words : SharedWords
        Of these mentors.
    """

    def __init__(
        self,
        mentors: Sequence[Person],
        offers: Sequence[Offer],
        ranking: Ranking,
        words: SharedWords,
    ) -> None:
        self.mentors = [*mentors]
        self.offers = [*offers]
        self.ranking = ranking
        empty = np.zeros((0, 0), dtype=np.float32)
        passages = np.vstack([one.passages for one in offers]) if offers else empty
        counts = np.array([len(offer.passages) for offer in offers], dtype=np.intp)
        self.nearest = Nearest(passages, counts)
        self._pieces = np.vstack([one.each for one in offers]) if offers else empty
        pieces = np.array([len(offer.each) for offer in offers], dtype=np.intp)
        self._piece_starts = starts(pieces)
        self._seniority = np.array(
            [np.nan if one.seniority is None else one.seniority for one in mentors]
        )
        self._words = words

    def among(self, places: Counts) -> MentorIndex:
        """The mentors at ``places`` alone, in that order, with the fits they have among all."""
        return MentorIndex(
            [self.mentors[at] for at in places],
            [self.offers[at] for at in places],
            self.ranking,
            self._words.among(places),
        )

    def fits(self, mentees: Sequence[Person], goals: Sequence[Goal]) -> Matrix:
        """Fits of shape (mentees, mentors), in log-odds, no rule applied."""
        if not self.mentors or not mentees:
            return np.zeros((len(mentees), len(self.mentors)))
        weights = self.ranking
        words = self._words.shared(goals) * weights.words
        found = np.vstack([self._meaning(goal) for goal in goals]) + words
        asked = np.vstack([goal.levels for goal in goals]) @ weights.levels
        own = np.array([np.nan if one.seniority is None else one.seniority for one in mentees])
        steps = self._seniority[None, :] - own[:, None]
        known = ~np.isnan(steps)
        places = np.where(known, steps, 0.0).astype(int) + FARTHEST
        found += np.take_along_axis(asked, places, axis=1) * known
        meeting = np.vstack([meeting_wishes.met(mentee, self.mentors) for mentee in mentees])
        return np.asarray(found + _BY_WISH * meeting)

    def candidate(self, mentee: Person, goal: Goal, at: int, fit: float) -> Candidate:
        """The mentor at a place of the index, with what fits and what does not."""
        told = _Told(goal, self.offers[at])
        level = _level_not_met(mentee, self.mentors[at], goal)
        return Candidate(
            self.mentors[at].person_id,
            float(self.ranking.score(np.array(fit))),
            fit,
            told.reasons(),
            (*told.misfits(), *level),
        )

    def _meaning(self, goal: Goal) -> Matrix:
        """What meaning alone says of each mentor, of shape (mentors,)."""
        if not goal.pieces:
            return np.zeros(len(self.mentors))
        weights = self.ranking
        whole = self.nearest.likeness(goal.whole)
        answers = np.maximum.reduceat(goal.wanted @ self._pieces.T, self._piece_starts, axis=1)
        counts = goal.weights**LENGTH_POWER
        unwanted = goal.shares[:, PARTS.index("unwanted")]
        offered = np.maximum.reduceat(goal.unwanted @ self._pieces.T, self._piece_starts, axis=1)
        return np.asarray(
            weights.whole * whole
            + weights.answers * (counts @ answers) / max(counts.sum(), 1e-6)
            - weights.unwanted * (unwanted @ offered),
            dtype=np.float64,
        )


class _Told:
    """A goal beside an offer, piece by piece."""

    def __init__(self, goal: Goal, offer: Offer) -> None:
        self._goal, self._offer = goal, offer
        self._answers = goal.wanted @ offer.each.T
        # A long sentence that ends in a wish is wanted as well. Where nothing is, all of it may be.
        self._wanted = np.flatnonzero(goal.weights >= _WANTED * goal.weights.max(initial=0.0))
        self._unwanted = np.flatnonzero(goal.shares[:, PARTS.index("unwanted")] >= 0.5)

    def reasons(self) -> tuple[Fit, ...]:
        fits = [
            Fit(
                self._goal.pieces[at].text,
                self._offer.pieces[int(self._answers[at].argmax())].text,
                float(self._answers[at].max()),
            )
            for at in self._wanted
        ]
        fits.sort(key=lambda fit: -fit.similarity)
        clear = [fit for fit in fits if fit.similarity >= LEAST_SIMILARITY]
        return tuple(clear[:MAX_REASONS])

    def misfits(self) -> tuple[Misfit, ...]:
        unmet = [
            Misfit("unmet", self._goal.pieces[at].text)
            for at in self._wanted
            if self._answers[at].max() < LEAST_SIMILARITY
        ]
        offered = self._goal.unwanted @ self._offer.each.T
        unwanted = [
            Misfit(
                "unwanted",
                self._goal.pieces[at].text,
                self._offer.pieces[int(offered[at].argmax())].text,
            )
            for at in self._unwanted
            if offered[at].max() >= _UNWANTED_SIMILARITY
        ]
        return (*unmet, *unwanted)


def _level_not_met(mentee: Person, mentor: Person, goal: Goal) -> tuple[Misfit, ...]:
    asked = LEVELS[int(goal.levels.argmax())]
    if goal.levels.max() < _SURE_OF_LEVEL or mentor.seniority is None:
        return ()
    if asked == "executive":
        met = mentor.seniority >= _EXECUTIVE
        return () if met else (Misfit("level", "someone from the top of the house"),)
    if asked not in _STEPS or mentee.seniority is None:
        return ()
    steps, words = _STEPS[asked]
    met = mentor.seniority - mentee.seniority in steps
    return () if met else (Misfit("level", words),)


def kind_asked_for(goal: Goal) -> Kind:
    """The kind of mentorship that a goal asks for."""
    asked = LEVELS[int(goal.levels.argmax())]
    if goal.levels.max() < _SURE_OF_LEVEL:
        return "traditional"
    return "reverse" if asked == "below" else "peer" if asked == "peer" else "traditional"


def suggest(
    programme: Programme,
    mentee_ids: Sequence[str] | None = None,
    *,
    k: int = 5,
    as_of: date,
    matcher: Matcher,
    added: Added | None = None,
) -> list[Suggestion]:
    """Up to ``k`` candidates per mentee under all rules, best first.

    Parameters
    ----------
    mentee_ids : sequence of str, optional
        Keys of ``programme.people``; by default everyone with goals. Someone without goals gets
        no candidates, because nothing says what would fit.
    added : callable, optional
        What earlier outcomes add to the fits; see :class:`model.outcomes.Outcomes`.
    """
    if mentee_ids is None:
        wanted = [one for one in programme.people.values() if one.mentee_goals.strip()]
    else:
        wanted = [programme.people[mentee_id] for mentee_id in dict.fromkeys(mentee_ids)]
    rules = Eligibility(programme, as_of)
    index = matcher.index(programme.people.values())
    places = np.array([rules.place[one.person_id] for one in index.mentors], dtype=int)
    suggestions: list[Suggestion] = []
    for mentee, goal in zip(wanted, matcher.reader.goals(wanted), strict=True):
        found: list[Candidate] = []
        if goal.pieces and index.mentors:
            allowed = rules.allowed(mentee, kind_asked_for(goal))[places]
            some, may = index, np.flatnonzero(allowed)
            # A goal of which nothing is wanted is near to nobody.
            if len(index.mentors) > SHORTLIST_FROM and goal.whole.any():
                near = index.nearest.top(goal.whole, allowed, max(SHORTLIST, k))
                some, may = index.among(near), np.arange(len(near))
            fits = some.fits([mentee], [goal])[0]
            if added is not None:
                fits = fits + added(mentee, some.mentors, fits)
            best = sorted(may, key=lambda at: (-fits[at], some.mentors[at].person_id))[:k]
            found = [some.candidate(mentee, goal, int(at), float(fits[at])) for at in best]
        suggestions.append(Suggestion(mentee.person_id, tuple(found)))
    return suggestions
