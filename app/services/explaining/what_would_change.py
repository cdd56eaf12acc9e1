"""Why a mentorship is judged as it is, in two sentences, and what would change it.

The score is linear in log-odds and a reason is an exact share of it, so the risk without a reason
follows from the stored figures. The risk after meetings to come was computed with the score.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.services.explaining import reasons_in_words
from app.services.explaining.assessment_view import AssessmentView, ReasonView

After = Literal["met", "one_good", "three_good"]
# What the next meeting settles is told under the meetings.
_ANSWERED = ("contact_gap",)
_AFTER: tuple[After, ...] = ("met", "one_good", "three_good")
# So many reasons are told of. One without which the risk moves by less than this is told to
# change hardly anything by itself.
MOST = 3
LEAST = 0.02
# The opening names the strongest reason and the next one, if that one counts for something.
_OPENING = 2
_SHARE_OF_FIRST = 0.4


@dataclass(frozen=True, slots=True)
class WithoutReason:
    """A reason, what would help, and the risk if the reason were not there."""

    signal: str
    label: str
    helps: str
    risk: float
    hardly: bool  # by itself it changes next to nothing


@dataclass(frozen=True, slots=True)
class Together:
    """How many of the strongest reasons would have to go before it lies below the line.

    ``reasons`` is ``None`` if it would not even without all that are named.
    """

    reasons: int | None
    of: int
    risk: float


@dataclass(frozen=True, slots=True)
class AfterMeetings:
    """The risk after meetings that have not been held."""

    what: After
    risk: float


@dataclass(frozen=True, slots=True)
class WhatWouldChange:
    """Everything that the model can say of it; sums, no promises."""

    risk: float
    without: tuple[WithoutReason, ...]
    together: Together | None  # only where it lies above the line
    after: tuple[AfterMeetings, ...]


def opening(assessment: AssessmentView, mentee: str, mentor: str) -> str:
    """The strongest reasons in one or two sentences; empty if there are none."""
    strongest = assessment.reasons[0].contribution if assessment.reasons else 0.0
    told = [
        reasons_in_words.says(one.signal, mentee, mentor)
        for one in assessment.reasons[:_OPENING]
        if one.contribution >= _SHARE_OF_FIRST * strongest
    ]
    return " ".join(filter(None, told))


def what_would_change(
    assessment: AssessmentView, mentee: str, mentor: str
) -> WhatWouldChange | None:
    """``None`` where too little is known for a figure."""
    if assessment.state == "not_enough":
        return None
    return WhatWouldChange(
        risk=assessment.risk,
        without=tuple(_without(assessment.risk, assessment.reasons, mentee, mentor))[:MOST],
        together=_together(assessment),
        after=tuple(
            AfterMeetings(what, assessment.what_if[what])
            for what in _AFTER
            if what in assessment.what_if
        ),
    )


def without(risk: float, contribution: float) -> float:
    """The risk if a share of its log-odds were not there."""
    kept = min(max(risk, 1e-9), 1 - 1e-9)
    return 1 / (1 + math.exp(contribution - math.log(kept / (1 - kept))))


def _without(
    risk: float, reasons: Sequence[ReasonView], mentee: str, mentor: str
) -> Iterator[WithoutReason]:
    for one in reasons:
        if one.signal in _ANSWERED:
            continue
        left = without(risk, one.contribution)
        helps = reasons_in_words.helps(one.signal, mentee, mentor)
        yield WithoutReason(one.signal, one.label, helps, left, hardly=risk - left < LEAST)


def _together(assessment: AssessmentView) -> Together | None:
    line, reasons = assessment.threshold, assessment.reasons
    if line is None or assessment.risk < line or not reasons:
        return None
    left = assessment.risk
    for number, one in enumerate(reasons, 1):
        left = without(left, one.contribution)
        if left < line:
            return Together(number, len(reasons), left)
    return Together(None, len(reasons), left)
