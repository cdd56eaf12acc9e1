"""Where meetings are missing: stretches without one, measured by what the two agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.services.explaining.meeting_view import MeetingView

# A meeting may be late by half of what was agreed before anybody speaks of a gap.
LATE = 1.5

Pause = tuple[date, date]  # from, until


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a meeting held, and about when one would have been due.

    A day that was agreed and then missed stands on the timeline as a meeting and is not due here.
    """

    begins: date
    ends: date
    days: int
    due: tuple[date, ...]
    from_start: bool  # they had not met before
    open: bool  # it goes on


def gaps(
    meetings: Sequence[MeetingView],
    cadence_days: int,
    begun: date,
    until: date,
    pauses: Sequence[Pause] = (),
) -> tuple[Gap, ...]:
    """Newest first. ``until`` is the programme day, or the last day of what has ended."""
    past = sorted((one for one in meetings if one.on <= until), key=lambda one: one.on)
    held = [one.on for one in past if one.status == "held"]
    missed = [one.on for one in past if one.status != "held"]
    found = [
        Gap(
            begins=begins,
            ends=ends,
            days=(ends - begins).days,
            due=tuple(_due(begins, ends, cadence_days, missed, pauses)),
            from_start=begins == begun and begins not in held,
            open=ends == until and until not in held,
        )
        for begins, ends in pairwise([begun, *held, until])
        if _awake(begins, ends, pauses) > LATE * cadence_days
    ]
    return tuple(reversed(found))


def _awake(begins: date, ends: date, pauses: Iterable[Pause]) -> int:
    """The days of a stretch that do not lie in a pause."""
    resting = sum(max((min(ends, until) - max(begins, on)).days, 0) for on, until in pauses)
    return (ends - begins).days - resting


def _due(
    begins: date, ends: date, cadence_days: int, missed: Sequence[date], pauses: Sequence[Pause]
) -> Iterator[date]:
    """Every agreed interval after the last meeting, but not where something was planned."""
    near = timedelta(days=cadence_days / 2)
    on = begins + timedelta(days=cadence_days)
    while on <= ends - near:
        covered = any(abs(on - day) <= near for day in missed)
        resting = any(begin <= on <= until for begin, until in pauses)
        if not covered and not resting:
            yield on
        on += timedelta(days=cadence_days)
