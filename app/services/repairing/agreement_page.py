"""What the page of an agreement shows to each of the three who may see it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow
from app.errors import NotFound
from app.permissions import Action, Actor, may, side_of
from app.services.participants import goals
from app.services.repairing import agreements, repair
from app.services.repairing.agreements import Agreements, Party
from app.services.repairing.guides import Names


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new proposal begins with."""

    cadence_days: int
    medium: str = ""
    goals: str = ""
    mentee_brings: str = ""
    mentor_brings: str = ""


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """The agreements of a mentorship, and what a proposal would begin with."""

    mentorship_id: str
    kind: str
    party: Party  # who reads it
    names: Names
    goes_on: bool
    agreements: Agreements
    draft: Draft


def page(session: Session, actor: Actor, mentorship_id: str, audience: str) -> AgreementPage:
    """For one of the two, or for a coordinator; NotFound for anybody else.

    Whoever coordinates and takes part has both pages: ``audience`` says which one is read.
    """
    mentorship = session.get(MentorshipRow, mentorship_id)
    party = mentorship and _party(actor, mentorship, audience)
    if mentorship is None or not party:
        raise NotFound(_("This is not one of your mentorships."))
    found = agreements.of_mentorship(session, mentorship_id)
    return AgreementPage(
        mentorship_id=mentorship_id,
        kind=mentorship.kind,
        party=party,
        names=repair.names_of(session, mentorship),
        goes_on=mentorship.status == "active",
        agreements=found,
        draft=_draft(session, mentorship, found),
    )


def _party(actor: Actor, mentorship: MentorshipRow, audience: str) -> Party | None:
    if audience == "coordinator":
        return "coordinator" if may(actor, Action.WORK_ON_CASES) else None
    return side_of(actor, mentorship.mentor_id, mentorship.mentee_id)


def _draft(session: Session, mentorship: MentorshipRow, found: Agreements) -> Draft:
    newest = found.proposal or found.current
    if newest is not None:
        return Draft(
            newest.cadence_days,
            newest.medium,
            newest.goals,
            newest.mentee_brings,
            newest.mentor_brings,
        )
    shared = goals.of_mentorship(session, mentorship.mentorship_id)
    wanted = [one.text for one in shared if not one.dropped_on and not one.reached_on]
    return Draft(mentorship.cadence_days, goals="\n".join(wanted))
