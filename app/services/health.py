"""Assessments: making them, keeping them, and knowing which are out of date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.db.tables import AssessmentRow, MentorshipRow
from app.services import library, models, standing
from app.services.chunks import in_chunks
from app.services.explaining.what_if import what_if
from app.services.participants import spoken
from app.services.programme import is_active, load, lock, programme_day
from app.services.review import cases
from model.errors import ModelError

Progress = Callable[[int, int], None]  # done, total

# So many mentorships are scored between two commits: writers wait no longer than that.
_AT_ONCE = 20


def rescore(session: Session, mentorship_ids: Sequence[str]) -> int:
    """Assess those of the mentorships that are active; returns how many were.

    Standings and cases follow. Without a usable model nothing is assessed, and
    ``models.status()`` says why; then they follow dates and what people said.
    """
    scored = _assess(session, mentorship_ids)
    follow(session, mentorship_ids)
    return scored


def follow(session: Session, mentorship_ids: Sequence[str]) -> None:
    """Bring the standings and the cases of these in step with all that is known, and commit."""
    lock(session)
    standing.refresh(session, mentorship_ids)
    cases.follow(session, mentorship_ids)
    session.commit()


def _assess(session: Session, mentorship_ids: Sequence[str]) -> int:
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
    said = spoken.of(session, [*revisions])
    session.rollback()  # The model takes a while, and nobody should wait for this session.
    try:
        assessments = release.health.assess(histories)
        alarming = spoken.alarming(release.health, said, histories)
        changes = what_if(release.health, histories)
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
                safeguarding=entry["safeguarding"] + alarming[assessment.mentorship_id],
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
                what_if=changes[assessment.mentorship_id],
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
    scored = _in_steps(session, ids, progress)
    _follow_others(session)
    return scored


def rescore_stale(session: Session, progress: Progress = lambda done, total: None) -> int:
    """Assess what is out of date; returns how many were."""
    scored = _in_steps(session, stale(session), progress)
    _follow_others(session)
    return scored


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


def _follow_others(session: Session) -> None:
    """Those that are not assessed have a standing too: ended ones, or all while scores are off."""
    for some in in_chunks(standing.stale(session)):
        follow(session, some)


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
