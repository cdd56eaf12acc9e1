"""A rematch asks another question than a first match: who would be better than today's mentor?

What went wrong changes the search. After trouble with availability it counts who has free places
and keeps appointments; after a lack of expertise the goals count that today's mentor answers
least; after one-sidedness or bad listening it counts what others say of a candidate. Today's
mentor is measured the same way, and only who does better is offered. Where nobody is, it is said
who would fit and what stands in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from model.eligibility import RULES, Eligibility, Rule
from model.goals import Goal
from model.history import history_as_of
from model.matching import Added, Candidate, Matcher, Matrix, MentorIndex
from model.programme import Kind, Person, Programme
from model.reading import WORD_SIGNALS, Reader

Gain = Literal["clearly_better", "somewhat_better", "no_clear_gain"]
GAINS: dict[Gain, str] = {
    "clearly_better": "clearly better",
    "somewhat_better": "somewhat better",
    "no_clear_gain": "no clear gain",
}
# From which chance of being the better mentor on a gain is told as which.
CLEARLY, SOMEWHAT = 0.8, 0.65

AVAILABILITY: frozenset[str] = frozenset({"mentor_availability", "missed_meetings", "contact_gap"})
EXPERTISE: frozenset[str] = frozenset({"expertise_fit", "goal_progress"})
MANNER: frozenset[str] = frozenset({"one_sidedness", "listening", "trust_respect", "chemistry"})

# What a candidate gains or loses, in log-odds of the fit, by a record from one end to the other.
# Nothing in the corpus teaches these; about as much as one good answer to one of several goals.
_BY_RECORD = 4.0
# So many meetings, or sentences, of an average mentor are mixed into every record, because two
# meetings kept are no proof.
_AVERAGE_MEETINGS, _AVERAGE_KEPT = 4.0, 0.9
_AVERAGE_SENTENCES = 4.0
# Beyond this many free places, more make nobody easier to reach.
_FREE_ENOUGH = 3
# How much more the goal counts that today's mentor answers least, against the one answered best.
_UNMET = 3.0
_TEMPTING = 3


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a mentor from other mentorships.

    Attributes
    ----------
    kept : float
        The share of meetings that did not fail because of the mentor, drawn to the average.
    meetings : int
        On how many meetings this rests.
    manner : float
        -1 to 1: what mentees say of being listened to, respected and given something, drawn to 0.
    sentences : int
        On how many sentences this rests.
    """

    kept: float = _AVERAGE_KEPT
    meetings: int = 0
    manner: float = 0.0
    sentences: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """A candidate with how much better than today's mentor."""

    candidate: Candidate
    gain: Gain
    chance: float
    record: Record

    def to_json(self) -> dict[str, Any]:
        """For a page or a command."""
        return self.candidate.to_json() | {"gain": self.gain, "chance": round(self.chance, 3)}


@dataclass(frozen=True, slots=True)
class Tempting:
    """Somebody who would fit better than whoever is offered, and the rule that forbids it."""

    candidate: Candidate
    rule: Rule

    @property
    def why_not(self) -> str:
        """The rule in words, for coordinators only."""
        return RULES[self.rule]


@dataclass(frozen=True, slots=True)
class Search:
    """What a rematch could bring.

    Attributes
    ----------
    today : Candidate or None
        Today's mentor under the same measure; ``None`` where there is none.
    offered : tuple of Offered
        Who does better, best first. Without a mentor today everyone who is allowed.
    tempting : tuple of Tempting
        For coordinators: who would do better than all that are offered, were it not for a rule.
    changed_by : tuple of str
        Which of the troubles changed the search.
    """

    mentee_id: str
    today: Candidate | None
    offered: tuple[Offered, ...]
    tempting: tuple[Tempting, ...]
    changed_by: tuple[str, ...]

    @property
    def none_clearly_better(self) -> bool:
        """Whether staying, or asking more people to mentor, may be the better answer."""
        return not any(one.gain == "clearly_better" for one in self.offered)


def gain_of(chance: float) -> Gain:
    """The band of a chance."""
    if chance >= CLEARLY:
        return "clearly_better"
    return "somewhat_better" if chance >= SOMEWHAT else "no_clear_gain"


def search(
    programme: Programme,
    mentee_id: str,
    *,
    mentor_id: str | None = None,
    k: int = 5,
    as_of: date,
    matcher: Matcher,
    trouble: Collection[str] = (),
    records: Mapping[str, Record] | None = None,
    added: Added | None = None,
) -> Search:
    """Up to ``k`` mentors who would do better than today's.

    Parameters
    ----------
    mentor_id : str, optional
        Whom of today's mentors to compare with; by default the one who fits best.
    trouble : collection of str
        Signals of what went wrong, as in reasons for a risk or in a wish for a rematch.
    records : mapping of person_id to Record, optional
        From :func:`records_of`; without them nobody gains or loses by a record.
    added : callable, optional
        What earlier outcomes add to the fits; see :class:`model.outcomes.Outcomes`.
    """
    mentee = programme.people[mentee_id]
    rules = Eligibility(programme, as_of)
    active = [one for one in programme.active_on(as_of) if one.mentee_id == mentee_id]
    kinds = [one.kind for one in active if mentor_id in (None, one.mentor_id)]
    kind: Kind = kinds[0] if kinds else "traditional"
    index = matcher.index(programme.people.values())
    [goal] = matcher.reader.goals([mentee])
    if not goal.pieces or not index.mentors:
        return Search(mentee_id, None, (), (), ())
    place = {one.person_id: at for at, one in enumerate(index.mentors)}
    todays = [one.mentor_id for one in active if mentor_id in (None, one.mentor_id)]
    measured = [place[one] for one in todays if one in place]
    known = records or {}
    measure = _Measure(mentee, index, rules, {one: known.get(one, Record()) for one in place})
    fits, goal, changed_by = measure.fits(goal, measured, trouble)
    if added is not None:
        fits = fits + added(mentee, index.mentors, fits)

    def candidate(at: int) -> Candidate:
        return index.candidate(mentee, goal, at, float(fits[at]))

    today = candidate(max(measured, key=lambda at: fits[at])) if measured else None
    order = sorted(range(len(fits)), key=lambda at: (-fits[at], index.mentors[at].person_id))
    verdicts = rules.verdicts(mentee, kind)
    broken = {at: verdicts[rules.place[index.mentors[at].person_id]] for at in order}
    offered: list[Offered] = []
    for at in order:
        if broken[at] is not None or len(offered) == k:
            continue
        if today is not None and fits[at] <= today.fit:
            break
        # Without a mentor today the question is whether the mentor is good, not whether better.
        one = candidate(at)
        chance = matcher.ranking.chance_better(one.fit - today.fit) if today else one.score
        offered.append(Offered(one, gain_of(chance), chance, measure.records[one.mentor_id]))
    bar = max((one.candidate.fit for one in offered), default=today.fit if today else -np.inf)
    tempting = [
        Tempting(candidate(at), rule)
        for at in order
        if (rule := broken[at]) not in (None, "same_person", "current_mentor") and fits[at] > bar
    ]
    return Search(mentee_id, today, tuple(offered), tuple(tempting[:_TEMPTING]), changed_by)


class _Measure:
    """How well mentors fit after what went wrong, today's like all others."""

    def __init__(
        self,
        mentee: Person,
        index: MentorIndex,
        rules: Eligibility,
        records: Mapping[str, Record],
    ) -> None:
        self.mentee, self.index, self.records = mentee, index, records
        self._rules = rules

    def fits(
        self, goal: Goal, todays: Sequence[int], trouble: Collection[str]
    ) -> tuple[Matrix, Goal, tuple[str, ...]]:
        """Of all mentors, with the goal as it was weighed and what changed the search."""
        changed: list[str] = []
        if EXPERTISE & {*trouble} and todays:
            goal = self._unmet_first(goal, todays)
            changed.extend(sorted(EXPERTISE & {*trouble}))
        fits = self.index.fits([self.mentee], [goal])[0]
        if AVAILABILITY & {*trouble}:
            fits = fits + _BY_RECORD * self._available(todays)
            changed.extend(sorted(AVAILABILITY & {*trouble}))
        if MANNER & {*trouble}:
            fits = fits + _BY_RECORD * self._each(lambda one: self.records[one.person_id].manner)
            changed.extend(sorted(MANNER & {*trouble}))
        return fits, goal, tuple(changed)

    def _unmet_first(self, goal: Goal, todays: Sequence[int]) -> Goal:
        answered = np.max(
            [(goal.wanted @ self.index.offers[at].each.T).max(axis=1) for at in todays], axis=0
        )
        span = answered.max() - answered.min()
        unmet = (answered.max() - answered) / span if span > 0 else np.zeros_like(answered)
        weights = (goal.weights * (1.0 + (_UNMET - 1.0) * unmet)).astype(np.float32)
        whole = weights @ goal.wanted
        length = float(np.linalg.norm(whole))
        return replace(goal, weights=weights, whole=whole / length if length else goal.whole)

    def _available(self, todays: Sequence[int]) -> Matrix:
        """Free places and kept meetings, each 0 to 1. Today's mentor keeps the mentee's place."""

        def one(mentor: Person) -> float:
            free = self._rules.places(mentor).free
            free += mentor.person_id in {self.index.mentors[at].person_id for at in todays}
            return min(free, _FREE_ENOUGH) / _FREE_ENOUGH / 2 + self.records[mentor.person_id].kept

        return self._each(one)

    def _each(self, of: Callable[[Person], float]) -> Matrix:
        return np.array([of(mentor) for mentor in self.index.mentors])


def records_of(
    programme: Programme, as_of: date, reader: Reader | None = None
) -> dict[str, Record]:
    """The record of everyone who has mentored, from nothing dated after ``as_of``.

    Parameters
    ----------
    reader : Reader, optional
        Reads what mentees wrote; without it nothing is known of anybody's manner.
    """
    kept: dict[str, list[float]] = {}
    manner: dict[str, list[float]] = {}
    of_manner = [WORD_SIGNALS.index(signal) for signal in sorted(MANNER)]
    for key, mentorship in programme.mentorships.items():
        if mentorship.started_on > as_of:
            continue
        history = history_as_of(programme, key, as_of)
        for meeting in history.meetings:
            if meeting.status == "held" or meeting.cancelled_by == "mentor":
                kept.setdefault(mentorship.mentor_id, []).append(meeting.status == "held")
        if reader is None:
            continue
        for reading in reader.read([note for note in history.notes if note.author == "mentee"]):
            for sentence in reading.sentences:
                about = float(sentence.signals[of_manner].sum())
                if about * sentence.salience > 0.25:
                    manner.setdefault(mentorship.mentor_id, []).append(sentence.good - sentence.bad)
    return {
        one: Record(
            kept=_drawn(kept.get(one, []), _AVERAGE_KEPT, _AVERAGE_MEETINGS),
            meetings=len(kept.get(one, [])),
            manner=_drawn(manner.get(one, []), 0.0, _AVERAGE_SENTENCES),
            sentences=len(manner.get(one, [])),
        )
        for one in {*kept, *manner}
    }


def _drawn(values: Sequence[float], average: float, count: float) -> float:
    """The mean, with ``count`` average ones mixed in."""
    return (sum(values) + average * count) / (len(values) + count)
