"""A rematch: asked for by one side, decided by a coordinator, one transaction each."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, cast

from sqlalchemy import Select, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from app import clock
from app.db.tables import MentorshipRow, PersonRow, RematchRequestRow
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import Action, Actor, may, side_of
from app.services import changes, models, rules
from app.services.limits import checked_text
from app.services.programme import load_for_matching, lock, programme_day
from model.eligibility import RULES, Eligibility
from model.programme import Kind

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
        raise NotFound("This is not one of your mentorships.")
    if mentorship.status != "active":
        raise Conflict("This mentorship has ended already.")
    known = {signal for signal, _ in models.complaint_choices()}
    if unknown := sorted(set(what_is_missing) - known):
        raise Invalid(f"{unknown[0]!r} is not one of the choices.", "what_is_missing")
    words = checked_text(reason, "reason")
    if not what_is_missing and not words:
        raise Invalid("Please choose what is missing, or say it in your own words.", "reason")
    request = RematchRequestRow(
        mentorship_id=mentorship_id,
        asked_by=actor.person_id,
        asked_at=clock.now(),
        what_is_missing=tuple(dict.fromkeys(what_is_missing)),
        reason=words,
        status="open",
    )
    session.add(request)
    try:
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Conflict(
            "A request for this mentorship is open already. Take it back first if you want to "
            "say it differently."
        ) from error
    return request.request_id


def withdraw(session: Session, actor: Actor, request_id: int) -> None:
    """Take one's own open request back."""
    request = session.get(RematchRequestRow, request_id)
    if request is None or actor.person_id is None or request.asked_by != actor.person_id:
        raise NotFound("This is not one of your requests.")
    _decide(session, actor, request_id, status="withdrawn")
    session.commit()


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
        raise NotFound("There is no such request.")
    return found[0]


def approve(
    session: Session,
    actor: Actor,
    request_id: int,
    mentor_id: str,
    message: str = "",
    *,
    never_again: bool = False,
) -> str:
    """End the old mentorship, begin the new one; returns the new mentorship's id.

    With ``never_again`` a house rule keeps the two of the old one apart from now on.
    The rules are checked again at this moment: since the candidates were shown the mentor may
    have taken someone else.
    """
    _check_may_decide(actor)
    answer = checked_text(message, "message")
    lock(session)
    _decide(session, actor, request_id, status="approved", answer=answer)
    request = session.get_one(RematchRequestRow, request_id, populate_existing=True)
    old = session.get_one(MentorshipRow, request.mentorship_id, populate_existing=True)
    day = programme_day(session)
    if obstacle := _obstacle(session, old, mentor_id, day):
        session.rollback()
        raise Conflict(obstacle)
    old.status, old.ended_on, old.end_reason = "ended_early", day, "relationship"
    new = MentorshipRow(
        mentorship_id=f"m-{secrets.token_hex(6)}",
        mentor_id=mentor_id,
        mentee_id=old.mentee_id,
        started_on=day,
        kind=old.kind,
        cadence_days=old.cadence_days,
        status="active",
    )
    session.add(new)
    if never_again:
        rules.put_apart(session, old.mentee_id, old.mentor_id)
    session.flush()
    request.new_mentorship_id = new.mentorship_id
    new_id, old_id = new.mentorship_id, old.mentorship_id
    changes.commit(session, [old_id, new_id])
    return new_id


def decline(session: Session, actor: Actor, request_id: int, answer: str) -> None:
    """Say no, with an answer that the asker reads."""
    _check_may_decide(actor)
    words = checked_text(answer, "answer")
    if not words:
        raise Invalid("Please tell them why, and what they can do now.", "answer")
    _decide(session, actor, request_id, status="declined", answer=words)
    session.commit()


def _obstacle(session: Session, old: MentorshipRow, mentor_id: str, day: date) -> str | None:
    """Why ``mentor_id`` can't take over on ``day``, for the coordinator; ``None`` if nothing."""
    if old.status != "active":
        return "The mentorship has ended in the meantime."
    if day < old.started_on:
        return f"The mentorship only begins on {old.started_on}, so it can't end on {day}."
    programme = load_for_matching(session)
    mentor = programme.people.get(mentor_id)
    if mentor is None:
        return "This mentor is not on the roster any more. Look at the candidates again."
    mentee, kind = programme.people[old.mentee_id], cast(Kind, old.kind)
    rule = Eligibility(programme, day).against(mentee, mentor, kind)
    if rule is None:
        return None
    return f"{mentor.name} {RULES[rule]}. Look at the candidates again."


def _check_may_decide(actor: Actor) -> None:
    if not may(actor, Action.DECIDE_REMATCH):
        raise Forbidden("Only a coordinator decides about a rematch.")


def _decide(
    session: Session, actor: Actor, request_id: int, *, status: RequestStatus, answer: str = ""
) -> None:
    """Close an open request; whoever comes second is told so."""
    closed = session.scalar(
        update(RematchRequestRow)
        .where(RematchRequestRow.request_id == request_id, RematchRequestRow.status == "open")
        .values(status=status, answer=answer, decided_at=clock.now(), decided_by=actor.user_id)
        .returning(RematchRequestRow.request_id)
        .execution_options(synchronize_session=False)
    )
    if closed is None:
        session.rollback()
        raise Conflict("This request is not open any more.")


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
