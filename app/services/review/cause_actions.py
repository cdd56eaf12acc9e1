"""One action for many flags: what a coordinator does about a cause, for all its cases at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.db.tables import CaseRow, HouseRuleRow, MentorshipRow, PersonRow, StandingRow
from app.errors import Conflict, Invalid
from app.permissions import Actor
from app.services.limits import checked_text
from app.services.mail import messages
from app.services.matching import rules
from app.services.programme import lock, programme_day
from app.services.review import case_bulk, case_work, cases, causes
from app.services.review.case_bulk import Refusal, Shown, Work
from app.services.review.case_hold import check_may_work
from app.services.review.causes import Cause

_mentee, _mentor = aliased(PersonRow), aliased(PersonRow)


@dataclass(frozen=True, slots=True)
class Covered:
    """A mentorship that a cause covers, with its case if that is open."""

    mentorship_id: str
    mentee_name: str
    mentor_name: str
    state: str
    risk: float | None
    case_id: int | None
    status: str
    revision: int | None
    owner_id: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do; what is empty is left as it is."""

    mentorship_ids: tuple[str, ...]  # those of the cause that the steps on cases are for
    message: str = ""  # to the mentor
    pause: bool = False  # no new mentees for the mentor
    pause_until: date | None = None
    take: bool = False  # mine, and in review
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done."""

    written: bool
    paused: bool
    cases: int
    refused: tuple[Refusal, ...]


def covered(session: Session, mentorship_ids: Collection[str]) -> dict[str, Covered]:
    """The mentorships of causes, by id, in one statement."""
    rows = session.execute(
        select(MentorshipRow.mentorship_id, _mentee.name, _mentor.name, StandingRow, CaseRow)
        .join(_mentee, _mentee.person_id == MentorshipRow.mentee_id)
        .join(_mentor, _mentor.person_id == MentorshipRow.mentor_id)
        .join(StandingRow, StandingRow.mentorship_id == MentorshipRow.mentorship_id)
        .outerjoin(
            CaseRow,
            (CaseRow.mentorship_id == MentorshipRow.mentorship_id) & CaseRow.status.in_(cases.OPEN),
        )
        .where(MentorshipRow.mentorship_id.in_(mentorship_ids))
    )
    return {
        key: Covered(
            mentorship_id=key,
            mentee_name=mentee_name,
            mentor_name=mentor_name,
            state=standing.state,
            risk=standing.risk,
            case_id=one.case_id if one else None,
            status=one.status if one else "",
            revision=one.revision if one else None,
            owner_id=one.owner_id if one else None,
            due_on=one.due_on if one else None,
        )
        for key, mentee_name, mentor_name, standing, one in rows
    }


def paused_until(session: Session, mentor_id: str) -> tuple[bool, date | None]:
    """Whether a mentor is suggested to nobody new today, and until when."""
    row = session.get(HouseRuleRow, ("on_pause", mentor_id, ""))
    until = date.fromisoformat(row.value) if row and row.value else None
    is_on = row is not None and (until is None or until >= programme_day(session))
    return is_on, until if is_on else None


def act(session: Session, actor: Actor, scope: str, key: str, wish: Wish) -> Outcome:
    """Do all that is wished. What can be refused is looked at before anything is done."""
    check_may_work(actor)
    cause = causes.one_cause(session, scope, key)
    _check(session, cause, wish)
    known = covered(session, wish.mentorship_ids)
    chosen = [known[one] for one in cause.mentorship_ids if one in known]
    wanted = [one.case_id for one in chosen if one.case_id is not None]
    if cause.scope == "mentor" and (wish.message.strip() or wish.pause):
        _tell_mentor(session, actor, cause, wish, wanted)
    refused: dict[int, Refusal] = {}
    for work in _works(wish):
        shown: list[Shown] = [(case_id, None) for case_id in wanted if case_id not in refused]
        if shown:
            done = case_bulk.apply(session, actor, shown, work)
            refused.update({one.case_id: one for one in done.refused})
    if words := wish.note.strip():
        for case_id in wanted:
            case_work.note(session, actor, case_id, words)
    return Outcome(
        written=bool(wish.message.strip()),
        paused=wish.pause,
        cases=len(wanted) - len(refused) if _works(wish) or wish.note.strip() else 0,
        refused=tuple(refused.values()),
    )


def _works(wish: Wish) -> list[Work]:
    steps = [Work("take")] if wish.take else []
    return [*steps, Work("due", due_on=wish.due_on)] if wish.due_on else steps


def _check(session: Session, cause: Cause, wish: Wish) -> None:
    day = programme_day(session)
    on_cases = wish.take or wish.due_on is not None or bool(wish.note.strip())
    on_mentor = bool(wish.message.strip()) or wish.pause
    if not on_cases and not on_mentor:
        raise Invalid(_("Choose at least one thing to do."))
    if on_mentor and cause.scope != "mentor":
        raise Invalid(_("A department has many mentors: write to one at a time."), "message")
    checked_text(wish.message, "message")
    checked_text(wish.note, "note")
    if wish.pause_until is not None and wish.pause_until < day:
        raise Invalid(_("The last day of a pause can't lie in the past."), "pause_until")
    if wish.due_on is not None and wish.due_on < day:
        raise Invalid(_("Choose %(day)s or a later day.", day=format_date(day)), "due_on")
    if on_cases and not wish.mentorship_ids:
        raise Invalid(_("Tick at least one mentorship."), "mentorship_ids")
    if set(wish.mentorship_ids) - set(cause.mentorship_ids):
        raise Conflict(
            _("Since you opened this page it has changed whom this is about. Look again.")
        )


def _tell_mentor(
    session: Session, actor: Actor, cause: Cause, wish: Wish, case_ids: Sequence[int]
) -> None:
    """The message and the pause, both or neither."""
    lock(session)
    if words := checked_text(wish.message, "message"):
        messages.write(session, actor, to_person=cause.key, text=words)
        for case_id in case_ids:
            cases.log(session, cases.get(session, case_id), "message", actor, words)
    if wish.pause:
        rules.pause(session, actor, cause.key, wish.pause_until)  # commits, or takes all back
    else:
        session.commit()
