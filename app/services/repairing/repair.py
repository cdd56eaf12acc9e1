"""Repair before replace: what is tried for a mentorship in trouble, and whether it helped.

Each kind of trouble has a ladder of rungs, the lightest first. One rung is tried at a time; on
the day to look again somebody says whether it helped, which shows the next rung or a rematch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast, get_args

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, formats
from app.db.tables import (
    CaseRow,
    MentorshipRow,
    PersonRow,
    RepairRow,
    StandingRow,
    User,
)
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services.limits import checked_text
from app.services.mail import messages
from app.services.programme import lock, programme_day
from app.services.repairing import guides
from app.services.repairing.agreements import Agreements
from app.services.repairing.agreements import of_mentorship as agreements_of
from app.services.repairing.guides import RUNG_LABELS, Names, Rung
from app.services.repairing.repair_record import OUTCOME_LABELS, Next, Outcome, next_rung
from app.services.review import cases
from app.services.review.case_hold import check_goes_on, check_may_work, held

# The latest day to look again.
MAX_DAYS = 120


@dataclass(frozen=True, slots=True)
class Repair:
    """One attempt to mend a mentorship."""

    repair_id: int
    mentorship_id: str
    trouble: str
    trouble_label: str
    rung: Rung
    rung_label: str
    started_on: date
    by: str
    check_back_on: date
    due: bool  # nobody has said yet whether it helped, and the day has come
    risk_before: float | None
    risk_after: float | None
    outcome: Outcome | None
    outcome_label: str
    note: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Panel:
    """What the page of a case says of its repairs."""

    mentorship_id: str
    goes_on: bool
    revision: int | None
    open: Repair | None
    past: tuple[Repair, ...]  # newest first
    trouble: str  # what a next repair would be about
    trouble_label: str
    next: Next
    next_label: str
    agreements: Agreements
    outcomes: tuple[tuple[str, str], ...]


def names_of(session: Session, mentorship: MentorshipRow) -> Names:
    """Who the two are."""
    both = (mentorship.mentee_id, mentorship.mentor_id)
    rows = select(PersonRow.person_id, PersonRow.name).where(PersonRow.person_id.in_(both))
    found = dict(session.execute(rows).all())
    return Names(found[mentorship.mentee_id], found[mentorship.mentor_id])


def panel(session: Session, mentorship_id: str) -> Panel:
    """The open repair, the past ones, the agreement, and what to try next."""
    mentorship = get_mentorship(session, mentorship_id)
    every = of_mentorship(session, mentorship_id)
    past = tuple(one for one in every if one.outcome)
    case = cases.of_mentorship(session, mentorship_id)
    trouble = past[0].trouble if past else suggested(session, mentorship_id, case)
    following = tried(past, trouble)
    return Panel(
        mentorship_id=mentorship_id,
        goes_on=_goes_on(mentorship, programme_day(session)),
        revision=case.revision if case else None,
        open=next((one for one in every if not one.outcome), None),
        past=past,
        trouble=trouble,
        trouble_label=str(guides.get(trouble).label),
        next=following,
        next_label=str(RUNG_LABELS[following.rung]) if following.rung else "",
        agreements=agreements_of(session, mentorship_id),
        outcomes=tuple((key, str(label)) for key, label in OUTCOME_LABELS.items()),
    )


def tried(past: tuple[Repair, ...], trouble: str) -> Next:
    """What comes after those that were tried for this trouble; ``past`` newest first."""
    about = [one for one in reversed(past) if one.trouble == trouble]
    return next_rung(trouble, [_Outcome(one.rung, one.outcome or "") for one in about])


def suggested(session: Session, mentorship_id: str, case: CaseRow | None) -> str:
    """The trouble that the case is about, or the standing where there is no case."""
    if case is not None and case.status != "closed":
        return guides.of_reasons(case.reasons, case.signals)
    standing = session.get(StandingRow, mentorship_id)
    if standing is None:
        return "unclear"
    silent = ("silent",) if standing.silent_since else ()
    unmet = ("no_first_meeting",) if standing.needs_first_meeting else ()
    alarm = ("safeguarding",) if standing.safeguarding else ()
    return guides.of_reasons((*alarm, *silent, *unmet), standing.signals)


def start(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    trouble: str,
    rung: str,
    check_back_on: date,
    to_mentee: str = "",
    to_mentor: str = "",
    revision: int | None = None,
) -> int:
    """Try a rung, and write to the two if there is something to write; returns the repair's id."""
    check_may_work(actor)
    _check_rung(trouble, rung)
    mentorship = get_mentorship(session, mentorship_id)
    words = {
        "to_mentee": checked_text(to_mentee, "to_mentee"),
        "to_mentor": checked_text(to_mentor, "to_mentor"),
    }
    if rung == "message" and not any(words.values()):
        raise Invalid(_("Write to at least one of the two."), "to_mentee")
    mentee_id, mentor_id = mentorship.mentee_id, mentorship.mentor_id
    lock(session)
    case_id = cases.ensure(session, mentorship_id).case_id
    with held(session, actor, case_id, revision) as case:
        check_goes_on(session, case)
        day = programme_day(session)
        _check_day(check_back_on, day)
        _check_none_open(session, mentorship_id)
        standing = session.get(StandingRow, mentorship_id)
        row = RepairRow(
            mentorship_id=mentorship_id,
            started_at=clock.now(),
            started_on=day,
            by_user=actor.user_id,
            trouble=trouble,
            rung=rung,
            check_back_on=check_back_on,
            risk_before=standing.risk if standing else None,
            outcome="",
            note="",
        )
        session.add(row)
        for field, person_id in (("to_mentee", mentee_id), ("to_mentor", mentor_id)):
            messages.write(
                session,
                actor,
                to_person=person_id,
                text=words[field],
                mentorship_id=mentorship_id,
                field=field,
            )
        session.flush()
        _take_up(session, case, check_back_on)
        cases.log(session, case, "repair", actor, trouble=trouble, rung=rung)
        return row.repair_id


def check(
    session: Session,
    actor: Actor,
    repair_id: int,
    *,
    outcome: str,
    note: str = "",
    revision: int | None = None,
) -> Next:
    """Say whether it helped; returns what to try next."""
    check_may_work(actor)
    if outcome not in get_args(Outcome):
        raise Invalid(_("Choose whether it helped."), "outcome")
    words = checked_text(note, "note")
    mentorship_id = get(session, repair_id).mentorship_id
    lock(session)
    case_id = cases.ensure(session, mentorship_id).case_id
    with held(session, actor, case_id, revision) as case:
        row = session.get_one(RepairRow, repair_id, populate_existing=True)
        if row.outcome:
            raise Conflict(_("Somebody has said already whether this helped."))
        standing = session.get(StandingRow, mentorship_id)
        row.outcome, row.note = outcome, words
        row.checked_on = programme_day(session)
        row.risk_after = standing.risk if standing else None
        if case.status == "repairing":
            cases.set_status(session, case, "in_review")
            case.due_on = None
        cases.log(session, case, "checked", actor, words, outcome=outcome)
        trouble = row.trouble
    return tried(
        tuple(one for one in of_mentorship(session, mentorship_id) if one.outcome), trouble
    )


def get(session: Session, repair_id: int) -> Repair:
    """One repair; NotFound if there is none of that number."""
    row = session.get(RepairRow, repair_id)
    if row is None:
        raise NotFound(_("There is no such repair."))
    return next(
        one for one in of_mentorship(session, row.mentorship_id) if one.repair_id == repair_id
    )


def of_mentorship(session: Session, mentorship_id: str) -> tuple[Repair, ...]:
    """All repairs of a mentorship, newest first."""
    day = programme_day(session)
    rows = session.execute(
        select(RepairRow, User.name, User.email)
        .outerjoin(User, User.id == RepairRow.by_user)
        .where(RepairRow.mentorship_id == mentorship_id)
        .order_by(RepairRow.repair_id.desc())
    )
    return tuple(_view(row, name or email or "", day) for row, name, email in rows)


def get_mentorship(session: Session, mentorship_id: str) -> MentorshipRow:
    """The mentorship to be mended; NotFound if there is none."""
    found = session.get(MentorshipRow, mentorship_id)
    if found is None:
        raise NotFound(_("There is no such mentorship."))
    return found


@dataclass(frozen=True, slots=True)
class _Outcome:
    rung: str
    outcome: str


def _view(row: RepairRow, by: str, day: date) -> Repair:
    outcome = cast(Outcome, row.outcome) if row.outcome else None
    rung = cast(Rung, row.rung)
    return Repair(
        repair_id=row.repair_id,
        mentorship_id=row.mentorship_id,
        trouble=row.trouble,
        trouble_label=str(guides.get(row.trouble).label),
        rung=rung,
        rung_label=str(RUNG_LABELS[rung]),
        started_on=row.started_on,
        by=by,
        check_back_on=row.check_back_on,
        due=outcome is None and row.check_back_on <= day,
        risk_before=row.risk_before,
        risk_after=row.risk_after,
        outcome=outcome,
        outcome_label=str(OUTCOME_LABELS[outcome]) if outcome else "",
        note=row.note,
        checked_on=row.checked_on,
    )


def _goes_on(mentorship: MentorshipRow, day: date) -> bool:
    return mentorship.status == "active" or bool(mentorship.ended_on and mentorship.ended_on > day)


def _check_rung(trouble: str, rung: str) -> None:
    kind = guides.TROUBLES.get(trouble)
    if kind is None:
        raise Invalid(_("Choose one of the kinds of trouble."), "trouble")
    if rung in kind.ladder:
        return
    if rung == "joint_talk" and kind.apart:
        raise Invalid(_("Don't put the two into one room here. Talk to each apart first."), "rung")
    raise Invalid(_("Choose one of the rungs for this kind of trouble."), "rung")


def _check_day(check_back_on: date, day: date) -> None:
    if not day < check_back_on <= day + timedelta(MAX_DAYS):
        raise Invalid(
            _(
                "Choose a day from %(first)s to %(last)s on which you look again.",
                first=formats.long_day(day + timedelta(1)),
                last=formats.long_day(day + timedelta(MAX_DAYS)),
            ),
            "check_back_on",
        )


def _check_none_open(session: Session, mentorship_id: str) -> None:
    if any(not one.outcome for one in of_mentorship(session, mentorship_id)):
        raise Conflict(_("A repair is under way. Say first whether it helped."))


def _take_up(session: Session, case: CaseRow, due_on: date) -> None:
    """A case under repair waits for the day on which somebody looks again."""
    if case.status != "rematching":
        cases.set_status(session, case, "repairing")
    case.due_on = due_on
    case.snoozed_until, case.snoozed_for = None, ""
