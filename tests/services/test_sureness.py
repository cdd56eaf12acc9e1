"""How sure a judgement is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.services import models
from app.services.explaining import mentorship
from app.services.explaining.assessment_view import AssessmentView
from app.services.explaining.sureness import Sureness, sureness
from tests.fakes import VERSION, FakeModels


def row(threshold: float, flagged: float, precision: float, recall: float) -> dict[str, object]:
    def figure(value: float) -> dict[str, float]:
        return {"value": value, "low": value - 0.02, "high": value + 0.02}

    return {
        "threshold": threshold,
        "flagged": figure(flagged),
        "precision": figure(precision),
        "recall": figure(recall),
    }


# Of 100, 40 fail. From 0.5 on 40 are flagged and 36 of them real, from 0.9 on 25 and all real.
MEASURED = {"version": VERSION, "catch": [row(0.9, 25, 1.0, 0.625), row(0.5, 40, 0.9, 0.9)]}


def read(session: Session) -> tuple[AssessmentView, mentorship.MentorshipDetail]:
    detail = mentorship.detail(session, "m-bad")
    assert detail.assessment is not None
    return detail.assessment, detail


def sure(session: Session, **changes: object) -> Sureness:
    assessment, detail = read(session)
    changed = replace(assessment, **changes)  # type: ignore[arg-type]
    return sureness(changed, detail.meetings, detail.cadence_days, detail.day)


def test_it_counts_what_each_side_gave(session: Session) -> None:
    found = sure(session)
    assert (found.mentee.notes, found.mentee.ratings) == (2, 2)
    assert (found.mentor.notes, found.mentor.last_on) == (1, date(2026, 11, 2))
    assert found.held == 2


@pytest.mark.parametrize(("risk", "near"), [(0.55, True), (0.45, True), (0.7, False)])
def test_a_risk_near_the_line_is_said_to_be_near(session: Session, risk: float, near: bool) -> None:
    assert sure(session, risk=risk).near == near


def test_a_silent_side_is_named(session: Session) -> None:
    detail = mentorship.detail(session, "m-new")
    assert detail.assessment is not None
    found = sureness(detail.assessment, detail.meetings, detail.cadence_days, detail.day)
    assert found.missing == ("never_met", "mentee_silent", "mentor_silent", "no_ratings")


def test_words_that_are_old_are_said_to_be_old(session: Session) -> None:
    assessment, detail = read(session)
    later = date(2027, 3, 1)
    assert "old" in sureness(assessment, detail.meetings, detail.cadence_days, later).missing


def test_without_a_table_nothing_is_said_of_held_out_mentorships(session: Session) -> None:
    assert sure(session).meant is None


def test_a_table_of_another_model_says_nothing(session: Session, models: FakeModels) -> None:
    models.measured = {**MEASURED, "version": "another"}
    assert sure(session).meant is None


def test_at_this_height_counts_only_what_lies_at_this_height(
    session: Session, models: FakeModels
) -> None:
    """Between 0.5 and 0.9 there are 15, of which 11 are real; 25 at 0.9 and higher are all real."""
    models.measured = MEASURED
    meant = sure(session, risk=0.6).meant
    assert meant is not None and meant.of_flags is not None
    assert (meant.at_least, meant.below) == (0.5, 0.9)
    assert meant.real.value == pytest.approx(11 / 15)
    assert meant.real.low is None
    assert meant.of_flags.value == pytest.approx(0.9)
    assert meant.failing == pytest.approx(0.4)


def test_at_the_top_the_interval_is_told(session: Session, models: FakeModels) -> None:
    models.measured = MEASURED
    meant = sure(session, risk=0.95).meant
    assert meant is not None and meant.real.low == pytest.approx(0.98)


def test_what_was_missed_is_told_of_a_low_risk(session: Session, models: FakeModels) -> None:
    """Below 0.5 there are 60, of which 4 fail."""
    models.measured = MEASURED
    meant = sure(session, risk=0.1, flagged=False).meant
    assert meant is not None and meant.of_flags is None
    assert meant.real.value == pytest.approx(4 / 60)


def test_the_released_model_brings_its_table() -> None:
    from app.settings import Settings

    folder = Settings.from_environment({}).artifacts / "shipped"
    measured = models._measured(folder)
    assert measured["version"]
    assert {"threshold", "flagged", "precision", "recall"} <= set(measured["catch"][0])
