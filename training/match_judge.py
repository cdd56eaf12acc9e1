"""How good suggestions are: the order of all mentors of a roster, against what a coordinator said.

Measured on rosters of the corpus that the network did not see, and on the benchmark rosters,
which are never trained on. Intervals are over mentees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from model.embedding import TextEmbedder
from model.goals import job
from model.matching import Matcher, Matrix
from model.programme import Person
from training.metrics import Estimate, estimate
from training.ranking import fits_of
from training.rosters import IDEAL, LabelledGoal, Roster

FIRST = 5
OURS = "Rapport"
_WORST = 10

System = Callable[[Roster], Matrix]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class JudgedRoster:
    """A roster with the fits that one system gave."""

    roster: Roster
    fits: Matrix

    @property
    def gains(self) -> Values:
        """nDCG@5 of each mentee (Järvelin & Kekäläinen 2002), with gains of 2 ** grade - 1."""
        discounts = 1.0 / np.log2(np.arange(2, FIRST + 2))

        def sums(order: NDArray[np.intp]) -> Values:
            graded = np.take_along_axis(self.roster.relevance, order[:, :FIRST], axis=1)
            found: Values = (2.0**graded - 1.0) @ discounts[: graded.shape[1]]
            return found

        ideal = np.argsort(-self.roster.relevance, axis=1, kind="stable")
        return sums(self._order) / sums(ideal)

    @property
    def found(self) -> Values:
        """Of each mentee's ideal mentors the share that is among the first five."""
        ideal = self.roster.relevance == IDEAL
        first = np.zeros_like(ideal)
        np.put_along_axis(first, self._order[:, :FIRST], values=True, axis=1)
        shares: Values = (first & ideal).sum(axis=1) / ideal.sum(axis=1)
        return shares

    @property
    def most_offered(self) -> float:
        """The share of mentees to whom the most offered mentor is offered."""
        counts = np.bincount(self._order[:, :FIRST].ravel())
        return int(counts.max()) / len(self.fits)

    @property
    def never_offered(self) -> float:
        """The share of mentors who are offered to nobody."""
        return 1.0 - len(np.unique(self._order[:, :FIRST])) / len(self.roster.mentors)

    @property
    def _order(self) -> NDArray[np.intp]:
        return np.argsort(-self.fits, axis=1, kind="stable")


def baselines(embedder: TextEmbedder) -> dict[str, System]:
    """What a suggestion must beat."""

    def words(roster: Roster) -> Matrix:
        tfidf = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), stop_words="english")
        offers = tfidf.fit_transform(
            [_with_job(one.mentor_expertise, one) for one in roster.mentors]
        )
        goals = tfidf.transform([one.person.mentee_goals for one in roster.mentees])
        return np.asarray((goals @ offers.T).toarray())

    def meaning(roster: Roster) -> Matrix:
        goals = embedder.encode([one.person.mentee_goals for one in roster.mentees])
        offers = embedder.encode([one.mentor_expertise for one in roster.mentors])
        return np.asarray(goals @ offers.T, dtype=np.float64)

    def with_jobs(roster: Roster) -> Matrix:
        mentees = [one.person for one in roster.mentees]
        goals = embedder.encode([_with_job(one.mentee_goals, one) for one in mentees])
        offers = [_with_job(one.mentor_expertise, one) for one in roster.mentors]
        return np.asarray(goals @ embedder.encode(offers).T, dtype=np.float64)

    def chance(roster: Roster) -> Matrix:
        return np.random.default_rng(0).random(roster.relevance.shape)

    def department(roster: Roster) -> Matrix:
        own = np.array([one.person.department for one in roster.mentees])
        theirs = np.array([one.department for one in roster.mentors])
        same: Matrix = chance(roster) + (own[:, None] == theirs[None, :])
        return same

    def longest(roster: Roster) -> Matrix:
        lengths = [len(one.mentor_expertise) for one in roster.mentors]
        return np.tile(np.array(lengths, dtype=np.float64), (len(roster.mentees), 1))

    return {
        "chance": chance,
        "longest offer": longest,
        "same department": department,
        "TF-IDF": words,
        "MiniLM, whole texts": meaning,
        "MiniLM, jobs in front": with_jobs,
        "words and meaning": lambda roster: meaning(roster) + 0.5 * words(roster),
    }


def _with_job(text: str, person: Person) -> str:
    return f"{job(person)}. {text}"


def judge(
    matcher: Matcher, rosters: Sequence[Roster], embedder: TextEmbedder
) -> dict[str, list[JudgedRoster]]:
    """Each system on all of ``rosters``."""
    systems = baselines(embedder) | {OURS: lambda roster: fits_of(matcher, roster)}
    return {
        name: [JudgedRoster(roster, system(roster)) for roster in rosters]
        for name, system in systems.items()
    }


def figures(judged: Mapping[str, Sequence[JudgedRoster]], seed: int) -> dict[str, dict[str, Any]]:
    """Per system nDCG@5, the share of ideal mentors found, and how evenly mentors are offered."""
    return {
        name: {
            "nDCG@5": _mean([one.gains for one in of], seed),
            "ideal in the first five": _mean([one.found for one in of], seed),
            "most offered, share of mentees": float(np.mean([one.most_offered for one in of])),
            "offered to nobody": float(np.mean([one.never_offered for one in of])),
        }
        for name, of in judged.items()
    }


def by_need(
    judged: Mapping[str, Sequence[JudgedRoster]], seed: int
) -> dict[str, dict[str, Estimate | float]]:
    """Per kind of need nDCG@5 of each system; intervals for ours."""
    values = {name: np.concatenate([one.gains for one in of]) for name, of in judged.items()}
    needs = [mentee.needs for one in judged[OURS] for mentee in one.roster.mentees]
    found: dict[str, dict[str, Estimate | float]] = {}
    for need in sorted({need for own in needs for need in own}):
        rows = np.array([need in own for own in needs])
        found[need] = {"mentees": float(rows.sum())}
        for name, own in values.items():
            mean = float(own[rows].mean())
            found[need][name] = _mean([own[rows]], seed) if name == OURS else mean
    return found


@dataclass(frozen=True)
class Miss:
    """A mentee who is served worst, with whom was offered and who should have been."""

    mentee: LabelledGoal
    gain: float
    offered: str
    ideal: str
    rank: int


def worst(judged: Sequence[JudgedRoster]) -> list[Miss]:
    """The ten worst misses; of equal ones those whose ideal mentor ranks lowest."""
    found: list[Miss] = []
    for one in judged:
        for mentee, gain, fits, grades in zip(
            one.roster.mentees, one.gains, one.fits, one.roster.relevance, strict=True
        ):
            ideal = int(np.argmax(np.where(grades == IDEAL, fits, -np.inf)))
            first = one.roster.mentors[int(fits.argmax())]
            rank = int((fits > fits[ideal]).sum()) + 1
            wanted = one.roster.mentors[ideal]
            found.append(Miss(mentee, float(gain), _told(first), _told(wanted), rank))
    return sorted(found, key=lambda miss: (miss.gain, -miss.rank))[:_WORST]


def _told(mentor: Person) -> str:
    return f"{job(mentor)}: {mentor.mentor_expertise}"


def _mean(values: Sequence[Values], seed: int) -> Estimate:
    each = np.concatenate(values)
    names = [str(at) for at in range(len(each))]
    return estimate(lambda found, _: float(found.mean()), each, each > 0.0, names, seed)
