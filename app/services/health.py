"""Assessments: making them, keeping them, and knowing which are out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.db.tables import AssessmentRow, MentorshipRow
from app.services import library, models
from app.services.chunks import in_chunks
from app.services.programme import is_active, load, lock, programme_day
from model.errors import ModelError

Progress = Callable[[int, int], None]  # done, total

# So many mentorships are scored between two commits: writers wait no longer than that.
_AT_ONCE = 20


def rescore(session: Session, mentorship_ids: Sequence[str]) -> int:
    """Assess those of the mentorships that are active; returns how many were.

    Without a usable model nothing is stored, and ``models.status()`` says why.
    """
    day = programme_day(session)
    revisions = _revisions(session, mentorship_ids, day)
    release = models.release_or_none()
    if release is None or not revisions:
        return 0
    library.load()
    from model.history import history_as_of

    # The revisions were read before the content: a change in between leaves the new
    # assessment out of date, so it is made again, and never the other way round.
    programme = load(session, [*revisions])
    # One that was removed in between is not there to be read.
    histories = [history_as_of(programme, one, day) for one in programme.mentorships]
    if not histories:
        return 0
    session.rollback()  # The model takes a while, and nobody should wait for this session.
    try:
        assessments = release.health.assess(histories)
        trajectories = {
            one: release.health.trajectory(programme, one, day) for one in programme.mentorships
        }
    except ModelError as error:
        models.current().switch_off(error)
        return 0
    # What was removed or has changed while the model was reading is left for the next time: an
    # import may be removing mentorships, and another process may be ahead with a newer reading.
    lock(session)
    unchanged = dict(_revisions(session, [*revisions], day).items() & revisions.items())
    held = [one for one in assessments if one.mentorship_id in unchanged]
    for assessment in held:
        entry = assessment.to_json()
        session.add(
            AssessmentRow(
                mentorship_id=assessment.mentorship_id,
                revision=revisions[assessment.mentorship_id],
                as_of=day,
                computed_at=clock.now(),
                model_version=release.version,
                risk=assessment.risk,
                state=assessment.state,
                flagged=assessment.flagged,
                reasons=entry["reasons"],
                safeguarding=entry["safeguarding"],
                unread=entry["unread"],
                marks=[
                    {
                        "meeting_id": mark.meeting_id,
                        "author": mark.author,
                        "text": mark.text,
                        "signal": mark.signal,
                        "direction": mark.direction,
                        "strength": round(float(mark.strength), 3),
                    }
                    for mark in assessment.marks
                ],
                trajectory=[
                    [on.isoformat(), None if risk is None else round(float(risk), 4)]
                    for on, risk in trajectories[assessment.mentorship_id]
                ],
            )
        )
    session.commit()
    return len(held)


def rescore_all(session: Session, progress: Progress) -> int:
    """Assess every active mentorship; returns how many were."""
    ids = session.scalars(
        select(MentorshipRow.mentorship_id)
        .where(is_active(programme_day(session)))
        .order_by(MentorshipRow.mentorship_id)
    ).all()
    return _in_steps(session, ids, progress)


def rescore_stale(session: Session, progress: Progress = lambda done, total: None) -> int:
    """Assess what is out of date; returns how many were."""
    return _in_steps(session, stale(session), progress)


def stale(session: Session) -> tuple[str, ...]:
    """Active mentorships whose newest assessment is missing or no longer holds.

    It holds for the rows it was made from, the programme date and the model.
    """
    release = models.release_or_none()
    if release is None:
        return ()
    day = programme_day(session)
    rows = session.scalars(
        select(MentorshipRow.mentorship_id)
        .outerjoin(AssessmentRow, is_newest())
        .where(
            is_active(day),
            AssessmentRow.assessment_id.is_(None)
            | (AssessmentRow.revision != MentorshipRow.revision)
            | (AssessmentRow.as_of != day)
            | (AssessmentRow.model_version != release.version),
        )
        .order_by(MentorshipRow.mentorship_id)
    )
    return tuple(rows)


def is_newest() -> ColumnElement[bool]:
    """Joins each mentorship with its newest assessment."""
    other = aliased(AssessmentRow)
    newest = (
        select(func.max(other.assessment_id))
        .where(other.mentorship_id == MentorshipRow.mentorship_id)
        .correlate(MentorshipRow)
        .scalar_subquery()
    )
    return AssessmentRow.assessment_id == newest


def current(session: Session, mentorship_id: str) -> AssessmentRow | None:
    """The newest assessment of a mentorship."""
    return session.scalars(
        select(AssessmentRow)
        .where(AssessmentRow.mentorship_id == mentorship_id)
        .order_by(AssessmentRow.assessment_id.desc())
        .limit(1)
    ).first()


def _in_steps(session: Session, ids: Sequence[str], progress: Progress) -> int:
    scored, seen = 0, 0
    progress(0, len(ids))
    for some in in_chunks(ids, _AT_ONCE):
        scored += rescore(session, some)
        seen += len(some)
        progress(seen, len(ids))
    return scored


def _revisions(session: Session, mentorship_ids: Sequence[str], day: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in in_chunks(mentorship_ids):
        rows = session.execute(
            select(MentorshipRow.mentorship_id, MentorshipRow.revision)
            .where(MentorshipRow.mentorship_id.in_(some), is_active(day))
            .order_by(MentorshipRow.mentorship_id)
        )
        found.update(dict(rows.all()))
    return found
