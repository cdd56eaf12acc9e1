"""One step for many cases: what can be done is done, and what can't is told with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MentorshipRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services.review import case_work, cases
from app.services.review.case_filter import mentee, mentor
from app.services.review.case_hold import check_may_work

Step = Literal["take", "assign", "status", "due", "snooze", "quiet", "verdict"]
STEP_LABELS: Mapping[str, object] = {
    "take": lazy_gettext("Take them: mine, and in review"),
    "assign": lazy_gettext("Give them to somebody"),
    "status": lazy_gettext("Move them on"),
    "due": lazy_gettext("Set a due date"),
    "snooze": lazy_gettext("Snooze them until a day"),
    "quiet": lazy_gettext("Make them quiet until they get worse"),
    "verdict": lazy_gettext("Record a verdict"),
}
MOST = 200


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be done with each of them; only what the step needs is looked at."""

    step: str
    owner_id: int | None = None
    status: str = ""
    due_on: date | None = None
    until: date | None = None
    verdict: str = ""
    words: str = ""  # the reason of a snooze or of quiet, the note of a verdict


@dataclass(frozen=True, slots=True)
class Refusal:
    """A case with which it could not be done, and why."""

    case_id: int
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Done:
    """How it went."""

    done: int
    refused: tuple[Refusal, ...]


# A case, and its revision as it was shown; ``None`` does not ask whether it has changed since.
Shown = tuple[int, int | None]


def apply(session: Session, actor: Actor, shown: Sequence[Shown], work: Work) -> Done:
    """Do the step with each case, one after the other. A case that refuses stops no other."""
    check_may_work(actor)
    _check(shown, work)
    refused: dict[int, str] = {}
    for case_id, revision in dict(shown).items():
        try:
            _STEPS[work.step](session, actor, case_id, work, revision)
        except (Invalid, Conflict, NotFound) as error:
            refused[case_id] = error.message
    names = _names(session, [*refused])
    return Done(
        len(dict(shown)) - len(refused),
        tuple(
            Refusal(case_id, names.get(case_id, str(case_id)), why)
            for case_id, why in refused.items()
        ),
    )


def _check(shown: Sequence[Shown], work: Work) -> None:
    if work.step not in get_args(Step):
        raise Invalid(_("Choose what to do with them."), "step")
    if not shown:
        raise Invalid(_("Tick at least one case."), "cases")
    if len(shown) > MOST:
        raise Invalid(_("At most %(most)s cases can be changed at once.", most=MOST), "cases")
    if work.step == "snooze" and work.until is None:
        raise Invalid(_("Say until which day they are snoozed."), "until")
    if work.step == "snooze" and not work.words.strip():
        raise Invalid(_("Say why it can wait: whoever reads it next will ask."), "words")


def _take(session: Session, actor: Actor, case_id: int, _work: Work, revision: int | None) -> None:
    """Somebody has it now. What is under repair, or on the way to a rematch, stays there."""
    if cases.get(session, case_id).status not in ("in_review", "repairing", "rematching"):
        case_work.set_status(session, actor, case_id, "in_review", revision=revision)
        revision = None
    case_work.assign(session, actor, case_id, actor.user_id, revision=revision)


def _snooze(session: Session, actor: Actor, case_id: int, work: Work, revision: int | None) -> None:
    if work.until is not None:
        case_work.snooze(session, actor, case_id, work.until, work.words, revision=revision)


_STEPS: Mapping[str, Callable[[Session, Actor, int, Work, int | None], None]] = {
    "take": _take,
    "assign": lambda session, actor, case_id, work, revision: case_work.assign(
        session, actor, case_id, work.owner_id, revision=revision
    ),
    "status": lambda session, actor, case_id, work, revision: case_work.set_status(
        session, actor, case_id, work.status, revision=revision
    ),
    "due": lambda session, actor, case_id, work, revision: case_work.set_due(
        session, actor, case_id, work.due_on, revision=revision
    ),
    "snooze": _snooze,
    "quiet": lambda session, actor, case_id, work, revision: case_work.quiet(
        session, actor, case_id, work.words, revision=revision
    ),
    "verdict": lambda session, actor, case_id, work, revision: case_work.verdict(
        session, actor, case_id, work.verdict, work.words, revision=revision
    ),
}


def _names(session: Session, case_ids: Sequence[int]) -> dict[int, str]:
    if not case_ids:
        return {}
    found = session.execute(
        select(CaseRow.case_id, mentee.name, mentor.name)
        .join(MentorshipRow, MentorshipRow.mentorship_id == CaseRow.mentorship_id)
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
        .where(CaseRow.case_id.in_(case_ids))
    )
    return {
        case_id: _("%(mentee)s and %(mentor)s", mentee=one, mentor=other)
        for case_id, one, other in found
    }
