"""What the homes of mentee and mentor share: what is next, and the mentorships of one side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import session as cookie
from flask import url_for

from app.permissions import Side
from app.services import current_session
from app.services.mail import messages
from app.services.participants import appointments, concerns, goals, kinds, leaving, mine, pauses
from app.services.participants.next_steps import next_steps
from app.services.participants.steps import Step
from app.web.reader import actor

PEERS = "peers"
SIDES: tuple[Side, ...] = ("mentee", "mentor")
HEADINGS = {
    ("mentee", False): kinds.WORDS["mentor"].one,
    ("mentor", False): kinds.WORDS["mentee"].many,
    ("mentee", True): kinds.WORDS["peer"].one,
    ("mentor", True): kinds.WORDS["peer"].one,
}


def context(side: Side) -> dict[str, Any]:
    """Everything that a home shows of the reader's mentorships on ``side``."""
    session, who = current_session(), actor()
    both = mine.mentorships(session, who)
    cookie[PEERS] = [one for one in SIDES if _all_peers(both, one)]
    own = [one for one in both if one.side == side]
    active = [one for one in own if one.active]
    ids = [one.mentorship_id for one in active]
    steps = next_steps(session, who)
    here = [step for step in steps if step.side == side]
    next_of = {step.mentorship_id: step for step in reversed(here) if step.mentorship_id}
    return {
        "side": side,
        "heading": heading(side),
        "active": active,
        "earlier": [one for one in own if not one.active],
        "steps": here,
        "next_of": next_of,
        # What no line of the mentorships says already.
        "apart": [step for step in here[1:] if step not in next_of.values()],
        # Whoever is on both sides comes to one page first, and would not see what waits there.
        "elsewhere": [step for step in steps if step.side != side],
        "goals": goals.of_mentorships(session, ids),
        "goal_steps": goals.STEPS,
        "pauses": pauses.running(session, ids),
        "concerns": concerns.own(session, who),
        "left": leaving.undoable(session, who),
        "when": appointments.of_meetings(
            session, [meeting.meeting_id for one in active for meeting in one.planned]
        ),
        "inbox": messages.inbox(session, who),
        "step_url": step_url,
    }


def heading(side: Side) -> Any:
    """``My mentor``, ``My mentees``, or ``My peer partner`` where there is nobody else.

    The bar on every page says so too. What the reader's home found last is kept in their cookie,
    so that no page has to look.
    """
    return HEADINGS[side, side in cookie.get(PEERS, ())]


def _all_peers(both: Iterable[mine.OwnMentorship], side: Side) -> bool:
    kinds_there = {one.kind for one in both if one.side == side and one.active}
    return kinds_there == {"peer"}


def step_url(step: Step) -> str:
    """The page that a step is done on."""
    return url_for(step.endpoint, **step.values)
