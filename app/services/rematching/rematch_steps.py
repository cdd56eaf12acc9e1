"""What a rematch asks of a mentor or a mentee: the next steps on their pages."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.db.tables import (
    MentorshipRow,
    OfferRow,
    PersonRow,
    ProposalRow,
    RematchRequestRow,
    WishRow,
)
from app.permissions import Actor, Role
from app.services.participants.steps import Step
from app.services.programme import programme_day


def steps(session: Session, actor: Actor) -> list[Step]:
    """Proposals that wait for the actor's answer, and choices that wait to be made."""
    if actor.person_id is None or Role.PARTICIPANT not in actor.roles:
        return []
    return [*_asked(session, actor.person_id), *_to_choose(session, actor.person_id)]


def _asked(session: Session, person_id: str) -> list[Step]:
    day = programme_day(session)
    mentee, mentor = aliased(PersonRow), aliased(PersonRow)
    as_mentor = (ProposalRow.mentor_id == person_id) & (
        (ProposalRow.status == "asked_mentor")
        | ((ProposalRow.status == "later") & (ProposalRow.later_until <= day))
    )
    as_mentee = (MentorshipRow.mentee_id == person_id) & (ProposalRow.status == "asked_mentee")
    rows = session.execute(
        select(ProposalRow, MentorshipRow.mentorship_id, mentee.name, mentor.name)
        .join(RematchRequestRow, RematchRequestRow.request_id == ProposalRow.request_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .join(mentor, mentor.person_id == ProposalRow.mentor_id)
        .where(
            as_mentor | as_mentee,
            RematchRequestRow.status == "open",
            MentorshipRow.status == "active",
            ProposalRow.expires_on >= day,
        )
        .order_by(ProposalRow.proposal_id)
    )
    return [
        _step(proposal, person_id, mentorship_id, mentee_name, mentor_name)
        for proposal, mentorship_id, mentee_name, mentor_name in rows
    ]


def _step(
    proposal: ProposalRow, person_id: str, mentorship_id: str, mentee: str, mentor: str
) -> Step:
    values = {"proposal_id": proposal.proposal_id}
    if proposal.mentor_id == person_id:
        return Step(
            weight=100,
            side="mentor",
            mentorship_id=None,
            title=_("Would you mentor %(mentee)s?", mentee=mentee),
            text=_("Yes, no or later: each is a good answer, and it takes two minutes."),
            button=_("Read and answer"),
            endpoint="participant.proposal",
            values=values,
        )
    return Step(
        weight=100,
        side="mentee",
        mentorship_id=mentorship_id,
        title=_("%(mentor)s would be glad to mentor you", mentor=mentor),
        text=_("Nothing changes before you have said yes."),
        button=_("Read and answer"),
        endpoint="participant.proposal",
        values=values,
    )


def _to_choose(session: Session, person_id: str) -> list[Step]:
    ranked = select(WishRow.rank).where(WishRow.request_id == RematchRequestRow.request_id)
    rows = session.execute(
        select(RematchRequestRow.request_id, RematchRequestRow.mentorship_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .join(OfferRow, OfferRow.request_id == RematchRequestRow.request_id)
        .where(
            MentorshipRow.mentee_id == person_id,
            MentorshipRow.status == "active",
            RematchRequestRow.status == "open",
            ~OfferRow.refused,
            ~ranked.exists(),
        )
        .distinct()
    )
    return [
        Step(
            weight=100,
            side="mentee",
            mentorship_id=mentorship_id,
            title=_("Whom would you like as your mentor?"),
            text=_("The coordinators have found people who fit what you want. You can name three."),
            button=_("See who it is"),
            endpoint="participant.choose",
            values={"request_id": request_id},
        )
        for request_id, mentorship_id in rows
    ]
