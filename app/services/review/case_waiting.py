"""Who has raised something in a case and waits to hear what becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import CaseRow, ConcernRow, PersonRow, RematchRequestRow
from app.errors import Invalid, NotFound
from app.permissions import Actor
from app.services import health
from app.services.limits import checked_text
from app.services.mail import mails, messages
from app.services.review import cases
from app.services.review.case_hold import held


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that one side raised and that nobody has answered."""

    concern_id: int
    person_id: str
    name: str
    side: str
    kind: str
    words: str
    raised_on: date


def waiting(session: Session, mentorship_id: str) -> tuple[Waiting, ...]:
    """What was raised and not answered, oldest first."""
    rows = session.execute(
        select(ConcernRow, PersonRow.name)
        .join(PersonRow, PersonRow.person_id == ConcernRow.person_id)
        .where(ConcernRow.mentorship_id == mentorship_id, ConcernRow.settled_at.is_(None))
        .order_by(ConcernRow.concern_id)
    )
    return tuple(
        Waiting(row.concern_id, row.person_id, name, row.side, row.kind, row.words, row.raised_on)
        for row, name in rows
    )


def answer(session: Session, actor: Actor, case_id: int, concern_id: int, text: str) -> None:
    """Tell whoever raised something what became of it, and settle it."""
    with held(session, actor, case_id) as case:
        if concern_id not in {one.concern_id for one in waiting(session, case.mentorship_id)}:
            raise NotFound(_("This was answered or taken back in the meantime."))
        if not checked_text(text, "answer"):
            raise Invalid(_("Please write an answer: whoever raised it reads it."), "answer")
        answer_all(session, actor, case, {concern_id: text})
        if case.status in cases.WAITING:
            cases.set_status(session, case, "in_review")
        health.follow(session, [case.mentorship_id])


def answer_all(session: Session, actor: Actor, case: CaseRow, answers: Mapping[int, str]) -> None:
    """Answer what is named by its id, each with its own words. Commit afterwards."""
    for one in waiting(session, case.mentorship_id):
        words = checked_text(answers.get(one.concern_id, ""), "answer")
        if words:
            _answer(session, actor, case, one, words)
    left = {one.kind for one in waiting(session, case.mentorship_id)}
    spoken = {"asked_to_look", "poor_fit", "low_pulse"}
    # What was answered speaks for the case no more, and would be news if it were said again.
    case.reasons = tuple(one for one in case.reasons if one not in spoken or one in left)


def check_heard(session: Session, case: CaseRow, *, requests: bool = True) -> None:
    """Invalid if somebody waits for an answer: nobody who spoke up is left without a word."""
    for one in waiting(session, case.mentorship_id):
        raise Invalid(
            _("%(name)s waits for an answer. Write it below their words.", name=one.name),
            f"answer_{one.concern_id}",
        )
    if requests and _asks_for_rematch(session, [case.mentorship_id]):
        raise Invalid(
            _("Somebody asks for a rematch and waits. Answer the request first."), "verdict"
        )


def _answer(session: Session, actor: Actor, case: CaseRow, one: Waiting, words: str) -> None:
    row = session.get_one(ConcernRow, one.concern_id)
    row.settled_at, row.answer = clock.now(), words
    if one.kind == "asked_to_look":
        # It stands on their page beside what they asked.
        mails.queue(
            session,
            kind="message",
            person_id=one.person_id,
            subject=lazy_gettext("An answer from your mentorship programme"),
            body=lazy_gettext("The coordinators have answered you. Sign in to read it."),
        )
    else:
        messages.write(
            session,
            actor,
            to_person=one.person_id,
            text=words,
            mentorship_id=case.mentorship_id,
        )
    cases.log(session, case, "answered", actor, words, name=one.name, concern=one.concern_id)
    session.flush()


def _asks_for_rematch(session: Session, mentorship_ids: Collection[str]) -> bool:
    asked = select(RematchRequestRow.request_id).where(
        RematchRequestRow.status == "open", RematchRequestRow.mentorship_id.in_(mentorship_ids)
    )
    return session.scalar(asked.limit(1)) is not None
