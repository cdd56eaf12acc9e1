"""One plan for many: all who seek a mentor at once, under the rules and every mentor's places.

Served one after the other, the first takes the place that the next one needed. So everyone is
placed together: as many as possible get a mentor, then as few as possible get one who fits them
badly, and only then does the sum of all fits count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from model.eligibility import RULES, Eligibility, Flags, Places
from model.errors import RapportError
from model.programme import Kind, Person, Programme

# In the rosters of the corpus a coordinator would call one mentor in twenty good for somebody: a
# fit below that is no better than a mentor drawn by lot.
FLOOR = 0.05
NOBODY = -1
# How often mentees ask, on average, before it is given up to find out which places matter.
_PATIENCE = 4

Matrix = NDArray[np.float64]
Counts = NDArray[np.intp]
FitsOf = Callable[[Sequence[Person], Sequence[Person]], ArrayLike]
# A mentee and a mentor, by their keys.
Pair = tuple[str, str]


class PinBroken(RapportError):
    """A pair that was to hold, though a rule, a mentor's places or the plan itself forbid it."""

    def __init__(self, mentee_id: str, mentor_id: str, why: str) -> None:
        self.mentee_id, self.mentor_id, self.why = mentee_id, mentor_id, why
        super().__init__(
            f"{mentor_id} can't be pinned to {mentee_id}: {why}. Take this pin out of the plan."
        )


# ---- the numbers -------------------------------------------------------------------------------


def assign(fit: Matrix, allowed: Flags, places: Counts, floor: float) -> Counts:
    """The mentor of each mentee when all are placed together.

    As many mentees as possible get a mentor; among such plans as few as possible get one who fits
    less than ``floor``; among those the sum of fits is the greatest.

    Parameters
    ----------
    fit : array of shape (mentees, mentors)
        0 to 1.
    allowed : array of bool of shape (mentees, mentors)
    places : array of int of shape (mentors,)
        How many mentees each mentor can take.
    floor : float

    Returns
    -------
    array of int of shape (mentees,)
        The mentor's column, or :data:`NOBODY`.
    """
    # Each aim must outweigh all that comes after it. The fits of n mentees add up to n at most, so
    # that one mentee below the floor costs more than that; n such mentees and all fits come to
    # n (n + 1) + n, which is less than (n + 1)², the price of a mentee without a mentor. For 2,000
    # mentees it is 4 million, near which float64 tells numbers apart that differ by 1e-9, while
    # fits differ by 1e-7 if they come from float32. (As float32 the costs themselves would be
    # whole numbers there.) The solver knows only prices: whoever pays the highest goes without.
    below = len(fit) + 1.0
    without = below**2
    cost = np.where(allowed, 1.0 - fit + below * (fit < floor), without)
    # A mentor with three places is three mentors alike.
    columns = np.repeat(np.arange(len(places)), _useful(cost, without, places))
    mentees, at = linear_sum_assignment(cost[:, columns])
    mentors = columns[at]
    paired = allowed[mentees, mentors]
    chosen = np.full(len(fit), NOBODY, dtype=np.intp)
    chosen[mentees[paired]] = mentors[paired]
    return chosen


def _useful(cost: Matrix, without: float, places: Counts) -> Counts:
    """How many places of each mentor can matter: mostly far fewer than there are.

    Every mentee asks for the mentor who costs least. Where others who ask could fill all places,
    they ask for the next one too. Some best plan gives nobody a mentor they didn't ask for: whoever
    has one would rather have one they did ask for, whose places too few others asked for. If one of
    these is empty, moving there is better. If not, it is held by someone who didn't ask for it
    either, and rather has another one, and so on, until an empty place is found or the walk comes
    back in a circle. Then all on it move on by one, and each is better off. (Between equal costs
    the order of the mentors decides, as if each cost a trifle more than the one before.)

    If too many want the same few, asking would take longer than it saves, and is given up.
    """
    left = cost.copy()
    asked = np.zeros(len(places), dtype=np.intp)
    waiting: list[list[int]] = [[] for _ in places]
    asking = [*range(len(cost))] if len(places) else []
    for _ in range(_PATIENCE * len(cost)):
        if not asking:
            return np.minimum(places, asked)
        mentee = asking.pop()
        mentor = int(left[mentee].argmin())
        if left[mentee, mentor] < without:
            left[mentee, mentor] = without
            asked[mentor] += 1
            waiting[mentor].append(mentee)
            if asked[mentor] > places[mentor]:
                asking += waiting[mentor]
                waiting[mentor] = []
    possible: Counts = (cost < without).sum(axis=0)
    return np.minimum(places, possible)


# ---- the plan ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assignment:
    """A mentee and the mentor the plan gives them.

    Attributes
    ----------
    fit, best_fit : float
        Of this mentor, and of the best one they could have if they were alone; 0 to 1.
    below_floor : bool
        Whether ``fit`` is below the floor of the plan.
    first_choice : bool
        Whether nobody fits better.
    """

    mentee_id: str
    mentor_id: str
    kind: Kind
    fit: float
    best_fit: float
    below_floor: bool
    first_choice: bool

    def to_json(self) -> dict[str, Any]:
        """All of it, with fits of four decimals."""
        return asdict(self) | {"fit": round(self.fit, 4), "best_fit": round(self.best_fit, 4)}


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A mentee for whom nobody is left, and why, in words for the coordinator.

    ``against`` counts the mentors by the rule that forbids them, the most frequent first.
    """

    mentee_id: str
    kind: Kind
    eligible: int
    reason: str
    against: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All but ``against``, which ``reason`` says in words."""
        return {
            "mentee_id": self.mentee_id,
            "kind": self.kind,
            "eligible": self.eligible,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's places: how many in all, taken today, and taken once the plan is done."""

    mentor_id: str
    capacity: int
    taken: int
    after: int


@dataclass(frozen=True)
class Plan:
    """Who gets whom, who gets nobody, and what it asks of the mentors.

    Mentees have the order they were asked for in, mentors that of the roster.
    """

    as_of: date
    floor: float
    assignments: tuple[Assignment, ...]
    unassigned: tuple[Unassigned, ...]
    loads: tuple[Load, ...]

    @property
    def total_fit(self) -> float:
        """The sum of all fits."""
        return sum((one.fit for one in self.assignments), 0.0)

    @property
    def lowest_fit(self) -> float | None:
        """The fit of the worst off; ``None`` if nobody gets a mentor."""
        return min((one.fit for one in self.assignments), default=None)

    def to_json(self) -> dict[str, Any]:
        """All of it, with fits of four decimals."""
        return {
            "as_of": self.as_of.isoformat(),
            "floor": self.floor,
            "assignments": [one.to_json() for one in self.assignments],
            "unassigned": [one.to_json() for one in self.unassigned],
            "loads": [asdict(one) for one in self.loads],
            "total_fit": round(self.total_fit, 4),
            "lowest_fit": None if self.lowest_fit is None else round(self.lowest_fit, 4),
        }


def plan(
    programme: Programme,
    as_of: date,
    fits: FitsOf,
    mentee_ids: Sequence[str] | None = None,
    *,
    kinds: Mapping[str, Kind] | None = None,
    pinned: Collection[Pair] = (),
    forbidden: Collection[Pair] = (),
    floor: float = FLOOR,
) -> Plan:
    """The best plan for many mentees at once.

    A place that a rematch will free is not given to anyone in the same plan. It becomes free when
    the new mentor and the mentee have both accepted; until then either can still say no, and
    whoever had been promised the place would stand there without one.

    Parameters
    ----------
    fits : callable
        Takes mentees and mentors and returns their fits, 0 to 1, of shape (mentees, mentors). A
        pair's fit must not depend on who else is asked about, or plans can't be compared.
    mentee_ids : sequence of str, optional
        Keys of ``programme.people``; by default everyone with goals and no mentor today. Someone
        with a mentor today is looked for another one.
    kinds : mapping of str to Kind, optional
        The kind of mentorship a mentee seeks. By default that of today's mentorship, the newest
        if there are several, and ``traditional`` for someone without one.
    pinned : collection of (mentee_id, mentor_id)
        Pairs that must hold.
    forbidden : collection of (mentee_id, mentor_id)
        Pairs that must not be.

    Raises
    ------
    PinBroken
        If a rule, the mentor's places or the rest of the plan forbid a pinned pair.
    """
    rules = Eligibility(programme, as_of)
    wanted = _wanted(programme, as_of, mentee_ids, kinds or {})
    pins = _checked(pinned, forbidden, wanted, rules)
    mentees = [programme.people[mentee_id] for mentee_id in wanted]
    row = {mentee_id: at for at, mentee_id in enumerate(wanted)}
    allowed = np.zeros((len(mentees), len(rules.people)), dtype=bool)
    for at, mentee in enumerate(mentees):
        allowed[at] = rules.allowed(mentee, wanted[mentee.person_id])
    for mentee_id, mentor_id in forbidden:
        if mentee_id in row and mentor_id in rules.place:
            allowed[row[mentee_id], rules.place[mentor_id]] = False

    # From here on mentors are only those whom someone may have.
    needed = np.flatnonzero(allowed.any(axis=0))
    allowed = allowed[:, needed]
    everyone = [*rules.people.values()]
    mentors = [everyone[at] for at in needed]
    column = {mentor.person_id: at for at, mentor in enumerate(mentors)}
    places = [rules.places(mentor) for mentor in mentors]
    fit = np.zeros(allowed.shape)
    if allowed.size:
        fit = np.asarray(fits(mentees, mentors), dtype=np.float64)

    # A pinned pair takes its place before the others are placed: if it were merely the only one
    # left to its mentee, someone else who has no other choice could win it.
    free = np.array([one.free for one in places], dtype=np.intp)
    still = allowed.copy()
    for mentee_id, mentor_id in pins.items():
        still[row[mentee_id]] = False
        free[column[mentor_id]] -= 1
    chosen = assign(fit, still, free, floor)
    for mentee_id, mentor_id in pins.items():
        chosen[row[mentee_id]] = column[mentor_id]

    assignments: list[Assignment] = []
    unassigned: list[Unassigned] = []
    for at, (mentee, mentor_at) in enumerate(zip(mentees, chosen, strict=True)):
        mentee_id, kind = mentee.person_id, wanted[mentee.person_id]
        if mentor_at == NOBODY:
            eligible = int(allowed[at].sum())
            against = () if eligible else _against_all(mentee, kind, rules)
            reason = _taken(eligible) if eligible else _nobody(against)
            unassigned.append(Unassigned(mentee_id, kind, eligible, reason, against))
        else:
            own, best = float(fit[at, mentor_at]), float(fit[at, allowed[at]].max())
            assignments.append(
                Assignment(
                    mentee_id,
                    mentors[mentor_at].person_id,
                    kind,
                    own,
                    best,
                    below_floor=own < floor,
                    first_choice=own == best,
                )
            )
    given = Counter(chosen[chosen != NOBODY].tolist())
    loads = tuple(_load(mentors[at], places[at], given[at]) for at in sorted(given))
    return Plan(as_of, floor, tuple(assignments), tuple(unassigned), loads)


def _wanted(
    programme: Programme,
    as_of: date,
    mentee_ids: Sequence[str] | None,
    kinds: Mapping[str, Kind],
) -> dict[str, Kind]:
    """The mentees of the plan with the kind each seeks."""
    oldest_first = sorted(programme.active_on(as_of), key=lambda one: one.started_on)
    today: dict[str, Kind] = {one.mentee_id: one.kind for one in oldest_first}
    if mentee_ids is None:
        everyone = programme.people.items()
        mentee_ids = [key for key, one in everyone if one.mentee_goals.strip() and key not in today]
    kinds = today | {**kinds}
    return {mentee_id: kinds.get(mentee_id, "traditional") for mentee_id in mentee_ids}


def _checked(
    pinned: Collection[Pair],
    forbidden: Collection[Pair],
    wanted: Mapping[str, Kind],
    rules: Eligibility,
) -> dict[str, str]:
    """Mentee to mentor, once it is sure that all of it can hold."""
    pins: dict[str, str] = {}
    given: Counter[str] = Counter()
    for mentee_id, mentor_id in dict.fromkeys(pinned):
        if why := _against(mentee_id, mentor_id, wanted, rules):
            raise PinBroken(mentee_id, mentor_id, why)
        if (mentee_id, mentor_id) in forbidden:
            raise PinBroken(mentee_id, mentor_id, "the same pair is forbidden in this plan")
        if mentee_id in pins:
            raise PinBroken(mentee_id, mentor_id, f"{pins[mentee_id]} is pinned to them already")
        if given[mentor_id] == rules.places(rules.people[mentor_id]).free:
            why = f"others are pinned to all free places of {mentor_id}"
            raise PinBroken(mentee_id, mentor_id, why)
        pins[mentee_id] = mentor_id
        given[mentor_id] += 1
    return pins


def _against(
    mentee_id: str, mentor_id: str, wanted: Mapping[str, Kind], rules: Eligibility
) -> str | None:
    if mentee_id not in wanted:
        return f"{mentee_id} is not a mentee of this plan"
    if mentor_id not in rules.people:
        return f"{mentor_id} is not in the programme"
    people = rules.people
    rule = rules.against(people[mentee_id], people[mentor_id], wanted[mentee_id])
    return f"{mentor_id} {RULES[rule]}" if rule else None


def _against_all(mentee: Person, kind: Kind, rules: Eligibility) -> tuple[tuple[str, int], ...]:
    """How many mentors fall to which rule, the most frequent first."""
    # Who offers no mentoring is no mentor, and nobody expects to be their own.
    fallen = Counter(
        RULES[rule] if rule else "must not be paired with the mentee in this plan"
        for rule in rules.verdicts(mentee, kind)
        if rule not in ("no_expertise", "same_person")
    )
    return tuple(fallen.most_common())


def _nobody(against: Sequence[tuple[str, int]]) -> str:
    if not against:
        return "Nobody else offers mentoring."
    each = "; ".join(f"{words} ({count})" for words, count in against)
    return f"Nobody is eligible. All mentors by what forbids them: {each}."


def _taken(eligible: int) -> str:
    who = "The one mentor who is" if eligible == 1 else f"All {eligible} mentors who are"
    return f"{who} eligible {'is' if eligible == 1 else 'are'} taken by others in this plan."


def _load(mentor: Person, places: Places, given: int) -> Load:
    return Load(mentor.person_id, places.capacity, places.taken, places.taken + given)


# ---- two plans ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee who gets another mentor; ``None`` stands for no mentor."""

    mentee_id: str
    mentor_before: str | None
    mentor_after: str | None
    fit_before: float | None
    fit_after: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Who moves from one plan to another, and by how much the sum of all fits grows."""

    moves: tuple[Move, ...]
    total_fit: float

    def to_json(self) -> dict[str, Any]:
        """All of it, with fits of four decimals."""
        moves = [asdict(one) for one in self.moves]
        for move in moves:
            for name in ("fit_before", "fit_after"):
                move[name] = None if move[name] is None else round(move[name], 4)
        return {"moves": moves, "total_fit": round(self.total_fit, 4)}


def changes(before: Plan, after: Plan) -> Changes:
    """What a pin or a forbidden pair does: every move, and the difference in the sum of fits."""
    old = {one.mentee_id: one for one in before.assignments}
    new = {one.mentee_id: one for one in after.assignments}
    moves: list[Move] = []
    for mentee_id in old | new:
        was, gets = old.get(mentee_id), new.get(mentee_id)
        move = Move(
            mentee_id,
            was.mentor_id if was else None,
            gets.mentor_id if gets else None,
            was.fit if was else None,
            gets.fit if gets else None,
        )
        if move.mentor_before != move.mentor_after:
            moves.append(move)
    return Changes(tuple(moves), after.total_fit - before.total_fit)
