"""A repair before it begins: the ladder for a trouble, the three guides, and drafts to edit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast, get_args

from sqlalchemy.orm import Session

from app.db.tables import User
from app.permissions import Actor, Side
from app.services import health
from app.services.programme import programme_day
from app.services.repairing import guides, repair
from app.services.repairing.guides import RUNG_LABELS, TROUBLES, Guide, Names, Reader, Rung
from app.services.repairing.repair_record import Next, Record, which_helped
from app.services.review import cases
from app.services.review.case_hold import check_may_work


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder, and how it has done so far; no record, if it was never tried."""

    rung: Rung
    label: str
    record: Record | None


@dataclass(frozen=True, slots=True)
class ReaderGuide:
    """A guide with whom it is for."""

    reader: Reader
    guide: Guide
    kind_words: str  # what is different in a reverse or peer mentorship


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a coordinator chooses from."""

    mentorship_id: str
    names: Names
    kind: str
    revision: int | None
    trouble: str
    trouble_label: str
    suggested: str
    troubles: tuple[tuple[str, str], ...]
    apart: bool
    ladder: tuple[Step, ...]
    rung: Rung
    next: Next
    guides: tuple[ReaderGuide, ...]
    to_mentee: str
    to_mentor: str
    check_back_on: date


def plan(
    session: Session, actor: Actor, mentorship_id: str, trouble: str = "", rung: str = ""
) -> Plan:
    """For the trouble and rung asked for, else for what the case suggests and what comes next."""
    check_may_work(actor)
    mentorship = repair.get_mentorship(session, mentorship_id)
    case = cases.of_mentorship(session, mentorship_id)
    suggested = repair.suggested(session, mentorship_id, case)
    about = trouble if trouble in TROUBLES else suggested
    kind = guides.get(about)
    past = tuple(one for one in repair.of_mentorship(session, mentorship_id) if one.outcome)
    following = repair.tried(past, about)
    chosen = next((one for one in kind.ladder if one == rung), following.rung or kind.ladder[-1])
    names, helped = repair.names_of(session, mentorship), which_helped(session)
    told = _told(session, mentorship_id, about)
    signed = _signature(session, actor)
    drafts = {
        side: guides.draft(about, chosen, side, names, signed) if side in told else ""
        for side in get_args(Side)
    }
    return Plan(
        mentorship_id=mentorship_id,
        names=names,
        kind=mentorship.kind,
        revision=case.revision if case else None,
        trouble=about,
        trouble_label=str(kind.label),
        suggested=suggested,
        troubles=tuple((key, str(one.label)) for key, one in TROUBLES.items()),
        apart=kind.apart,
        ladder=tuple(
            Step(one, str(RUNG_LABELS[one]), helped.get((about, one))) for one in kind.ladder
        ),
        rung=chosen,
        next=following,
        guides=three_guides(about, names, mentorship.kind),
        to_mentee=drafts["mentee"],
        to_mentor=drafts["mentor"],
        check_back_on=programme_day(session) + timedelta(kind.look_again_days),
    )


def three_guides(trouble: str, names: Names, kind: str) -> tuple[ReaderGuide, ...]:
    """The coordinator's first: whoever reads all three needs it most."""
    readers: tuple[Reader, ...] = ("coordinator", "mentee", "mentor")
    return tuple(
        ReaderGuide(
            reader, guides.guide(trouble, reader, names), guides.kind_words(kind, reader, names)
        )
        for reader in readers
    )


def _told(session: Session, mentorship_id: str, trouble: str) -> frozenset[Side]:
    """To whom a draft is made: both, or where one may be afraid, only whoever spoke up."""
    both: frozenset[Side] = frozenset(get_args(Side))
    if not guides.get(trouble).apart:
        return both
    read = health.current(session, mentorship_id)
    said = read.safeguarding if read and trouble == "safety" else _evidence(read, trouble)
    spoke = {one.get("author") for one in said} & both
    return frozenset({"mentor"}) if spoke == {"mentor"} else frozenset({"mentee"})


def _evidence(read: object, trouble: str) -> list[dict[str, str]]:
    reasons = getattr(read, "reasons", [])
    found = [one["evidence"] for one in reasons if one["signal"] == trouble]
    return cast(list[dict[str, str]], [entry for some in found for entry in some])


def _signature(session: Session, actor: Actor) -> str:
    """Whom to answer, since a message in the application has no reply."""
    user = session.get(User, actor.user_id) if actor.user_id is not None else None
    return "\n".join(filter(None, (user.name, user.email))) if user else ""
