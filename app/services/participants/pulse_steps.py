"""The rounds of questions that wait for a mentee or mentor, as next steps."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.db.tables import MentorshipRow, PersonRow, RematchRequestRow
from app.permissions import Actor
from app.services.participants import pulses
from app.services.participants.pulses import Pulse
from app.services.participants.steps import Step


def steps(session: Session, actor: Actor) -> list[Step]:
    """At most one for each of the actor's mentorships.

    Whoever has just asked for a rematch has said how it is, and is not asked again.
    """
    asked = session.scalars(
        select(RematchRequestRow.mentorship_id).where(
            RematchRequestRow.status == "open", RematchRequestRow.asked_by == actor.person_id
        )
    ).all()
    waiting = [one for one in pulses.asked(session, actor) if one.mentorship_id not in asked]
    if not waiting:
        return []
    mentee, mentor = aliased(PersonRow), aliased(PersonRow)
    named = session.execute(
        select(MentorshipRow.mentorship_id, mentee.name, mentor.name)
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
        .where(MentorshipRow.mentorship_id.in_([one.mentorship_id for one in waiting]))
    )
    names = {key: {"mentee": mentor, "mentor": mentee} for key, mentee, mentor in named}
    return [_step(one, names[one.mentorship_id][one.side]) for one in waiting]


def _step(pulse: Pulse, name: str) -> Step:
    if pulse.about_fit:
        title = _("How does it begin with %(name)s?", name=name)
        text = _("One question, half a minute. Coordinators read it; %(name)s does not.", name=name)
    else:
        title = _("How is it with %(name)s these weeks?", name=name)
        text = _("Five questions, a minute. Coordinators read it; %(name)s does not.", name=name)
    return Step(
        weight=60,
        side=pulse.side,
        mentorship_id=pulse.mentorship_id,
        title=title,
        text=text,
        button=_("Answer"),
        endpoint="participant.pulse",
        values={"pulse_id": pulse.pulse_id},
    )
