"""Where the views of the two part: the same meeting, rated or told quite differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.permissions import Side
from app.services.explaining.meeting_view import MeetingView, SideView

# So many steps of 5 between two ratings are no longer a matter of taste.
APART = 2


@dataclass(frozen=True, slots=True)
class Parting:
    """One meeting that the two see differently: by their ratings, by their words, or both."""

    meeting_id: str
    on: date
    mentee_rating: int | None  # both or neither: only ratings that lie apart are given
    mentor_rating: int | None
    signals: tuple[str, ...]  # of which one speaks badly and the other well
    labels: tuple[str, ...]
    tone: bool  # all that one says is bad, and all that the other says is good
    worse: Side  # whose view is the worse one


@dataclass(frozen=True, slots=True)
class ViewsPart:
    """Every such meeting, newest first, among those that both sides rated or wrote of."""

    partings: tuple[Parting, ...]
    compared: int


def views_part(meetings: Sequence[MeetingView], *, by_tone: bool = True) -> ViewsPart:
    """Compare both sides of every meeting; ``meetings`` come newest first, as they are shown.

    ``by_tone`` tells also where one side says only what is bad and the other only what is good.
    In pairs that are fine, a sentence or two that sound bad are too often about something else.
    """
    compared = [one for one in meetings if _both_spoke(one)]
    partings = (_parting(one, by_tone=by_tone) for one in compared)
    return ViewsPart(tuple(one for one in partings if one is not None), len(compared))


def _both_spoke(meeting: MeetingView) -> bool:
    mentee, mentor = meeting.mentee, meeting.mentor
    rated = mentee.rating is not None and mentor.rating is not None
    return rated or bool(mentee.segments and mentor.segments)


def _parting(meeting: MeetingView, *, by_tone: bool) -> Parting | None:
    mentee, mentor = meeting.mentee, meeting.mentor
    gap = mentor.rating - mentee.rating if mentee.rating and mentor.rating else 0
    apart = abs(gap) >= APART
    sad = _told(mentee, "bad") & _told(mentor, "good")
    glad = _told(mentee, "good") & _told(mentor, "bad")
    tones = (_tone(mentee), _tone(mentor))
    tone = by_tone and tones in (("bad", "good"), ("good", "bad"))
    signals = tuple(sorted(sad | glad))
    if not (apart or signals or tone):
        return None
    labels = _labels(mentee) | _labels(mentor)
    mentee_worse = gap > 0 if apart else bool(sad) or tones[0] == "bad"
    return Parting(
        meeting_id=meeting.meeting_id,
        on=meeting.on,
        mentee_rating=mentee.rating if apart else None,
        mentor_rating=mentor.rating if apart else None,
        signals=signals,
        labels=tuple(labels[signal] for signal in signals),
        tone=tone,
        worse="mentee" if mentee_worse else "mentor",
    )


def _tone(side: SideView) -> str:
    """The one direction in which a side speaks of the relationship; empty if there is not one."""
    directions = {one.direction for one in side.segments if one.direction}
    return directions.pop() if len(directions) == 1 else ""


def _told(side: SideView, direction: str) -> set[str]:
    """The signals on which a side speaks in this direction and not in the other, too."""
    by_signal: dict[str, set[str]] = {}
    for one in side.segments:
        if one.signal is not None:
            by_signal.setdefault(one.signal, set()).add(one.direction)
    return {signal for signal, directions in by_signal.items() if directions == {direction}}


def _labels(side: SideView) -> dict[str, str]:
    """The words for each signal, as the side that speaks badly of it would put it."""
    return {one.signal: one.label for one in side.segments if one.signal and one.direction == "bad"}
