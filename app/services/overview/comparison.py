"""Participants beside people who are like them and took no part. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from scipy.stats import binomtest, norm

from model.programme import Career

# Whoever is compared joined at most so many days earlier or later.
MOST_DAYS_APART = 730
_CONFIDENCE = 0.95
_POWER = 0.8


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the interval that a share of this size has by chance."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share, 0 to 1."""
        return self.part / self.whole


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of participants and of others like them, as shares 0 to 1."""

    pairs: int
    participants: float
    others: float
    difference: float
    low: float
    high: float
    # The smallest true difference that so many pairs would show four times out of five.
    smallest: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A participant and somebody like them on the day on which the participant began."""

    participant: Career
    other: Career
    begun_on: date


def share(part: int, whole: int) -> Share | None:
    """``part`` of ``whole`` with Wilson's interval; ``None`` of nothing."""
    if not whole:
        return None
    interval = binomtest(part, whole).proportion_ci(_CONFIDENCE, method="wilson")
    return Share(part, whole, float(interval.low), float(interval.high))


def matched(
    careers: Iterable[Career],
    begun: Mapping[str, date],
    took_part: Iterable[str],
    known_until: date,
    days: int,
) -> list[Pair]:
    """Each participant whose next ``days`` are known, with another of the same kind.

    The other is of the same department and level on that day, joined within two years of the
    participant, worked there on that day and took part in nothing. Nobody is compared twice.
    """
    everyone = {one.person_id: one for one in careers}
    apart = {*took_part}
    free: dict[str, list[Career]] = defaultdict(list)
    for one in everyone.values():
        if one.person_id not in apart:
            free[one.department].append(one)
    pairs: list[Pair] = []
    for person_id, day in sorted(begun.items(), key=lambda item: (item[1], item[0])):
        own = everyone.get(person_id)
        if own is None or not _employed(own, day) or day + timedelta(days) > known_until:
            continue
        like = [
            one
            for one in free[own.department]
            if _employed(one, day)
            and level_on(one, day) == level_on(own, day)
            and abs((one.joined_on - own.joined_on).days) <= MOST_DAYS_APART
        ]
        if like:
            nearest = min(
                like, key=lambda one: (abs((one.joined_on - own.joined_on).days), one.person_id)
            )
            free[own.department].remove(nearest)
            pairs.append(Pair(own, nearest, day))
    return pairs


def level_on(one: Career, day: date) -> int | None:
    """The level on a day: a promotion since then counts one."""
    if one.seniority is None:
        return None
    return one.seniority - sum(promoted > day for promoted in one.promoted_on)


def stayed(one: Career, begun_on: date, days: int) -> bool:
    """Whether they were still there ``days`` later."""
    return one.left_on is None or one.left_on > begun_on + timedelta(days)


def rose(one: Career, begun_on: date, days: int) -> bool:
    """Whether they were promoted within ``days``."""
    return any(begun_on < day <= begun_on + timedelta(days) for day in one.promoted_on)


def effect(
    pairs: list[Pair], happened: Callable[[Career, date, int], bool], days: int
) -> Effect | None:
    """The difference between participants and others, with its interval.

    The interval is the adjusted Wald interval for matched pairs of Agresti & Min (2005), which
    adds half a pair to each of the four outcomes and so holds for small numbers too.
    """
    if not pairs:
        return None
    outcomes = [
        (happened(one.participant, one.begun_on, days), happened(one.other, one.begun_on, days))
        for one in pairs
    ]
    count = len(outcomes)
    ours = sum(own for own, _ in outcomes)
    theirs = sum(other for _, other in outcomes)
    only_ours = sum(own and not other for own, other in outcomes) + 0.5
    only_theirs = sum(other and not own for own, other in outcomes) + 0.5
    adjusted = count + 2
    middle = (only_ours - only_theirs) / adjusted
    spread = sqrt(only_ours + only_theirs - (only_ours - only_theirs) ** 2 / adjusted) / adjusted
    reach = float(norm.ppf((1 + _CONFIDENCE) / 2)) * spread
    base = (theirs + 1) / adjusted
    needed = float(norm.ppf((1 + _CONFIDENCE) / 2) + norm.ppf(_POWER))
    return Effect(
        pairs=count,
        participants=ours / count,
        others=theirs / count,
        difference=(ours - theirs) / count,
        low=max(-1.0, middle - reach),
        high=min(1.0, middle + reach),
        smallest=min(1.0, needed * sqrt(2 * base * (1 - base) / count)),
    )


def _employed(one: Career, day: date) -> bool:
    return one.joined_on <= day and (one.left_on is None or one.left_on > day)
