"""What a coordinator found out of a mentorship: kept with what the model had said at that time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import CaseEventRow, CaseRow, ReviewRow, StandingRow, VerdictRow
from app.errors import Conflict, Invalid
from app.permissions import Actor
from app.services import changes, health
from app.services.limits import checked_text
from app.services.programme import programme_day
from app.services.review import cases
from app.services.review.case_hold import check_goes_on, held
from app.services.review.case_waiting import answer_all, check_heard
from app.services.review.case_words import VERDICT_LABELS

# What a verdict says of the relationship to whoever trains a model; without an entry, nothing.
REVIEWS = {
    "not_working": "not_working",
    "already_known": "not_working",
    "working": "working",
    "incorrectly_flagged": "working",
    "outside_trouble": "working",
}
_CLOSING = ("working", "incorrectly_flagged", "outside_trouble")
LOOK_AGAIN_DAYS = 14
# The steps after which nothing older can be taken back.
STEPS = ("verdict", "status", "quiet", "undone", "regressed", "eased", "ended")


def verdict(
    session: Session,
    actor: Actor,
    case_id: int,
    verdict: str,
    note: str = "",
    *,
    revision: int | None = None,
    answers: Mapping[int, str] | None = None,
) -> None:
    """Say what was found out; whoever raised something is answered with it (by concern id).

    A verdict that puts the case to rest is refused while somebody waits for an answer.
    """
    with held(session, actor, case_id, revision) as case:
        if verdict not in VERDICT_LABELS:
            raise Invalid(_("Choose what you found out."), "verdict")
        words = checked_text(note, "note")
        check_goes_on(session, case)
        answer_all(session, actor, case, answers or {})
        was = before(case)
        row = _row(session, actor, case, verdict, words)
        _move(session, case, verdict)
        case.verdict = verdict
        review = _review(session, case.mentorship_id, REVIEWS.get(verdict))
        details = {"verdict": verdict, "verdict_id": row.verdict_id, "review": review}
        cases.log(session, case, "verdict", actor, words, before=was, **details)
        _tell(session, case, scores_change=review is not None)


def reopen(session: Session, actor: Actor, case_id: int, *, revision: int | None = None) -> None:
    """Take the last verdict, or the last closing, back. Answers that were sent stay sent."""
    with held(session, actor, case_id, revision) as case:
        check_goes_on(session, case)
        last = session.scalars(
            select(CaseEventRow)
            .where(CaseEventRow.case_id == case_id, CaseEventRow.kind.in_(STEPS))
            .order_by(CaseEventRow.event_id.desc())
            .limit(1)
        ).first()
        review: dict[str, Any] | None = None
        if last is not None and "before" in last.details:
            _restore(case, last.details["before"])
            review = last.details.get("review")
            if row := session.get(VerdictRow, last.details.get("verdict_id", 0)):
                session.delete(row)
        elif case.status in cases.OPEN:
            raise Conflict(_("There is nothing to take back."))
        if case.status not in ("in_review", "repairing", "rematching"):
            # Somebody has it in hand now.
            cases.set_status(session, case, "in_review")
        cases.log(session, case, "undone", actor, undoes=last.event_id if last else None)
        if review is not None:
            _put_back(session, case.mentorship_id, review)
        _tell(session, case, scores_change=review is not None)


def before(case: CaseRow) -> dict[str, Any]:
    """How a case stands, so that a step can be taken back."""
    days = {name: getattr(case, name) for name in _DAYS}
    return {
        **{name: on and on.isoformat() for name, on in days.items()},
        **{name: getattr(case, name) for name in _PLAIN},
        "known": [*case.known],
    }


_DAYS = ("status_since", "opened_on", "closed_on", "due_on", "snoozed_until")
_PLAIN = ("status", "snoozed_for", "known_risk", "verdict")


def _restore(case: CaseRow, was: Mapping[str, Any]) -> None:
    for name in _DAYS:
        setattr(case, name, was[name] and date.fromisoformat(was[name]))
    for name in _PLAIN:
        setattr(case, name, was[name])
    case.known = tuple(was["known"])


def _move(session: Session, case: CaseRow, verdict: str) -> None:
    if verdict in _CLOSING or verdict == "already_known":
        check_heard(session, case)
        cases.rest(session, case, "closed" if verdict in _CLOSING else "quiet")
        return
    case.snoozed_until, case.snoozed_for = None, ""
    if case.status not in ("in_review", "repairing", "rematching"):
        cases.set_status(session, case, "in_review")
    if verdict == "not_enough" and case.due_on is None:
        case.due_on = programme_day(session) + timedelta(LOOK_AGAIN_DAYS)


def _row(session: Session, actor: Actor, case: CaseRow, verdict: str, words: str) -> VerdictRow:
    standing = session.get(StandingRow, case.mentorship_id)
    assessed = health.current(session, case.mentorship_id)
    row = VerdictRow(
        mentorship_id=case.mentorship_id,
        at=clock.now(),
        day=programme_day(session),
        by_user=actor.user_id,
        verdict=verdict,
        note=words,
        risk=standing.risk if standing else None,
        state=standing.state if standing else "",
        signals=standing.signals if standing else (),
        model_version=assessed.model_version if assessed else "",
    )
    session.add(row)
    session.flush()
    return row


def _review(session: Session, mentorship_id: str, says: str | None) -> dict[str, Any] | None:
    """Store what is learnt from; returns what stood there, to put it back."""
    if says is None:
        return None
    day = programme_day(session)
    row = session.get(ReviewRow, (mentorship_id, day))
    was = row.verdict if row else None
    if row is None:
        session.add(ReviewRow(mentorship_id=mentorship_id, reviewed_on=day, verdict=says))
    else:
        row.verdict = says
    return {"on": day.isoformat(), "was": was}


def _put_back(session: Session, mentorship_id: str, review: Mapping[str, Any]) -> None:
    row = session.get(ReviewRow, (mentorship_id, date.fromisoformat(review["on"])))
    if row is None:
        return
    if review["was"] is None:
        session.delete(row)
    else:
        row.verdict = cast(str, review["was"])


def _tell(session: Session, case: CaseRow, *, scores_change: bool) -> None:
    session.flush()
    if scores_change:
        changes.commit(session, [case.mentorship_id])
    else:
        health.follow(session, [case.mentorship_id])
