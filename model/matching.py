"""Goals × expertise → candidates with reasons.

Four views of how well an offer answers a goal are blended: the meaning of the whole texts, the
same with the mentor's job in front, the best answer to each single goal, and shared words.
Meaning misses names and jargon, words miss paraphrase, and a goal buried in a story is only seen
when goals are taken one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from model import sentences
from model.eligibility import Eligibility
from model.embedding import TextEmbedder
from model.programme import Person, Programme

# How much each view counts. Equal but for the meaning of the whole, which alone sees context.
WEIGHTS = {"whole": 0.4, "with_job": 0.2, "best_answers": 0.2, "words": 0.2}
MAX_REASONS = 3
# A goal and an offer less alike than this are not told as a reason.
_LEAST_SIMILARITY = 0.2
_CLAUSE = re.compile(r"[^;•\n]+")

Matrix = NDArray[np.float64]


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
class Candidate:
    """A mentor for a mentee, how well they fit (0 to 1), and what fits."""

    mentor_id: str
    score: float
    reasons: tuple[Fit, ...]

    def to_json(self) -> dict[str, Any]:
        """As in the contract."""
        return {
            "mentor_id": self.mentor_id,
            "score": round(self.score, 4),
            "reasons": [reason.to_json() for reason in self.reasons],
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


def pieces(text: str) -> list[str]:
    """The single goals or offers in a text, each verbatim."""
    found: list[str] = []
    for sentence in sentences.split(text):
        found.extend(clause.strip() for clause in _CLAUSE.findall(sentence.text))
    return [piece for piece in found if piece]


class MentorIndex:
    """The offers of many mentors, ready to be held against goals.

    Parameters
    ----------
    mentors : sequence of Person
        Those without ``mentor_expertise`` must be left out by the caller.
    embedder : TextEmbedder
    """

    def __init__(self, mentors: Sequence[Person], embedder: TextEmbedder) -> None:
        self.mentors = [*mentors]
        self.embedder = embedder
        offers = [mentor.mentor_expertise for mentor in self.mentors]
        with_job = [f"{_job(mentor)}. {mentor.mentor_expertise}" for mentor in self.mentors]
        split = [pieces(offer) or [offer.strip()] for offer in offers]
        self._pieces = [piece for parts in split for piece in parts]
        counts = [len(parts) for parts in split]
        self._starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
        self._ends = np.cumsum(counts)
        vectors = embedder.encode([*offers, *with_job, *self._pieces])
        count = len(self.mentors)
        self._whole = vectors[:count]
        self._with_job = vectors[count : 2 * count]
        self._piece_vectors = vectors[2 * count :]
        self._tfidf = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english")
        try:
            self._words = self._tfidf.fit_transform(with_job)
        except ValueError:
            # No offer holds a single word that TF-IDF knows as one, so words tell nothing.
            self._words = None

    def rank(self, mentee: Person) -> list[Candidate]:
        """Every mentor of the index for ``mentee``, best first, no rule applied."""
        goals = pieces(mentee.mentee_goals)
        if not goals or not self.mentors:
            return []
        vectors = self.embedder.encode([mentee.mentee_goals, *goals])
        whole, single = vectors[0], vectors[1:]
        similarity = np.asarray(single @ self._piece_vectors.T, dtype=np.float64)
        best = np.maximum.reduceat(similarity, self._starts, axis=1)
        scores = (
            WEIGHTS["whole"] * (self._whole @ whole)
            + WEIGHTS["with_job"] * (self._with_job @ whole)
            + WEIGHTS["best_answers"] * best.mean(axis=0)
            + WEIGHTS["words"] * self._shared_words(mentee)
        )
        order = sorted(
            range(len(self.mentors)), key=lambda at: (-scores[at], self.mentors[at].person_id)
        )
        return [
            Candidate(
                self.mentors[at].person_id,
                float(np.clip(scores[at], 0.0, 1.0)),
                self._reasons(goals, similarity, at),
            )
            for at in order
        ]

    def _shared_words(self, mentee: Person) -> Matrix:
        if self._words is None:
            return np.zeros(len(self.mentors))
        query = self._tfidf.transform([mentee.mentee_goals])
        return np.asarray((self._words @ query.T).todense(), dtype=np.float64).ravel()

    def _reasons(self, goals: list[str], similarity: Matrix, at: int) -> tuple[Fit, ...]:
        own = similarity[:, self._starts[at] : self._ends[at]]
        fits = [
            Fit(goal, self._pieces[self._starts[at] + int(row.argmax())], float(row.max()))
            for goal, row in zip(goals, own, strict=True)
        ]
        fits.sort(key=lambda fit: -fit.similarity)
        clear = [fit for fit in fits if fit.similarity >= _LEAST_SIMILARITY]
        return tuple(clear[:MAX_REASONS])


def suggest(
    programme: Programme,
    mentee_ids: Sequence[str] | None = None,
    *,
    k: int = 5,
    as_of: date,
    embedder: TextEmbedder,
) -> list[Suggestion]:
    """Up to ``k`` candidates per mentee under all rules, best first.

    Parameters
    ----------
    mentee_ids : sequence of str, optional
        Keys of ``programme.people``; by default everyone with goals. Someone without goals gets
        no candidates, because nothing says what would fit.
    """
    if mentee_ids is None:
        wanted = [one for one in programme.people.values() if one.mentee_goals.strip()]
    else:
        wanted = [programme.people[mentee_id] for mentee_id in dict.fromkeys(mentee_ids)]
    rules = Eligibility(programme, as_of)
    offering = [one for one in programme.people.values() if one.mentor_expertise.strip()]
    # Those without a free place are indexed too, so that a mentor's fit is the same figure
    # whoever else happens to be full.
    index = MentorIndex(offering, embedder)
    suggestions: list[Suggestion] = []
    for mentee in wanted:
        allowed: list[Candidate] = []
        for candidate in index.rank(mentee):
            if len(allowed) == k:
                break
            if rules.against(mentee, programme.people[candidate.mentor_id]) is None:
                allowed.append(candidate)
        suggestions.append(Suggestion(mentee.person_id, tuple(allowed)))
    return suggestions


def fit_of(
    programme: Programme, mentee_id: str, mentor_id: str, *, embedder: TextEmbedder
) -> Candidate:
    """How well one mentor fits, under the same measure and with no rule applied.

    The measure depends on the words of all offers, so the whole roster is indexed, as it is for
    suggestions.
    """
    offering = [one for one in programme.people.values() if one.mentor_expertise.strip()]
    for candidate in MentorIndex(offering, embedder).rank(programme.people[mentee_id]):
        if candidate.mentor_id == mentor_id:
            return candidate
    return Candidate(mentor_id, 0.0, ())


def _job(person: Person) -> str:
    return ", ".join(part for part in (person.job_title, person.department) if part)
