"""What the model would say if the next meetings were held: computed when a mentorship is scored.

These are sums of the model, no promises. They are kept with the assessment, so that a page
needs no model to tell them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from model.programme import Meeting, Side

if TYPE_CHECKING:
    from model.health import Assessment
    from model.history import History

# The least that says "good". Whoever has given more would mean less by it, so a good meeting is
# rated no lower than the best one so far.
GOOD = 4


class Judge(Protocol):
    """What is needed of the health model."""

    @property
    def threshold(self) -> float:
        """The risk from which on a mentorship is flagged."""

    def assess(self, of: Sequence[History]) -> Sequence[Assessment]:
        """One assessment per history."""


def what_if(judge: Judge, histories: Sequence[History]) -> dict[str, dict[str, Any]]:
    """For each mentorship the risk after meetings that have not been held.

    ``met``: they meet on the day and nobody says how it was. ``one_good``: both rate that meeting
    as good. ``three_good``: they go on as agreed and rate three meetings so.
    """
    asked = [(one.mentorship_id, *case) for one in histories for case in _cases(one).items()]
    judged = judge.assess([history for _, _, history in asked])
    found: dict[str, dict[str, Any]] = {
        one.mentorship_id: {"threshold": judge.threshold} for one in histories
    }
    for (mentorship_id, name, _), assessment in zip(asked, judged, strict=True):
        found[mentorship_id][name] = round(float(assessment.risk), 4)
    return found


def _cases(history: History) -> Mapping[str, History]:
    return {
        "met": _after(history, 1, rated=False),
        "one_good": _after(history, 1, rated=True),
        "three_good": _after(history, 3, rated=True),
    }


def _after(history: History, meetings: int, *, rated: bool) -> History:
    """The history once so many more meetings were held, the first of them on its day."""
    held = tuple(
        Meeting(
            meeting_id=f"what-if-{n}",
            mentorship_id=history.mentorship_id,
            scheduled_on=history.as_of + timedelta(days=n * history.cadence_days),
            status="held",
            mentee_rating=_good(history, "mentee") if rated else None,
            mentor_rating=_good(history, "mentor") if rated else None,
        )
        for n in range(meetings)
    )
    return replace(history, meetings=(*history.meetings, *held), as_of=held[-1].scheduled_on)


def _good(history: History, side: Side) -> int:
    given = (meeting.rating(side) for meeting in history.meetings)
    return max(GOOD, *(rating for rating in given if rating is not None), GOOD)
