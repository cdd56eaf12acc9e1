"""A mentor proposed to take over: the mentor is asked first, then the mentee.

While a proposal is open it keeps one of the mentor's places. It lapses by itself, and is
withdrawn by itself when it has become pointless.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import MentorshipRow, ProposalRow, RematchRequestRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor, Role, Side
from app.services import health
from app.services.limits import checked_text
from app.services.mail import mails
from app.services.matching import suggestions
from app.services.programme import lock, programme_day
from app.services.rematching import (
    changeover,
    choices,
    proposal_life,
    proposal_mails,
    proposal_tidy,
    rematch,
)
from app.services.rematching.changeover import Words
from app.services.rematching.proposal_life import MENTEE_REASONS, MENTOR_REASONS

# How long an answer may take unless the coordinator says otherwise, and at most.
ANSWER_DAYS, MOST_ANSWER_DAYS = 10, 60
# How long a mentor may ask for time.
LATER_DAYS = 30


def propose(
    session: Session,
    actor: Actor,
    request_id: int,
    mentor_id: str,
    words: Words,
    *,
    expires_on: date | None = None,
    never_again: bool = False,
) -> int:
    """Ask a mentor whether they would take over; returns the proposal's id.

    The leaving mentor must be told something in the end, so those words can't be empty.
    """
    rematch.check_may_decide(actor)
    day = programme_day(session)
    said = _checked(words)
    until = expires_on or day + timedelta(ANSWER_DAYS)
    if not day < until <= day + timedelta(MOST_ANSWER_DAYS):
        raise Invalid(
            _("Choose a day within the next %(days)s days.", days=MOST_ANSWER_DAYS), "expires_on"
        )
    proposal_tidy.tidy(session)
    fits = suggestions.fits_of(session, rematch.get(session, request_id).mentee_id, [mentor_id])
    lock(session)
    request = rematch.open_row(session, request_id)
    if proposal_life.open_of(session, request_id) is not None:
        session.rollback()
        raise Conflict(
            _("Somebody is asked already for this request. Withdraw that proposal first.")
        )
    mentorship = session.get_one(MentorshipRow, request.mentorship_id, populate_existing=True)
    if why_not := changeover.obstacle(session, mentorship, mentor_id, day):
        session.rollback()
        raise Conflict(why_not)
    proposal = ProposalRow(
        request_id=request_id,
        mentor_id=mentor_id,
        status="asked_mentor",
        proposed_at=clock.now(),
        proposed_by=actor.user_id,
        expires_on=until,
        fits=[[one.goal, one.expertise] for one in fits.get(mentor_id, ())],
        words_to_mentor=said.to_mentor,
        words_to_mentee=said.to_mentee,
        words_to_old_mentor=said.to_old_mentor,
        never_again=never_again,
    )
    session.add(proposal)
    session.flush()
    choices.forget_unanswered(session, request_id)
    mentor, mentee = (
        proposal_mails.name_of(session, one) for one in (mentor_id, mentorship.mentee_id)
    )
    proposal_mails.ask_mentor(session, proposal, mentee)
    proposal_life.log(session, mentorship.mentorship_id, actor, "proposed", mentor=mentor)
    proposal_id = proposal.proposal_id
    health.follow(session, [mentorship.mentorship_id])
    return proposal_id


def withdraw(session: Session, actor: Actor, proposal_id: int) -> None:
    """Take a proposal back, at any time before both have said yes."""
    rematch.check_may_decide(actor)
    lock(session)
    proposal = _open(session, proposal_id)
    proposal_life.end(session, proposal, "withdrawn", actor)
    health.follow(session, [proposal_life.mentorship_of(session, proposal)])


def accept(session: Session, actor: Actor, proposal_id: int) -> str | None:
    """Say yes: the mentor first, then the mentee, whose yes begins the new mentorship.

    Returns the new mentorship's id once both have said yes. Conflict if something has changed
    so that it can't be any more; the coordinator is told.
    """
    side = side_of(session, actor, proposal_id)
    lock(session)
    proposal = _waiting_for(session, proposal_id, side)
    request = rematch.open_row(session, proposal.request_id)
    mentorship = session.get_one(MentorshipRow, request.mentorship_id, populate_existing=True)
    day = programme_day(session)
    if changeover.obstacle(session, mentorship, proposal.mentor_id, day):
        proposal_life.end(session, proposal, "withdrawn")
        health.follow(session, [mentorship.mentorship_id])
        raise Conflict(
            _(
                "Something has changed since you were asked, so it can't be done any more. The "
                "coordinators know; you need do nothing."
            )
        )
    if side == "mentee":
        proposal_life.end(session, proposal, "accepted", actor)
        by = Actor(proposal.proposed_by, None, frozenset({Role.COORDINATOR}))
        # The mentee has read theirs with the question, as the mentor has.
        words = Words(to_old_mentor=proposal.words_to_old_mentor)
        mentee = proposal_mails.name_of(session, mentorship.mentee_id)
        proposal_life.tell(session, proposal, "accepted", mentee)
        return changeover.change_over(
            session, by, request, proposal.mentor_id, words, never_again=proposal.never_again
        )
    proposal.status, proposal.answered_at = "asked_mentee", clock.now()
    proposal.expires_on = max(proposal.expires_on, day + timedelta(ANSWER_DAYS))
    mentor, mentee = (
        proposal_mails.name_of(session, one) for one in (proposal.mentor_id, mentorship.mentee_id)
    )
    mails.drop(session, proposal_life.key(proposal, "mentor"))
    proposal_mails.ask_mentee(session, proposal, mentorship.mentee_id, mentor)
    proposal_life.log(session, mentorship.mentorship_id, None, "mentor_accepted", mentor=mentor)
    proposal_life.tell(session, proposal, "asked_mentee", mentee)
    session.commit()
    return None


def decline(
    session: Session, actor: Actor, proposal_id: int, *, reason: str, words: str = ""
) -> None:
    """Say no, with a coded reason and words that coordinators alone read."""
    side = side_of(session, actor, proposal_id)
    if reason not in (MENTOR_REASONS if side == "mentor" else MENTEE_REASONS):
        raise Invalid(_("Please choose what fits best."), "reason")
    said = checked_text(words, "words")
    if reason == "other" and not said:
        raise Invalid(_("Please say in a few words why."), "words")
    lock(session)
    proposal = _waiting_for(session, proposal_id, side)
    proposal.declined_for, proposal.answer = reason, said
    status: proposal_life.Status = "mentor_declined" if side == "mentor" else "mentee_declined"
    proposal_life.end(session, proposal, status, actor)
    health.follow(session, [proposal_life.mentorship_of(session, proposal)])


def later(session: Session, actor: Actor, proposal_id: int, until: date) -> None:
    """Ask for time until a day; then the mentor is asked again. The place stays kept."""
    if side_of(session, actor, proposal_id) != "mentor":
        raise NotFound(_("This is not a question to you."))
    day = programme_day(session)
    if not day < until <= day + timedelta(LATER_DAYS):
        raise Invalid(_("Choose a day within the next %(days)s days.", days=LATER_DAYS), "until")
    lock(session)
    proposal = _waiting_for(session, proposal_id, "mentor")
    proposal.status, proposal.later_until = "later", until
    proposal.answered_at = clock.now()
    proposal.expires_on = max(proposal.expires_on, until + timedelta(ANSWER_DAYS))
    mails.drop(session, proposal_life.key(proposal, "mentor"))
    mentorship_id = proposal_life.mentorship_of(session, proposal)
    mentee = proposal_mails.name_of(
        session, session.get_one(MentorshipRow, mentorship_id).mentee_id
    )
    proposal_life.log(
        session,
        mentorship_id,
        None,
        "later",
        mentor=proposal_mails.name_of(session, proposal.mentor_id),
        until=until.isoformat(),
    )
    proposal_life.tell(session, proposal, f"later-{until}", mentee)
    session.commit()


def _checked(words: Words) -> Words:
    said = Words(
        to_mentee=checked_text(words.to_mentee, "to_mentee"),
        to_mentor=checked_text(words.to_mentor, "to_mentor"),
        to_old_mentor=checked_text(words.to_old_mentor, "to_old_mentor"),
    )
    if not said.to_old_mentor:
        raise Invalid(
            _("Please write what the leaving mentor will read: nobody should find out by chance."),
            "to_old_mentor",
        )
    return said


def _open(session: Session, proposal_id: int) -> ProposalRow:
    """An open proposal as it is stored, while the lock is held."""
    proposal = session.get(ProposalRow, proposal_id, populate_existing=True)
    if proposal is None:
        session.rollback()
        raise NotFound(_("There is no such proposal."))
    if proposal.status not in proposal_life.OPEN or proposal_life.has_lapsed(session, proposal):
        session.rollback()
        raise Conflict(_("This is not asked any more: it was settled or taken back."))
    return proposal


def side_of(session: Session, actor: Actor, proposal_id: int) -> Side:
    """Whom of the two a proposal asks; NotFound for everybody else, the leaving mentor too."""
    found = session.execute(
        select(ProposalRow.mentor_id, ProposalRow.status, MentorshipRow.mentee_id)
        .join(RematchRequestRow, RematchRequestRow.request_id == ProposalRow.request_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(ProposalRow.proposal_id == proposal_id)
    ).first()
    if found is not None and actor.person_id is not None and Role.PARTICIPANT in actor.roles:
        if actor.person_id == found.mentor_id:
            return "mentor"
        # Before the mentor has said yes the mentee is not to know.
        if actor.person_id == found.mentee_id and found.status not in _BEFORE_MENTEE:
            return "mentee"
    raise NotFound(_("This is not a question to you."))


_BEFORE_MENTEE = ("asked_mentor", "later", "mentor_declined")


def _waiting_for(session: Session, proposal_id: int, side: Side) -> ProposalRow:
    proposal = _open(session, proposal_id)
    asked: Mapping[Side, tuple[str, ...]] = {
        "mentor": ("asked_mentor", "later"),
        "mentee": ("asked_mentee",),
    }
    if proposal.status not in asked[side]:
        session.rollback()
        raise Conflict(_("You have answered already. Thank you."))
    return proposal
