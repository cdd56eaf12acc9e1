"""The rules that forbid a pairing. They come before any score, and no score outweighs them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from model.programme import Person, Programme

Rule = Literal[
    "no_expertise",
    "same_person",
    "line_of_management",
    "current_mentor",
    "ended_for_relationship",
    "no_free_place",
    "no_shared_language",
]

# What each rule says, for those who may see it.
RULES: dict[Rule, str] = {
    "no_expertise": "offers no mentoring",
    "same_person": "is the mentee",
    "line_of_management": "is in the mentee's line of management",
    "current_mentor": "is the mentee's mentor today",
    "ended_for_relationship": "was the mentee's mentor before, and it ended for the relationship",
    "no_free_place": "has no free place",
    "no_shared_language": "shares no language with the mentee",
}


@dataclass(frozen=True, slots=True)
class Places:
    """A mentor's places: how many in all, how many are taken as of the date."""

    capacity: int
    taken: int

    @property
    def free(self) -> int:
        """How many more mentees can be taken; never below 0."""
        return max(self.capacity - self.taken, 0)


class Eligibility:
    """Answers who may mentor whom in ``programme`` as of a date."""

    def __init__(self, programme: Programme, as_of: date) -> None:
        self.people = programme.people
        active = programme.active_on(as_of)
        self._taken = Counter(mentorship.mentor_id for mentorship in active)
        self._current = {(one.mentee_id, one.mentor_id) for one in active}
        self._parted = {
            (one.mentee_id, one.mentor_id)
            for one in programme.mentorships.values()
            if one.end_reason == "relationship"
            and one.status != "active"
            and one.ended_on is not None
            and one.ended_on <= as_of
        }

    def places(self, mentor: Person) -> Places:
        """The places of ``mentor``. Every active mentorship, of any kind, takes one."""
        return Places(mentor.mentor_capacity, self._taken[mentor.person_id])

    def against(self, mentee: Person, mentor: Person) -> Rule | None:
        """The first rule that forbids ``mentor`` to ``mentee``, or ``None``."""
        pair = (mentee.person_id, mentor.person_id)
        broken: dict[Rule, bool] = {
            "no_expertise": not mentor.mentor_expertise.strip(),
            "same_person": mentor.person_id == mentee.person_id,
            "line_of_management": self._in_one_line(mentee, mentor),
            "current_mentor": pair in self._current,
            "ended_for_relationship": pair in self._parted,
            "no_free_place": self.places(mentor).free == 0,
            "no_shared_language": not _share_a_language(mentee, mentor),
        }
        return next((rule for rule, breaks in broken.items() if breaks), None)

    def _in_one_line(self, one: Person, other: Person) -> bool:
        """Whether either is above the other."""
        return other.person_id in self._managers_of(one) or one.person_id in self._managers_of(
            other
        )

    def _managers_of(self, person: Person) -> Iterator[str]:
        """Everyone above ``person``; a circle in the roster ends the walk."""
        seen = {person.person_id}
        manager_id = person.manager_id
        while manager_id and manager_id not in seen:
            yield manager_id
            seen.add(manager_id)
            manager_id = self.people[manager_id].manager_id


def _share_a_language(one: Person, other: Person) -> bool:
    if not one.languages or not other.languages:
        return True
    return bool(_primary_subtags(one) & _primary_subtags(other))


def _primary_subtags(person: Person) -> set[str]:
    return {tag.split("-")[0].casefold() for tag in person.languages}
