"""The one case of a mentorship: when it opens, rests, comes back and is over.

``follow`` keeps cases in step with what is known and is called after every change; what people
do with a case is in ``case_work``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import (
    CaseEventRow,
    CaseRow,
    ConcernRow,
    RematchRequestRow,
    StandingRow,
)
from app.errors import NotFound
from app.permissions import Actor
from app.services.chunks import in_chunks
from app.services.programme import programme_day

Status = Literal["new", "in_review", "repairing", "rematching", "regressed", "quiet", "closed"]
# Nobody has taken these up yet.
WAITING: tuple[Status, ...] = ("new", "regressed")
OPEN: tuple[Status, ...] = (*WAITING, "in_review", "repairing", "rematching")

# Why a mentorship is in the queue, in the order of telling, and how much a day of it weighs. A
# flag weighs as much as its risk. Whoever speaks up is heard before anything that was only
# computed. What a human must read stands above the whole queue until it was read; in it, the
# false alarms among such sentences must not push down those who are surely in trouble.
REASONS: Mapping[str, float] = {
    "safeguarding": 0.6,
    "asked_rematch": 1.5,
    "asked_to_look": 1.5,
    "at_risk": 1.0,
    "poor_fit": 0.8,
    "low_pulse": 0.7,
    "silent": 0.5,
    "no_first_meeting": 0.5,
    "by_hand": 0.5,
}
REASON_LABELS = {
    "safeguarding": _("Words that a human must read"),
    "asked_rematch": _("Asked for a rematch"),
    "asked_to_look": _("Asked the coordinator to look"),
    "at_risk": _("At risk"),
    "poor_fit": _("Said that it is no good fit"),
    "low_pulse": _("Low answers in the pulse"),
    "silent": _("Silent"),
    "no_first_meeting": _("Needs a first meeting"),
    "by_hand": _("Opened by hand"),
}
STATUS_LABELS = {
    "new": _("New"),
    "in_review": _("In review"),
    "repairing": _("Repairing"),
    "rematching": _("Rematching"),
    "regressed": _("Regressed"),
    "quiet": _("Quiet until it gets worse"),
    "closed": _("Closed"),
}
# What the application does with a case without anybody's doing.
BY_ITSELF = ("opened", "eased", "ended", "woke", "worse", "regressed")
# So much more risk than at the time when a case was put to rest wakes it.
WORSE = 0.1


def get(session: Session, case_id: int) -> CaseRow:
    """One case; NotFound if there is none of that number."""
    found = session.get(CaseRow, case_id)
    if found is None:
        raise NotFound(gettext("There is no such case."))
    return found


def of_mentorship(session: Session, mentorship_id: str) -> CaseRow | None:
    """The case of a mentorship, open or not."""
    return session.scalars(select(CaseRow).where(CaseRow.mentorship_id == mentorship_id)).first()


def log(
    session: Session,
    case: CaseRow,
    kind: str,
    actor: Actor | None = None,
    text: str = "",
    **details: Any,
) -> None:
    """Add to the history of a case. Without an actor the application did it. Commit afterwards.

    Kinds: opened, eased, ended, woke, worse, regressed (by itself); status, assigned, due,
    snoozed, quiet, verdict, answered, note, contact, message, repair, checked, proposal,
    rematched, undone.
    """
    session.add(
        CaseEventRow(
            case_id=case.case_id,
            at=clock.now(),
            day=programme_day(session),
            by_user=actor.user_id if actor else None,
            kind=kind,
            text=text,
            details=details,
        )
    )


def ensure(session: Session, mentorship_id: str) -> CaseRow:
    """The case of a mentorship, opened by hand if there is none. Commit afterwards."""
    case = of_mentorship(session, mentorship_id)
    if case is not None:
        return case
    day = programme_day(session)
    case = _open(session, mentorship_id, ("by_hand",), session.get(StandingRow, mentorship_id), day)
    session.flush()
    return case


def set_status(session: Session, case: CaseRow, status: Status) -> None:
    """Move a case on. Whoever puts it to rest calls ``rest`` instead."""
    if case.status != status:
        case.status, case.status_since = status, programme_day(session)
    if status in OPEN:
        case.closed_on = None


def rest(session: Session, case: CaseRow, status: Literal["quiet", "closed"]) -> None:
    """Put a case to rest: what is known by now does not bring it back."""
    set_status(session, case, status)
    remember(session, case)
    case.worries_read = worries(session, case)
    case.snoozed_until, case.snoozed_for = None, ""
    if status == "closed":
        case.closed_on = programme_day(session)
        case.due_on = None


def worries(session: Session, case: CaseRow) -> int:
    """How many sentences a human must read, read or not."""
    standing = session.get(StandingRow, case.mentorship_id)
    return standing.safeguarding if standing else 0


def remember(session: Session, case: CaseRow) -> None:
    """Note what is known, so that only something else or worse brings it up again."""
    case.known = (
        *case.reasons,
        *case.signals,
        *_words(session.get(StandingRow, case.mentorship_id)),
    )
    case.known_risk = case.risk


def follow(session: Session, mentorship_ids: Sequence[str]) -> None:
    """Open, update, wake or close the cases of these, as their standings say. Commit afterwards."""
    day = programme_day(session)
    for some in in_chunks(mentorship_ids):
        standings = {
            one.mentorship_id: one
            for one in session.scalars(
                select(StandingRow).where(StandingRow.mentorship_id.in_(some))
            )
        }
        cases = {
            one.mentorship_id: one
            for one in session.scalars(select(CaseRow).where(CaseRow.mentorship_id.in_(some)))
        }
        raised = _raised(session, some)
        for key, standing in standings.items():
            case = cases.get(key)
            dismissed = case.worries_dismissed if case else 0
            reasons = _reasons(standing, raised.get(key, set()), dismissed)
            if case is not None:
                _update(session, case, reasons, standing, day)
            elif reasons:
                _open(session, key, reasons, standing, day)
    session.flush()


def _raised(session: Session, ids: Sequence[str]) -> dict[str, set[str]]:
    """What people have said themselves and nobody has settled."""
    raised: dict[str, set[str]] = {}
    asked = session.scalars(
        select(RematchRequestRow.mentorship_id).where(
            RematchRequestRow.status == "open", RematchRequestRow.mentorship_id.in_(ids)
        )
    )
    for key in asked:
        raised.setdefault(key, set()).add("asked_rematch")
    said = session.execute(
        select(ConcernRow.mentorship_id, ConcernRow.kind).where(
            ConcernRow.settled_at.is_(None), ConcernRow.mentorship_id.in_(ids)
        )
    )
    for key, kind in said:
        raised.setdefault(key, set()).add(kind)
    return raised


def _reasons(standing: StandingRow, raised: Iterable[str], dismissed: int) -> tuple[str, ...]:
    if standing.state in ("ended", "upcoming"):
        return ()
    found = {*raised}
    rests = standing.paused_until is not None
    if standing.safeguarding > dismissed:
        found.add("safeguarding")
    if standing.state == "at_risk" and not rests:
        found.add("at_risk")
    if standing.silent_since is not None:
        found.add("silent")
    if standing.needs_first_meeting:
        found.add("no_first_meeting")
    return tuple(reason for reason in REASONS if reason in found)


def _open(
    session: Session,
    mentorship_id: str,
    reasons: tuple[str, ...],
    standing: StandingRow | None,
    day: date,
) -> CaseRow:
    case = CaseRow(
        mentorship_id=mentorship_id,
        status="new",
        status_since=day,
        opened_on=day,
        revision=0,
        reasons=reasons,
        signals=standing.signals if standing else (),
        risk=standing.risk if standing else None,
        urgency=0.0,
        snoozed_for="",
        known=(),
        worries_read=0,
        worries_dismissed=0,
        verdict="",
    )
    case.urgency = _urgency(case, day)
    session.add(case)
    session.flush()
    log(session, case, "opened", reasons=[*reasons])
    return case


def _update(
    session: Session,
    case: CaseRow,
    reasons: tuple[str, ...],
    standing: StandingRow,
    day: date,
) -> None:
    if standing.state == "ended":
        if case.status != "closed":
            rest(session, case, "closed")
            # Should the end be undone, all that speaks for the case is news.
            case.known, case.known_risk = (), None
            log(session, case, "ended")
        return
    if "by_hand" in case.reasons and case.status in OPEN:
        reasons = (*reasons, "by_hand")
    # The programme date may have been set back, and no case was opened after it.
    case.opened_on = min(case.opened_on, day)
    case.status_since = min(case.status_since, day)
    before = case.reasons
    case.reasons, case.signals, case.risk = reasons, standing.signals, standing.risk
    rests = case.status in ("quiet", "closed") or case.snoozed_until is not None
    if rests and (cause := _wakes(case, standing)):
        _wake(session, case, cause, day)
    elif case.snoozed_until is not None and case.snoozed_until <= day:
        case.snoozed_until, case.snoozed_for = None, ""
        log(session, case, "woke", cause=["date"])
    elif not reasons and case.status in WAITING and case.owner_id is None:
        # Nobody has begun with it, and nothing speaks for it any more.
        rest(session, case, "closed")
        log(session, case, "eased", reasons=[*before])
    if case.status in ("quiet", "closed"):
        # What has gone away since it was put to rest would be news if it came back.
        still = {*reasons, *case.signals, *_words(standing)}
        case.known = tuple(one for one in case.known if one in still)
    case.urgency = _urgency(case, day)


def _wakes(case: CaseRow, standing: StandingRow) -> tuple[str, ...]:
    """What there is now and was not when the case was put to rest."""
    strongest = case.signals[:1] if "at_risk" in case.reasons else ()
    fresh = tuple(one for one in (*case.reasons, *strongest) if one not in case.known)
    if fresh:
        return fresh
    if not {*_words(standing)} <= {*case.known}:
        return ("safeguarding",)
    rose = (
        case.risk is not None
        and case.known_risk is not None
        and case.risk >= case.known_risk + WORSE
        and "at_risk" in case.reasons
    )
    return ("worse",) if rose else ()


def _wake(session: Session, case: CaseRow, cause: tuple[str, ...], day: date) -> None:
    if case.status == "closed":
        case.opened_on = day
    if case.status in ("quiet", "closed"):
        set_status(session, case, "regressed")
        log(session, case, "regressed", cause=[*cause])
    else:
        log(session, case, "woke", cause=[*cause])
    case.snoozed_until, case.snoozed_for = None, ""
    case.known, case.known_risk = (), None


def _words(standing: StandingRow | None) -> tuple[str, ...]:
    """Each sentence that a human must read, by number: one more is news, however many there are."""
    return tuple(f"safeguarding-{n}" for n in range(standing.safeguarding if standing else 0))


def _urgency(case: CaseRow, day: date) -> float:
    weight = max(
        (
            case.risk if reason == "at_risk" and case.risk is not None else REASONS[reason]
            for reason in case.reasons
        ),
        default=0.0,
    )
    return round(weight * ((day - case.opened_on).days + 1), 4)
