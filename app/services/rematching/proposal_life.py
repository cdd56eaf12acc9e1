"""What a proposal of another mentor is, whom it keeps a place for, and how it ends.

The steps that people take are in ``proposals``; requests, choices and the change itself end
proposals too, so this lies below them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import CaseRow, MentorshipRow, PersonRow, ProposalRow, RematchRequestRow
from app.permissions import Actor
from app.services.mail import mails
from app.services.programme import PROPOSAL_OPEN, programme_day
from app.services.review import cases

Status = Literal[
    "asked_mentor",
    "later",
    "asked_mentee",
    "accepted",
    "mentor_declined",
    "mentee_declined",
    "expired",
    "withdrawn",
]
OPEN = PROPOSAL_OPEN

STATUS_LABELS: Mapping[str, Any] = {
    "asked_mentor": _("The mentor is asked"),
    "later": _("The mentor asks for time"),
    "asked_mentee": _("The mentee is asked"),
    "accepted": _("Accepted by both"),
    "mentor_declined": _("The mentor declined"),
    "mentee_declined": _("The mentee declined"),
    "expired": _("Nobody answered in time"),
    "withdrawn": _("Withdrawn"),
}
# Why somebody says no, in their own voice; what coordinators read is the same.
MENTOR_REASONS: Mapping[str, Any] = {
    "no_time": _("I have no time for it now"),
    "not_my_field": _("It is not my field"),
    "conflict": _("There is a conflict of interest"),
    "too_close": _("We know each other too well"),
    "other": _("Another reason"),
}
MENTEE_REASONS: Mapping[str, Any] = {
    "not_my_field": _("They can't help with what I want"),
    "conflict": _("There is a conflict of interest"),
    "too_close": _("We know each other too well"),
    "stay": _("I would rather stay with my mentor"),
    "other": _("Another reason"),
}


def reason_label(proposal: ProposalRow) -> str:
    """Why it was declined, in words; empty if it was not."""
    by_mentee = proposal.status == "mentee_declined"
    label = (MENTEE_REASONS if by_mentee else MENTOR_REASONS).get(proposal.declined_for)
    return str(label) if label else ""


def asked(session: Session) -> set[int]:
    """The requests for which somebody is asked just now."""
    rows = session.scalars(
        select(ProposalRow.request_id).where(
            ProposalRow.status.in_(OPEN), ProposalRow.expires_on >= programme_day(session)
        )
    )
    return {*rows}


def open_of(session: Session, request_id: int) -> ProposalRow | None:
    """The one proposal of a request that waits for an answer."""
    return session.scalars(
        select(ProposalRow).where(
            ProposalRow.request_id == request_id, ProposalRow.status.in_(OPEN)
        )
    ).first()


def end(
    session: Session, proposal: ProposalRow, status: Status, actor: Actor | None = None
) -> None:
    """End an open proposal and tell whoever was asked and whoever asked. Commit afterwards."""
    was = proposal.status
    proposal.status, proposal.answered_at = status, clock.now()
    for side in ("mentor", "mentee"):
        mails.drop(session, key(proposal, side))
    mentorship = session.get_one(MentorshipRow, mentorship_of(session, proposal))
    mentee, mentor = (
        session.get_one(PersonRow, one).name for one in (mentorship.mentee_id, proposal.mentor_id)
    )
    log(session, mentorship.mentorship_id, actor, status, mentor=mentor)
    if status == "accepted":
        return
    if status != "mentor_declined":
        mails.queue(
            session,
            kind="rematch",
            key=f"{key(proposal, 'mentor')}-over",
            person_id=proposal.mentor_id,
            subject=gettext("No answer is needed any more"),
            body=gettext(
                "You were asked whether you would mentor %(mentee)s. This is settled without you: "
                "there is nothing to do, and your place is free again. Thank you.",
                mentee=mentee,
            ),
        )
    if was == "asked_mentee" and status != "mentee_declined":
        mails.queue(
            session,
            kind="rematch",
            key=f"{key(proposal, 'mentee')}-over",
            person_id=mentorship.mentee_id,
            subject=gettext("A proposal does not stand any more"),
            body=gettext(
                "The proposal that %(mentor)s becomes your mentor does not stand any more. "
                "Your request stays with the coordinators; they look further.",
                mentor=mentor,
            ),
        )
    if actor is None or actor.user_id != proposal.proposed_by:
        tell(session, proposal, status, mentee)


def tell(session: Session, proposal: ProposalRow, what: str, mentee: str) -> None:
    """Tell the coordinator who proposed that something has happened. Commit afterwards."""
    if proposal.proposed_by is None:
        return
    mails.queue(
        session,
        kind="rematch",
        key=f"{key(proposal, 'coordinator')}-{what}",
        user_id=proposal.proposed_by,
        subject=gettext("News of a rematch"),
        body=gettext(
            "There is news of the rematch for %(mentee)s. Sign in to see it under “Rematches”.",
            mentee=mentee,
        ),
    )


def log(
    session: Session, mentorship_id: str, actor: Actor | None, step: str, **details: Any
) -> CaseRow:
    """Note a step in the history of the mentorship's case. Commit afterwards.

    While somebody is asked the case is rematching; when the flow stops it is back in review.
    """
    case = cases.ensure(session, mentorship_id)
    if actor is not None and actor.user_id is not None:
        case.revision += 1
    if step in ("proposed", "offered"):
        cases.set_status(session, case, "rematching")
    elif step in ("declined", "taken_back") and case.status == "rematching":
        cases.set_status(session, case, "in_review")
    cases.log(session, case, "proposal", actor, step=step, **details)
    return case


def told(details: Mapping[str, Any]) -> str:
    """A step as the history of a case tells it."""
    label = _STEPS.get(str(details.get("step")))
    name = str(details.get("mentor", ""))
    if label is None:
        return str(gettext("Proposed another mentor"))
    return str(label) % {"mentor": name}


def key(proposal: ProposalRow, side: str) -> str:
    """The key of the mail that asks ``side``, so that it can be taken back."""
    return f"proposal-{proposal.proposal_id}-{side}"


def mentorship_of(session: Session, proposal: ProposalRow) -> str:
    """The mentorship that would end."""
    return session.get_one(RematchRequestRow, proposal.request_id).mentorship_id


def has_lapsed(session: Session, proposal: ProposalRow) -> bool:
    """Whether the last day for an answer is over."""
    return proposal.expires_on < programme_day(session)


_STEPS: Mapping[str, Any] = {
    "noted": _("Noted the wish for another mentor, as it was told"),
    "offered": _("Let the mentee choose among mentors"),
    "ranked": _("The mentee said whom they would like"),
    "none_right": _("The mentee said that none of the mentors shown is right"),
    "proposed": _("Proposed %(mentor)s"),
    "mentor_accepted": _("%(mentor)s would do it; the mentee is asked"),
    "later": _("%(mentor)s asks for time"),
    "accepted": _("Both have said yes to %(mentor)s"),
    "mentor_declined": _("%(mentor)s declined"),
    "mentee_declined": _("The mentee declined %(mentor)s"),
    "expired": _("Nobody answered in time about %(mentor)s"),
    "withdrawn": _("The proposal of %(mentor)s was withdrawn"),
    "declined": _("The request was answered without a rematch"),
    "taken_back": _("The request was taken back"),
}
