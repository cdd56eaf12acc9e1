"""Goals of a mentorship, with progress in five plain steps. Both sides set them and see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import GoalRow, MentorshipRow, PersonRow
from app.errors import Invalid, NotFound
from app.permissions import Actor
from app.services.limits import checked_text
from app.services.participants import mine
from app.services.programme import lock, programme_day
from model.goals import pieces

# Progress in steps that two people can agree on without counting.
STEPS: dict[int, Any] = {
    0: _("Not begun"),
    25: _("Begun"),
    50: _("Half way"),
    75: _("Nearly there"),
    100: _("Reached"),
}
# More than these are a list of wishes, and a longer one is a plan.
MAX_GOALS, MAX_LENGTH = 12, 300


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal as both sides and the coordinators see it."""

    goal_id: int
    mentorship_id: str
    text: str
    progress: int
    set_on: date
    changed_on: date
    reached_on: date | None
    dropped_on: date | None


def of_mentorships(session: Session, mentorship_ids: Sequence[str]) -> dict[str, list[Goal]]:
    """The goals of each, in the order they were set; dropped ones last."""
    found: dict[str, list[Goal]] = defaultdict(list)
    rows = session.scalars(
        select(GoalRow)
        .where(GoalRow.mentorship_id.in_(mentorship_ids))
        .order_by(GoalRow.dropped_on.is_not(None), GoalRow.goal_id)
    )
    for row in rows:
        found[row.mentorship_id].append(_view(row))
    return found


def of_mentorship(session: Session, mentorship_id: str) -> list[Goal]:
    """The goals of one mentorship."""
    return of_mentorships(session, [mentorship_id]).get(mentorship_id, [])


def own(session: Session, actor: Actor, goal_id: int) -> tuple[mine.OwnMentorship, Goal]:
    """A goal of one of the actor's mentorships; NotFound for anybody else's."""
    row = session.get(GoalRow, goal_id)
    if row is None:
        raise NotFound(gettext("This is not a goal of yours."))
    return mine.mentorship(session, actor, row.mentorship_id), _view(row)


def add(session: Session, actor: Actor, mentorship_id: str, texts: Sequence[str]) -> None:
    """Set goals, all of them or none; Invalid at ``text``."""
    mine.running(session, actor, mentorship_id)
    wanted = [_checked(text) for text in texts]
    if not wanted:
        raise Invalid(gettext("Please choose a goal, or write one."), "text")
    lock(session)
    there = session.scalar(
        select(func.count())
        .select_from(GoalRow)
        .where(GoalRow.mentorship_id == mentorship_id, GoalRow.dropped_on.is_(None))
    )
    if (there or 0) + len(wanted) > MAX_GOALS:
        session.rollback()
        raise Invalid(
            ngettext(
                "At most %(num)s goal at a time. Drop one that has become less important.",
                "At most %(num)s goals at a time. Drop one that has become less important.",
                MAX_GOALS,
            ),
            "text",
        )
    day = programme_day(session)
    session.add_all(
        GoalRow(mentorship_id=mentorship_id, text=text, progress=0, set_on=day, changed_on=day)
        for text in wanted
    )
    session.commit()


def change(
    session: Session,
    actor: Actor,
    goal_id: int,
    *,
    text: str | None = None,
    progress: int | None = None,
    dropped: bool | None = None,
) -> Goal:
    """Change what is given; the newest word of either side holds."""
    row = _changeable(session, actor, goal_id)
    if progress is not None and progress not in STEPS:
        raise Invalid(gettext("Choose one of the five steps."), "progress")
    day = programme_day(session)
    if text is not None:
        row.text = _checked(text)
    if progress is not None and progress != row.progress:
        row.progress = progress
        row.reached_on = day if progress == max(STEPS) else None
    if dropped is not None:
        row.dropped_on = day if dropped else None
    row.changed_on = day
    session.commit()
    return _view(row)


def offered(session: Session, actor: Actor, mentorship_id: str) -> list[str]:
    """What the mentee wrote for the matching, cut into goals that are not set yet.

    Offered to the mentee alone: the mentor has not seen those words.
    """
    if mine.mentorship(session, actor, mentorship_id).side != "mentee":
        return []
    written = session.scalar(
        select(PersonRow.mentee_goals)
        .join(MentorshipRow, MentorshipRow.mentee_id == PersonRow.person_id)
        .where(MentorshipRow.mentorship_id == mentorship_id)
    )
    there = {goal.text.casefold() for goal in of_mentorship(session, mentorship_id)}
    cut = dict.fromkeys(piece.text.strip().rstrip(".") for piece in pieces(written or ""))
    return [text for text in cut if len(text) <= MAX_LENGTH and text.casefold() not in there]


def _changeable(session: Session, actor: Actor, goal_id: int) -> GoalRow:
    mentorship, _goal = own(session, actor, goal_id)
    mine.running(session, actor, mentorship.mentorship_id)
    return session.get_one(GoalRow, goal_id)


def _checked(text: str) -> str:
    words = " ".join(checked_text(text, "text").split())
    if not words:
        raise Invalid(gettext("Please write the goal in a few words."), "text")
    if len(words) > MAX_LENGTH:
        raise Invalid(
            gettext("Please say it in at most %(most)s characters.", most=MAX_LENGTH), "text"
        )
    return words


def _view(row: GoalRow) -> Goal:
    return Goal(
        goal_id=row.goal_id,
        mentorship_id=row.mentorship_id,
        text=row.text,
        progress=row.progress,
        set_on=row.set_on,
        changed_on=row.changed_on,
        reached_on=row.reached_on,
        dropped_on=row.dropped_on,
    )
