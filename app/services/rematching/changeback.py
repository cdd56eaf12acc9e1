"""A rematch taken back within a week: everything is as it was, and all three are told."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import (
    AgreementRow,
    ClosureRow,
    GoalRow,
    HouseRuleRow,
    MeetingRow,
    MentorshipRow,
    ProposalRow,
    PulseRow,
    RematchRequestRow,
)
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services import changes
from app.services.limits import checked_text
from app.services.mail import mails, messages
from app.services.programme import load_for_matching, lock, programme_day
from app.services.rematching import closing, rematch
from app.services.rematching.changeover import closure_of, mail_key
from app.services.review import cases
from model.eligibility import Eligibility


def undo(session: Session, actor: Actor, mentorship_id: str, words: str) -> str:
    """Let the old mentorship go on as before, within a week; returns its id.

    The new one is removed, or ended if something was written in it. All three read ``words``,
    and the request is open again.
    """
    rematch.check_may_decide(actor)
    said = checked_text(words, "words")
    if not said:
        raise Invalid(_("Please write what the three of them are told."), "words")
    lock(session)
    closure = closure_of(session, mentorship_id)
    if closure is None:
        session.rollback()
        raise NotFound(_("There is no rematch here that could be undone."))
    old = session.get_one(MentorshipRow, closure.mentorship_id, populate_existing=True)
    new = session.get_one(MentorshipRow, closure.new_mentorship_id, populate_existing=True)
    _check_place(session, old)
    told = (old.mentee_id, old.mentor_id, new.mentor_id)
    touched = [closing.undo(session, closure.closure_id)]
    _put_back(session, closure)
    if _is_blank(session, new.mentorship_id):
        session.delete(new)
    else:
        if new.status == "active":
            closing.end(session, new, how="by_coordinator", reason="other")
        touched.append(new.mentorship_id)
    case = cases.ensure(session, old.mentorship_id)
    cases.set_status(session, case, "in_review")
    cases.log(session, case, "undone", actor)
    for person_id in told:
        mails.drop(session, mail_key(closure, person_id))
        messages.write(
            session, actor, to_person=person_id, text=said, mentorship_id=old.mentorship_id
        )
    old_id = old.mentorship_id
    changes.commit(session, touched)
    return old_id


def _check_place(session: Session, old: MentorshipRow) -> None:
    programme = load_for_matching(session)
    mentor = programme.people[old.mentor_id]
    if Eligibility(programme, programme_day(session)).places(mentor).free:
        return
    session.rollback()
    raise Conflict(
        _(
            "%(mentor)s has no free place any more, so this can't be undone. Ask for one more "
            "place first.",
            mentor=mentor.name,
        )
    )


def _put_back(session: Session, closure: ClosureRow) -> None:
    """The request is open again; a rule that came with the change is lifted."""
    request = session.get(RematchRequestRow, closure.before.get("request"))
    if request is not None:
        request.status, request.decided_at, request.decided_by = "open", None, None
        request.new_mentorship_id = None
        for proposal in session.scalars(
            select(ProposalRow).where(
                ProposalRow.request_id == request.request_id, ProposalRow.status == "accepted"
            )
        ):
            proposal.status, proposal.answered_at = "withdrawn", clock.now()
    if apart := closure.before.get("apart"):
        rule = session.get(HouseRuleRow, ("never_together", *apart))
        if rule is not None:
            session.delete(rule)


def _is_blank(session: Session, mentorship_id: str) -> bool:
    """Whether nobody has written anything in a mentorship yet."""
    for table in (MeetingRow, GoalRow, AgreementRow, RematchRequestRow):
        if session.scalar(
            select(func.count()).select_from(table).where(table.mentorship_id == mentorship_id)
        ):
            return False
    return not session.scalar(
        select(func.count())
        .select_from(PulseRow)
        .where(PulseRow.mentorship_id == mentorship_id, PulseRow.answered_on.is_not(None))
    )
