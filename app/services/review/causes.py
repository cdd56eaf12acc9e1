"""Causes that lie with a mentor's load or a department and not with one pair.

A mentor is one if at least two and at least half of their mentorships share a sign. A department
(of the mentees) is one if the sign is clearly more frequent in it than in the others together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PersonRow
from app.errors import NotFound
from app.services import library
from app.services.review import cause_signs
from app.services.review.cause_signs import Row, count, counts, of_department, of_mentor
from app.services.review.cause_words import SIGNS

Scope = Literal["mentor", "department"]
# A sign, how many have it, and its share elsewhere.
_Shared: TypeAlias = tuple[str, int, float | None]

# A mentor: so many mentorships with the sign, and this share of all of theirs.
LEAST_OF_MENTOR, SHARE_OF_MENTOR = 2, 0.5
# A department: so many mentorships, so many of them with the sign, and so unlikely by chance.
LEAST_OF_DEPARTMENT, LEAST_WITH_SIGN, BY_CHANCE = 5, 3, 0.01
# Of one mentor or department no more signs than these are told, and of all causes these many.
MOST_SIGNS = 3
MOST_CAUSES = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """What several of them share."""

    sign: str
    said: str
    count: int
    total: int
    elsewhere: float | None  # its share in other departments


@dataclass(frozen=True, slots=True)
class Cause:
    """A mentor or a department with what their mentorships share, and which these are."""

    scope: Scope
    key: str  # person_id of the mentor, or name of the department
    name: str
    total: int
    signs: tuple[Sign, ...]
    mentorship_ids: tuple[str, ...]


def all_causes(session: Session) -> tuple[Cause, ...]:
    """Every cause there is today: mentors first, and those with most mentorships first."""
    rows = cause_signs.everywhere(session)
    by_mentor, by_department = defaultdict(list), defaultdict(list)
    for row in rows:
        by_mentor[row.mentor_id].append(row)
        if row.department:
            by_department[row.department].append(row)
    everywhere = count(rows)
    found = [
        *(_of_mentor(theirs) for theirs in by_mentor.values()),
        *(_of_department(theirs, everywhere, len(rows)) for theirs in by_department.values()),
    ]
    causes = [one for one in found if one is not None]
    causes.sort(key=lambda one: (one.scope != "mentor", -len(one.mentorship_ids), one.name))
    return tuple(causes[:MOST_CAUSES])


def of_mentorship(session: Session, mentorship_id: str) -> tuple[Cause, ...]:
    """The causes that this mentorship is part of, by a few rows found by index."""
    row = session.get_one(MentorshipRow, mentorship_id)
    theirs = of_mentor(session, row.mentor_id)
    own = next((one for one in theirs if one.mentorship_id == mentorship_id), None)
    if own is None or not own.signs:
        return ()
    found = [_of_mentor(theirs), _department(session, own.department, own.signs)]
    return tuple(one for one in found if one and mentorship_id in one.mentorship_ids)


def one_cause(session: Session, scope: str, key: str) -> Cause:
    """One cause; NotFound if there is none (any more)."""
    found = None
    if scope == "mentor":
        found = _of_mentor(of_mentor(session, key))
    elif scope == "department":
        found = _department(session, key, SIGNS)
    if found is None:
        raise NotFound(_("These mentorships share nothing any more that one action could help."))
    return found


def mentor_of(session: Session, cause: Cause) -> PersonRow:
    """The mentor that a cause lies with."""
    return session.get_one(PersonRow, cause.key)


def _of_mentor(rows: Sequence[Row]) -> Cause | None:
    shared: list[_Shared] = [
        (sign, number, None)
        for sign, number in count(rows).items()
        if number >= LEAST_OF_MENTOR and number >= SHARE_OF_MENTOR * len(rows)
    ]
    return _cause("mentor", rows[0].mentor_id, rows[0].mentor_name, rows, shared) if rows else None


def _of_department(rows: Sequence[Row], everywhere: Mapping[str, int], of_all: int) -> Cause | None:
    name = rows[0].department
    shared = _more_frequent(count(rows), len(rows), everywhere, of_all)
    return _cause("department", name, name, rows, shared)


def _department(session: Session, name: str, signs: Iterable[str]) -> Cause | None:
    """One department, by counting; the mentorships themselves are read only if it is a cause."""
    wanted = [*signs]
    if not name:
        return None
    here, total = counts(session, wanted, name)
    if total < LEAST_OF_DEPARTMENT or max(here.values()) < LEAST_WITH_SIGN:
        return None
    everywhere, of_all = counts(session, wanted)
    shared = _more_frequent(here, total, everywhere, of_all)
    if not shared:
        return None
    return _cause("department", name, name, of_department(session, name), shared)


def _more_frequent(
    here: Mapping[str, int], total: int, everywhere: Mapping[str, int], of_all: int
) -> list[_Shared]:
    """The signs that are clearly more frequent in a department than in the others together."""
    others = of_all - total
    if total < LEAST_OF_DEPARTMENT or not others:
        return []
    found = [
        (sign, number, (everywhere[sign] - number) / others)
        for sign, number in here.items()
        if number >= LEAST_WITH_SIGN
    ]
    return [one for one in found if _by_chance(one[1], total, one[2], others) < BY_CHANCE]


def _by_chance(number: int, total: int, elsewhere: float, others: int) -> float:
    """How likely so many would be if the department were like the others.

    One with and one without are added to the others, so that a share of zero is not certain.
    """
    library.load()
    from scipy.special import bdtrc

    share = (elsewhere * others + 1) / (others + 2)
    return float(bdtrc(number - 1, total, share))


def _cause(
    scope: Scope, key: str, name: str, rows: Sequence[Row], shared: Sequence[_Shared]
) -> Cause | None:
    if not shared:
        return None
    order = [*SIGNS]
    told = sorted(shared, key=lambda one: (-one[1], order.index(one[0])))[:MOST_SIGNS]
    signs = {sign for sign, _number, _share in told}
    return Cause(
        scope=scope,
        key=key,
        name=name,
        total=len(rows),
        signs=tuple(
            Sign(sign, SIGNS[sign](number, len(rows)), number, len(rows), elsewhere)
            for sign, number, elsewhere in told
        ),
        mentorship_ids=tuple(one.mentorship_id for one in rows if one.signs & signs),
    )
