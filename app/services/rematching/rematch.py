"""Requests for a rematch: asked for by one side, taken back, or answered without one.

What becomes of one that is followed is in ``choices``, ``proposals`` and ``changeover``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, TypeAlias, cast

from flask_babel import gettext as _
from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from app import clock
from app.db.tables import MentorshipRow, PersonRow, RematchRequestRow
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import Action, Actor, Side, may, side_of
from app.services import changes, health, models
from app.services.limits import checked_text
from app.services.programme import lock
from app.services.rematching import proposal_life

RequestStatus = Literal["open", "approved", "declined", "withdrawn"]
# A request with the mentee's id and the names of mentee, mentor and asker.
_Views: TypeAlias = Select[RematchRequestRow, str, str, str, str]


@dataclass(frozen=True, slots=True)
class RematchRequest:
    """A request with what is missing, and what became of it."""

    request_id: int
    mentorship_id: str
    mentee_id: str
    mentee_name: str
    mentor_name: str
    asked_by: str  # person_id
    asked_by_name: str
    asked_at: datetime
    what_is_missing: tuple[str, ...]  # signals
    what_is_missing_labels: tuple[str, ...]
    reason: str
    status: RequestStatus
    answer: str
    decided_at: datetime | None
    new_mentorship_id: str | None


def ask(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    what_is_missing: Sequence[str],
    reason: str,
) -> int:
    """Ask for a rematch; returns the request's id. Conflict if one is open already."""
    mentorship = session.get(MentorshipRow, mentorship_id)
    if mentorship is None or not side_of(actor, mentorship.mentor_id, mentorship.mentee_id):
        raise NotFound(_("This is not one of your mentorships."))
    request = _request(mentorship, actor.person_id, what_is_missing, reason)
    return _opened(session, request)


def note(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    side: Side,
    what_is_missing: Sequence[str],
    reason: str,
) -> int:
    """Write down what one side has told a coordinator; from then on it is their own request."""
    check_may_decide(actor)
    mentorship = session.get(MentorshipRow, mentorship_id)
    if mentorship is None:
        raise NotFound(_("There is no such mentorship."))
    whose = mentorship.mentee_id if side == "mentee" else mentorship.mentor_id
    request = _request(mentorship, whose, what_is_missing, reason)
    proposal_life.log(session, mentorship_id, actor, "noted")
    return _opened(session, request)


def withdraw(session: Session, actor: Actor, request_id: int) -> None:
    """Take one's own open request back, and with it whatever was proposed."""
    request = session.get(RematchRequestRow, request_id)
    if request is None or actor.person_id is None or request.asked_by != actor.person_id:
        raise NotFound(_("This is not one of your requests."))
    lock(session)
    decide(session, actor, request_id, status="withdrawn")
    _stopped(session, actor, request, "taken_back")


def decline(session: Session, actor: Actor, request_id: int, answer: str) -> None:
    """Say no, with an answer that the asker reads."""
    check_may_decide(actor)
    words = checked_text(answer, "answer")
    if not words:
        raise Invalid(_("Please tell them why, and what they can do now."), "answer")
    lock(session)
    decide(session, actor, request_id, status="declined", answer=words)
    _stopped(session, actor, session.get_one(RematchRequestRow, request_id), "declined")


def open_requests(session: Session) -> tuple[RematchRequest, ...]:
    """Oldest first."""
    wanted = _views().where(RematchRequestRow.status == "open")
    return _read(session, wanted.order_by(RematchRequestRow.asked_at))


def of_mentorship(session: Session, mentorship_id: str) -> tuple[RematchRequest, ...]:
    """Newest first."""
    wanted = _views().where(RematchRequestRow.mentorship_id == mentorship_id)
    return _read(session, wanted.order_by(RematchRequestRow.request_id.desc()))


def asked_by(session: Session, person_id: str) -> tuple[RematchRequest, ...]:
    """Everything that a person asked for, newest first."""
    wanted = _views().where(RematchRequestRow.asked_by == person_id)
    return _read(session, wanted.order_by(RematchRequestRow.request_id.desc()))


def get(session: Session, request_id: int) -> RematchRequest:
    """One request; NotFound if there is none of that number."""
    found = _read(session, _views().where(RematchRequestRow.request_id == request_id))
    if not found:
        raise NotFound(_("There is no such request."))
    return found[0]


def check_may_decide(actor: Actor) -> None:
    """Forbidden for everyone but coordinators."""
    if not may(actor, Action.DECIDE_REMATCH):
        raise Forbidden(_("Only a coordinator decides about a rematch."))


def choice_key(request_id: int) -> str:
    """The key of the mail that lets the mentee choose, so that it can be taken back."""
    return f"choice-{request_id}"


def open_row(session: Session, request_id: int) -> RematchRequestRow:
    """An open request as it is stored; Conflict if it is not open any more."""
    request = session.get(RematchRequestRow, request_id, populate_existing=True)
    if request is None:
        session.rollback()
        raise NotFound(_("There is no such request."))
    if request.status != "open":
        session.rollback()
        raise Conflict(_("This request is not open any more."))
    return request


def decide(
    session: Session, actor: Actor, request_id: int, *, status: RequestStatus, answer: str = ""
) -> None:
    """Close an open request; whoever comes second is told so. Commit afterwards."""
    closed = session.scalar(
        update(RematchRequestRow)
        .where(RematchRequestRow.request_id == request_id, RematchRequestRow.status == "open")
        .values(status=status, answer=answer, decided_at=clock.now(), decided_by=actor.user_id)
        .returning(RematchRequestRow.request_id)
        .execution_options(synchronize_session=False)
    )
    if closed is None:
        session.rollback()
        raise Conflict(_("This request is not open any more."))


def _request(
    mentorship: MentorshipRow, whose: str | None, what_is_missing: Sequence[str], reason: str
) -> RematchRequestRow:
    if mentorship.status != "active":
        raise Conflict(_("This mentorship has ended already."))
    known = {signal for signal, _label in models.complaint_choices()}
    if unknown := sorted(set(what_is_missing) - known):
        raise Invalid(
            _("“%(choice)s” is not one of the choices.", choice=unknown[0]), "what_is_missing"
        )
    words = checked_text(reason, "reason")
    if not what_is_missing and not words:
        raise Invalid(_("Please choose what is missing, or say it in your own words."), "reason")
    return RematchRequestRow(
        mentorship_id=mentorship.mentorship_id,
        asked_by=whose,
        asked_at=clock.now(),
        what_is_missing=tuple(dict.fromkeys(what_is_missing)),
        reason=words,
        status="open",
    )


def _opened(session: Session, request: RematchRequestRow) -> int:
    session.add(request)
    try:
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(
            _(
                "A request for this mentorship is open already. Take it back first if you want to "
                "say it differently."
            )
        ) from error
    request_id, mentorship_id = request.request_id, request.mentorship_id
    health.follow(session, [mentorship_id])
    # The guard reads the words at once.
    changes.commit(session, [mentorship_id])
    return request_id


def _stopped(session: Session, actor: Actor, request: RematchRequestRow, step: str) -> None:
    """What follows a request that ends without a rematch; it commits."""
    proposal = proposal_life.open_of(session, request.request_id)
    if proposal is not None:
        proposal_life.end(session, proposal, "withdrawn", actor)
    proposal_life.log(session, request.mentorship_id, actor, step)
    health.follow(session, [request.mentorship_id])


@cache  # to make it takes longer than to ask it
def _views() -> _Views:
    mentee, mentor, asker = aliased(PersonRow), aliased(PersonRow), aliased(PersonRow)
    return (
        select(RematchRequestRow, mentee.person_id, mentee.name, mentor.name, asker.name)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
        .join(asker, asker.person_id == RematchRequestRow.asked_by)
    )


def _read(session: Session, wanted: _Views) -> tuple[RematchRequest, ...]:
    return tuple(
        RematchRequest(
            request_id=row.request_id,
            mentorship_id=row.mentorship_id,
            mentee_id=mentee_id,
            mentee_name=mentee,
            mentor_name=mentor,
            asked_by=row.asked_by,
            asked_by_name=asker,
            asked_at=row.asked_at,
            what_is_missing=row.what_is_missing,
            what_is_missing_labels=tuple(
                models.signal_label(signal) for signal in row.what_is_missing
            ),
            reason=row.reason,
            status=cast(RequestStatus, row.status),
            answer=row.answer,
            decided_at=row.decided_at,
            new_mentorship_id=row.new_mentorship_id,
        )
        for row, mentee_id, mentee, mentor, asker in session.execute(wanted)
    )
