"""What waits about meetings: a word on the last one, the first one, the next one."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app import formats
from app.permissions import Actor
from app.services.participants import mine, pauses
from app.services.participants.mine import OwnMentorship
from app.services.participants.steps import Step


def steps(session: Session, actor: Actor) -> list[Step]:
    """At most one for each mentorship that goes on; none while it rests."""
    active = [one for one in mine.mentorships(session, actor) if one.active]
    resting = pauses.running(session, [one.mentorship_id for one in active])
    found: list[Step] = []
    for one in active:
        if one.mentorship_id not in resting:
            found += _waiting(one)
    return found


def _waiting(one: OwnMentorship) -> list[Step]:
    if one.unanswered:
        return [_word_missing(one)]
    if one.planned:
        return []
    if one.last_met_on is None:
        return [] if one.wrote else [_first_meeting(one)]
    overdue = (one.days_since or 0) > one.cadence_days
    return [_overdue(one)] if overdue and not one.wrote else []


def _word_missing(one: OwnMentorship) -> Step:
    meeting = one.unanswered[0]
    name, day = one.other.name, formats.day(meeting.on)
    return Step(
        weight=80,
        side=one.side,
        mentorship_id=one.mentorship_id,
        title=_("How did it go with %(name)s on %(day)s?", name=name, day=day),
        text=_("A sentence or two is enough."),
        button=_("Say how it went"),
        endpoint=f"{one.side}.{'feedback' if meeting.status == 'held' else 'new_meeting'}",
        values={"meeting_id": meeting.meeting_id}
        if meeting.status == "held"
        else {"mentorship_id": one.mentorship_id, "meeting": meeting.meeting_id},
    )


def _first_meeting(one: OwnMentorship) -> Step:
    return Step(
        weight=80,
        side=one.side,
        mentorship_id=one.mentorship_id,
        title=_("Find a day for your first meeting with %(name)s", name=one.other.name),
        text=_(
            "Write to %(email)s and propose two dates. One goal and one question are enough "
            "to begin with.",
            email=one.other.email,
        ),
        button=_("Plan the first meeting"),
        endpoint="participant.plan_meeting",
        values={"mentorship_id": one.mentorship_id},
    )


def _overdue(one: OwnMentorship) -> Step:
    days = one.days_since or 0
    return Step(
        weight=60,
        side=one.side,
        mentorship_id=one.mentorship_id,
        title=ngettext(
            "You last met %(name)s %(num)s day ago",
            "You last met %(name)s %(num)s days ago",
            days,
            name=one.other.name,
        ),
        text=_(
            "Have you met since, or did something come between? Either is worth a line. "
            "Nobody is blamed."
        ),
        button=_("Note a meeting, or why there was none"),
        endpoint=f"{one.side}.new_meeting",
        values={"mentorship_id": one.mentorship_id},
    )
