"""The rules that forbid a pairing. They come before any score, and no score outweighs them.

Those of every programme come from the contract; a coordinator may add house rules
(:class:`~model.programme.HouseRule`). Each rule is told once, for all people at once, so that what
one page asks about one pair and what a search asks about 100,000 can't differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from model.programme import HouseRuleName, Kind, Person, Programme

Rule = Literal[
    "no_expertise",
    "same_person",
    "line_of_management",
    "current_mentor",
    "ended_for_relationship",
    "never_together",
    "no_free_place",
    "on_pause",
    "no_shared_language",
    "department",
    "location",
    "seniority_gap",
]
Flags = NDArray[np.bool_]

# What each rule says, for those who may see it.
RULES: dict[Rule, str] = {
    "no_expertise": "offers no mentoring",
    "same_person": "is the mentee",
    "line_of_management": "is in the mentee's line of management",
    "current_mentor": "is the mentee's mentor today",
    "ended_for_relationship": "was the mentee's mentor before, and it ended for the relationship",
    "never_together": "must not be paired with the mentee, by a house rule",
    "no_free_place": "has no free place",
    "on_pause": "is on pause",
    "no_shared_language": "shares no language with the mentee",
    "department": "is ruled out by department, by a house rule",
    "location": "is ruled out by location, by a house rule",
    "seniority_gap": "is too near or too far in seniority, by a house rule",
}


@dataclass(frozen=True, slots=True)
class Places:
    """A mentor's places: how many in all, how many are taken as of the date.

    ``held`` are kept for mentees whom the mentor was asked to take and has not answered about.
    """

    capacity: int
    taken: int
    held: int = 0

    @property
    def free(self) -> int:
        """How many more mentees can be taken; never below 0."""
        return max(self.capacity - self.taken - self.held, 0)


class Eligibility:
    """Answers who may mentor whom in ``programme`` as of a date.

    Masks over people have the order of ``programme.people``; :attr:`place` finds someone in it.
    """

    def __init__(self, programme: Programme, as_of: date) -> None:
        self.people = programme.people
        self.place = {person_id: at for at, person_id in enumerate(programme.people)}
        self._everyone = [*programme.people.values()]
        self._house = _House(programme, as_of)
        active = programme.active_on(as_of)
        self._taken = Counter(mentorship.mentor_id for mentorship in active)
        self._held = programme.held
        self._current: dict[str, set[str]] = {}
        for one in active:
            self._current.setdefault(one.mentee_id, set()).add(one.mentor_id)
        self._parted: dict[str, set[str]] = {}
        for one in programme.mentorships.values():
            ended = one.status != "active" and one.ended_on is not None and one.ended_on <= as_of
            if ended and one.end_reason == "relationship":
                self._parted.setdefault(one.mentee_id, set()).add(one.mentor_id)

    def places(self, mentor: Person) -> Places:
        """The places of ``mentor``. Every active mentorship, of any kind, takes one."""
        capacity = mentor.mentor_capacity
        if self._house.load is not None:
            capacity = min(capacity, self._house.load)
        return Places(capacity, self._taken[mentor.person_id], self._held.get(mentor.person_id, 0))

    def against(self, mentee: Person, mentor: Person, kind: Kind = "traditional") -> Rule | None:
        """The first rule that forbids ``mentor`` to ``mentee``, or ``None``."""
        at = self.place[mentor.person_id]
        return next((rule for rule, who in self._broken(mentee, kind) if who[at]), None)

    def allowed(self, mentee: Person, kind: Kind = "traditional") -> Flags:
        """Who may mentor ``mentee``, of shape (people,)."""
        forbidden = self._by_themselves.copy()
        for _, who in self._for_mentee(mentee, kind):
            forbidden |= who
        return ~forbidden

    def verdicts(self, mentee: Person, kind: Kind = "traditional") -> list[Rule | None]:
        """Of everyone the first rule that forbids them to ``mentee``."""
        found: list[Rule | None] = [None] * len(self._everyone)
        for rule, who in reversed([*self._broken(mentee, kind)]):
            for at in np.flatnonzero(who):
                found[at] = rule
        return found

    def _broken(self, mentee: Person, kind: Kind) -> Iterator[tuple[Rule, Flags]]:
        """Each rule with those who break it, in the order of :data:`RULES`."""
        broken = self._mentors | dict(self._for_mentee(mentee, kind))
        return ((rule, broken[rule]) for rule in RULES if rule in broken)

    # ---- what a mentor breaks whoever the mentee is --------------------------------------------

    @cached_property
    def _mentors(self) -> dict[Rule, Flags]:
        return {
            "no_expertise": self._flags(lambda one: not one.mentor_expertise.strip()),
            "no_free_place": self._flags(lambda one: self.places(one).free == 0),
            "on_pause": self._flags(lambda one: one.person_id in self._house.paused),
        }

    @cached_property
    def _by_themselves(self) -> Flags:
        return np.asarray(np.logical_or.reduce([*self._mentors.values()]), dtype=bool)

    # ---- what a mentor breaks for one mentee ---------------------------------------------------

    def _for_mentee(self, mentee: Person, kind: Kind) -> Iterator[tuple[Rule, Flags]]:
        me = mentee.person_id
        yield "same_person", self._among([me])
        yield "line_of_management", self._line_of(mentee)
        yield "current_mentor", self._among(self._current.get(me, ()))
        yield "ended_for_relationship", self._among(self._parted.get(me, ()))
        yield "never_together", self._among(self._house.never.get(me, ()))
        if mentee.languages:
            yield "no_shared_language", self._without_language(mentee)
        for rule, same, value in (
            ("department", self._departments, mentee.department),
            ("location", self._locations, mentee.location),
        ):
            wish = self._house.same.get(rule)
            # Who has none named can be neither in the same nor in another one.
            if wish is not None and _folded(value):
                own = same.codes == same.code.get(_folded(value), -1)
                known = same.codes != _UNKNOWN
                yield rule, own if wish == "excluded" else known & ~own  # type: ignore[misc]
        if kind == "traditional" and mentee.seniority is not None and self._house.has_gap:
            gap = self._seniority - mentee.seniority
            # Comparisons with nan are false, so that nobody of unknown seniority is ruled out.
            too_near = gap < self._house.least_gap
            yield "seniority_gap", too_near | (gap > self._house.greatest_gap)

    def _line_of(self, person: Person) -> Flags:
        """Everyone above and everyone below; a circle in the roster ends the walk."""
        seen = {person.person_id}
        manager_id = person.manager_id
        while manager_id and manager_id not in seen:
            seen.add(manager_id)
            manager_id = self.people[manager_id].manager_id
        found = self._among(seen - {person.person_id})
        # Nobody has two managers, so the walk down can come back to where it began and nowhere
        # else. It goes from level to level, since for the head of the house it meets everyone.
        me = self.place[person.person_id]
        level = [me]
        while level:
            reports = (self._reports.get(one, ()) for one in level)
            level = [one for some in reports for one in some if one != me]
            found[level] = True
        return found

    @cached_property
    def _reports(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, one in enumerate(self._everyone):
            if one.manager_id in self.place:
                found.setdefault(self.place[one.manager_id], []).append(at)
        return found

    def _without_language(self, mentee: Person) -> Flags:
        shared = self._silent.copy()
        for tag in _primary_subtags(mentee):
            if tag in self._speakers:
                shared |= self._speakers[tag]
        return ~shared

    @cached_property
    def _silent(self) -> Flags:
        return self._flags(lambda one: not one.languages)

    @cached_property
    def _speakers(self) -> dict[str, Flags]:
        places: dict[str, list[int]] = {}
        for at, one in enumerate(self._everyone):
            for tag in _primary_subtags(one):
                places.setdefault(tag, []).append(at)
        found = {tag: np.zeros(len(self._everyone), dtype=bool) for tag in places}
        for tag, at_all in places.items():
            found[tag][at_all] = True
        return found

    @cached_property
    def _departments(self) -> _Codes:
        return _Codes([one.department for one in self._everyone])

    @cached_property
    def _locations(self) -> _Codes:
        return _Codes([one.location for one in self._everyone])

    @cached_property
    def _seniority(self) -> NDArray[np.float32]:
        levels = [np.nan if one.seniority is None else one.seniority for one in self._everyone]
        return np.array(levels, dtype=np.float32)

    def _among(self, person_ids: Collection[str]) -> Flags:
        found = np.zeros(len(self._everyone), dtype=bool)
        found[[self.place[one] for one in person_ids if one in self.place]] = True
        return found

    def _flags(self, is_so: Callable[[Person], bool]) -> Flags:
        return np.fromiter(map(is_so, self._everyone), dtype=bool, count=len(self._everyone))


_UNKNOWN = 0


class _Codes:
    """Texts as numbers; the empty one is 0."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.code: dict[str, int] = {"": _UNKNOWN}
        self.codes = np.array(
            [self.code.setdefault(_folded(text), len(self.code)) for text in texts], dtype=np.int32
        )


class _House:
    """The house rules of a programme as of a date, taken apart.

    Where a rule that can hold only once stands twice, the stricter one holds.
    """

    def __init__(self, programme: Programme, as_of: date) -> None:
        self.same: dict[str, str] = {}
        self.never: dict[str, set[str]] = {}
        self.paused: set[str] = set()
        numbers: dict[HouseRuleName, list[int]] = {}
        for one in programme.rules:
            if one.rule in ("same_department", "same_location"):
                name = one.rule.removeprefix("same_")
                # What is both wanted and excluded is excluded.
                if self.same.get(name) != "excluded":
                    self.same[name] = one.value
            elif one.rule == "never_together":
                self.never.setdefault(one.person_id, set()).add(one.other_person_id)
                self.never.setdefault(one.other_person_id, set()).add(one.person_id)
            elif one.rule == "on_pause":
                if not one.value or date.fromisoformat(one.value) >= as_of:
                    self.paused.add(one.person_id)
            else:
                numbers.setdefault(one.rule, []).append(int(one.value))
        self.load = min(numbers["greatest_load"]) if "greatest_load" in numbers else None
        self.least_gap = float(max(numbers.get("least_seniority_gap", ()), default=-np.inf))
        self.greatest_gap = float(min(numbers.get("greatest_seniority_gap", ()), default=np.inf))
        self.has_gap = np.isfinite(self.least_gap) or np.isfinite(self.greatest_gap)


def _folded(text: str) -> str:
    return text.strip().casefold()


def _primary_subtags(person: Person) -> set[str]:
    return {tag.split("-")[0].casefold() for tag in person.languages}
