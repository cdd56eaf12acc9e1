"""What ends by itself: proposals that lapsed or became pointless, requests that are moot."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MentorshipRow, ProposalRow, RematchRequestRow
from app.services import health
from app.services.programme import lock, programme_day
from app.services.rematching import proposal_life
from app.services.rematching.proposal_mails import ask_mentor, name_of


def tidy(session: Session) -> int:
    """End what nobody needs to answer any more, and ask anew who asked for time; how many.

    It commits if there was anything. It is called every hour, and whenever someone looks.
    """
    day = programme_day(session)
    if not (_to_end(session, day) or _to_ask_again(session, day) or _moot(session)):
        return 0
    lock(session)
    changed: list[str] = []
    for proposal, why in _to_end(session, day):
        changed.append(proposal_life.mentorship_of(session, proposal))
        proposal_life.end(session, proposal, why)
    for proposal in _to_ask_again(session, day):
        proposal.status = "asked_mentor"
        mentorship_id = proposal_life.mentorship_of(session, proposal)
        mentee_id = session.get_one(MentorshipRow, mentorship_id).mentee_id
        ask_mentor(session, proposal, name_of(session, mentee_id))
        changed.append(mentorship_id)
    for request in _moot(session):
        request.status, request.decided_at = "withdrawn", clock.now()
        changed.append(request.mentorship_id)
    health.follow(session, sorted({*changed}))
    return len(changed)


def _moot(session: Session) -> list[RematchRequestRow]:
    """Requests in mentorships that have ended: they ask for nothing any more."""
    rows = session.scalars(
        select(RematchRequestRow)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(RematchRequestRow.status == "open", MentorshipRow.status != "active")
    )
    return [*rows]


def _to_end(session: Session, day: date) -> list[tuple[ProposalRow, proposal_life.Status]]:
    rows = session.execute(
        select(ProposalRow, RematchRequestRow, MentorshipRow)
        .join(RematchRequestRow, RematchRequestRow.request_id == ProposalRow.request_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(ProposalRow.status.in_(proposal_life.OPEN))
    )
    found: list[tuple[ProposalRow, proposal_life.Status]] = []
    for proposal, request, mentorship in rows:
        # An import may have put somebody else into the mentorship.
        both = {mentorship.mentor_id, mentorship.mentee_id}
        changed = request.asked_by not in both or proposal.mentor_id in both
        if request.status != "open" or mentorship.status != "active" or changed:
            found.append((proposal, "withdrawn"))
        elif proposal.expires_on < day:
            found.append((proposal, "expired"))
    return found


def _to_ask_again(session: Session, day: date) -> list[ProposalRow]:
    return [
        *session.scalars(
            select(ProposalRow).where(
                ProposalRow.status == "later",
                ProposalRow.later_until <= day,
                ProposalRow.expires_on >= day,
            )
        )
    ]
