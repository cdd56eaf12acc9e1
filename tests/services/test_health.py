"""Assessments: made, kept, and known when out of date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import AssessmentRow, MentorshipRow
from app.services import health
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.participants import meetings
from tests.conftest import participant
from tests.fakes import FakeModels
from tests.small_programme import DAY, programme


def nothing(done: int, total: int) -> None:
    """No one watches."""


def write(session: Session, text: str) -> None:
    meetings.record(session, participant("mia"), "m-bad", on=DAY, status="held", feedback=text)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AssessmentRow)) or 0


def test_only_active_mentorships_are_assessed(session: Session) -> None:
    assessed = set(session.scalars(select(AssessmentRow.mentorship_id)))
    assert assessed == {"m-bad", "m-good", "m-new"}


def test_an_assessment_keeps_reasons_marks_and_the_way_it_went(session: Session) -> None:
    row = health.current(session, "m-bad")
    assert row is not None
    assert row.reasons[0]["evidence"][0] == {
        "meeting_id": "mt-2",
        "author": "mentee",
        "text": "He cancelled again.",
    }
    assert [mark["meeting_id"] for mark in row.marks] == ["mt-2", "mt-3"]
    assert row.trajectory[-1][0] == "2026-11-20"


def test_after_scoring_nothing_is_out_of_date(session: Session) -> None:
    assert health.stale(session) == ()


def test_a_note_is_scored_at_once(session: Session) -> None:
    before = health.current(session, "m-bad")
    write(session, "It helped. It helped. It helped. It helped.")
    after = health.current(session, "m-bad")
    assert before is not None and after is not None
    assert after.risk < before.risk


def test_earlier_assessments_are_kept(session: Session) -> None:
    before = count(session)
    write(session, "Fine.")
    assert count(session) == before + 1


def test_another_programme_date_makes_everything_out_of_date(session: Session) -> None:
    programmes.set_as_of(session, date(2026, 11, 18))
    assert health.stale(session) == ("m-bad", "m-good", "m-new")


def test_another_model_makes_everything_out_of_date(session: Session, models: FakeModels) -> None:
    models.now.version = "fake-2"
    assert health.rescore_stale(session) == 3
    assert health.stale(session) == ()


def test_without_a_model_notes_are_kept_and_scored_when_it_is_back(
    session: Session, models: FakeModels
) -> None:
    models.broken = "line.json differs from what its manifest says"
    before = count(session)
    write(session, "He cancelled.")
    assert count(session) == before
    models.broken = None
    assert health.stale(session) == ("m-bad",)


def test_a_change_while_the_model_reads_leaves_the_assessment_out_of_date(
    session: Session, models: FakeModels
) -> None:
    judge = models.now.health.assess

    def slow(of):  # type: ignore[no-untyped-def]
        session.query(MentorshipRow).where(MentorshipRow.mentorship_id == "m-bad").update(
            {"revision": MentorshipRow.revision + 1}
        )
        session.commit()
        return judge(of)

    models.now.health.assess = slow  # type: ignore[method-assign]
    health.rescore(session, ["m-bad"])
    assert health.stale(session) == ("m-bad",)


def test_a_mentorship_that_is_removed_while_the_model_reads_does_not_stop_the_others(
    session: Session, models: FakeModels
) -> None:
    judge = models.now.health.assess

    def slow(of):  # type: ignore[no-untyped-def]
        others = replace(
            programme(),
            mentorships={k: one for k, one in programme().mentorships.items() if k != "m-bad"},
            meetings={
                k: one for k, one in programme().meetings.items() if one.mentorship_id != "m-bad"
            },
        )
        imports.import_programme(session, others, replacing=True)
        return judge(of)

    models.now.health.assess = slow  # type: ignore[method-assign]
    assert health.rescore(session, ["m-bad", "m-good"]) == 1
    assert health.current(session, "m-bad") is None
    assert count(session) == 3


def test_an_older_reading_never_comes_after_a_newer_one(
    session: Session, models: FakeModels
) -> None:
    judge = models.now.health.assess

    def slow(of):  # type: ignore[no-untyped-def]
        models.now.health.assess = judge  # type: ignore[method-assign]
        write(session, "It helped. It helped. It helped.")
        return judge(of)

    models.now.health.assess = slow  # type: ignore[method-assign]
    health.rescore(session, ["m-bad"])
    assert health.stale(session) == ()


def test_progress_is_told_up_to_the_end(session: Session) -> None:
    told: list[tuple[int, int]] = []
    health.rescore_all(session, lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (3, 3)]


def test_what_has_ended_is_not_scored(session: Session) -> None:
    assert health.rescore(session, ["m-over"]) == 0
