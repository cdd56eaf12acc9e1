"""How sure a judgement is: what it rests on, what is missing, and what such a risk has meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.permissions import Side
from app.services import models
from app.services.explaining.assessment_view import AssessmentView
from app.services.explaining.meeting_view import MeetingView

# A risk this near to the line could as well lie on its other side.
NEAR = 0.1
# Words older than so many agreed intervals say little of today.
OLD_CADENCES = 3

# One line of the table: of a hundred, how many are flagged from a threshold on, and so on.
Row = Mapping[str, Any]
Missing = Literal[
    "mentee_silent", "mentor_silent", "no_ratings", "never_met", "old", "unread", "one_meeting"
]


@dataclass(frozen=True, slots=True)
class Sources:
    """What one side gave: how many notes and ratings, and when the last one."""

    notes: int
    ratings: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a hundred, with a 95 % interval where one was measured."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Meant:
    """What such a risk has meant for mentorships that the model had not learnt from.

    Of those with a risk from ``at_least`` to ``below`` the share ``real`` was failing; of all that
    were flagged, ``of_flags``; and of all together, ``failing``.
    """

    at_least: float
    below: float
    real: Share
    of_flags: Share | None
    failing: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """What the judgement rests on."""

    mentee: Sources
    mentor: Sources
    held: int
    near: bool
    threshold: float | None
    missing: tuple[Missing, ...]
    meant: Meant | None


def sureness(
    assessment: AssessmentView, meetings: Sequence[MeetingView], cadence_days: int, day: date
) -> Sureness:
    """How sure the newest assessment is."""
    past = [one for one in meetings if one.on <= day]
    mentee, mentor = _sources(past, "mentee"), _sources(past, "mentor")
    held = sum(one.status == "held" for one in past)
    line = assessment.threshold
    knows = assessment.state != "not_enough"
    return Sureness(
        mentee=mentee,
        mentor=mentor,
        held=held,
        near=knows and line is not None and abs(assessment.risk - line) < NEAR,
        threshold=line,
        missing=tuple(_missing(mentee, mentor, held, assessment, (day, cadence_days))),
        meant=_meant(assessment) if knows else None,
    )


def _sources(meetings: Sequence[MeetingView], side: Side) -> Sources:
    own = [(one.on, one.mentee if side == "mentee" else one.mentor) for one in meetings]
    said = [on for on, view in own if view.segments or view.rating is not None]
    return Sources(
        notes=sum(bool(view.segments) for _, view in own),
        ratings=sum(view.rating is not None for _, view in own),
        last_on=max(said, default=None),
    )


def _missing(
    mentee: Sources,
    mentor: Sources,
    held: int,
    assessment: AssessmentView,
    pace: tuple[date, int],
) -> list[Missing]:
    day, cadence_days = pace
    last = max((one.last_on for one in (mentee, mentor) if one.last_on), default=None)
    found: Mapping[Missing, bool] = {
        "never_met": held == 0,
        "one_meeting": held == 1,
        "mentee_silent": mentee.notes == 0,
        "mentor_silent": mentor.notes == 0,
        "no_ratings": mentee.ratings + mentor.ratings == 0,
        "old": last is not None and (day - last).days > OLD_CADENCES * cadence_days,
        "unread": bool(assessment.unread),
    }
    return [name for name, is_so in found.items() if is_so]


def _meant(assessment: AssessmentView) -> Meant | None:
    """From the table that comes with the released model, if it is the one that judged."""
    measured = models.current().measured
    if measured.get("version") != assessment.model_version:
        return None
    catch: list[Row] = sorted(measured["catch"], key=lambda row: row["threshold"])
    failing = _real(catch[0]) / catch[0]["recall"]["value"]
    # From where nothing is flagged and nothing found, to where everything is.
    lower = [row for row in catch if row["threshold"] <= assessment.risk]
    higher = catch[len(lower)] if len(lower) < len(catch) else None
    found, flagged = (_real(lower[-1]), lower[-1]["flagged"]["value"]) if lower else (failing, 100)
    if higher is None:
        real = _share(lower[-1]["precision"])
    else:
        within = flagged - higher["flagged"]["value"]
        real = Share((found - _real(higher)) / within if within > 0 else found / flagged)
    line = next((row for row in catch if row["threshold"] == assessment.threshold), None)
    return Meant(
        at_least=lower[-1]["threshold"] if lower else 0.0,
        below=higher["threshold"] if higher else 1.0,
        real=real,
        of_flags=_share(line["precision"]) if line and assessment.flagged else None,
        failing=failing / 100,
    )


def _real(row: Row) -> float:
    """How many of a hundred are flagged and really failing."""
    return float(row["flagged"]["value"] * row["precision"]["value"])


def _share(figure: Mapping[str, float]) -> Share:
    return Share(figure["value"], figure["low"], figure["high"])
