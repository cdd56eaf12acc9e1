"""What would change a risk: exact sums over the reasons, and the risk after meetings to come."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.services import health
from app.services.explaining.assessment_view import AssessmentView, ReasonView
from app.services.explaining.reasons_in_words import WORDS
from app.services.explaining.what_if import what_if
from app.services.explaining.what_would_change import opening, what_would_change, without
from model.health import SIGNALS
from model.history import History
from model.programme import Meeting
from tests.model import small_model

DAY = date(2026, 11, 20)
READ = AssessmentView(
    as_of=DAY,
    computed_at=datetime(2026, 11, 20, tzinfo=UTC),
    model_version="v",
    state="at_risk",
    risk=0.8,
    flagged=True,
    reasons=(),
    safeguarding=(),
    unread=(),
    trajectory=(),
    threshold=0.5,
    what_if={},
)


def reason(signal: str, contribution: float) -> ReasonView:
    return ReasonView(signal, signal, contribution, ())


def logit(risk: float) -> float:
    return math.log(risk / (1 - risk))


def history(*ratings: int, gap: int = 60) -> History:
    last = DAY - timedelta(gap)
    meetings = tuple(
        Meeting(
            f"mt-{n}",
            "m",
            last - timedelta(14 * (len(ratings) - 1 - n)),
            "held",
            mentee_rating=rating,
            mentor_rating=rating,
        )
        for n, rating in enumerate(ratings)
    )
    return History("m", "traditional", date(2026, 6, 1), 14, DAY, meetings)


def test_a_reason_is_taken_away_in_log_odds() -> None:
    assert logit(without(0.8, 1.1)) == pytest.approx(logit(0.8) - 1.1)


def test_the_risk_without_a_reason_is_what_the_model_would_say() -> None:
    model = small_model.health()
    [read] = model.assess([history(1, 1, gap=80)])
    gap = next(one for one in read.reasons if one.signal == "contact_gap")
    others = logit(read.risk) - gap.contribution
    assert logit(without(read.risk, gap.contribution)) == pytest.approx(others)


def test_each_strong_reason_comes_with_what_helps() -> None:
    told = what_would_change(
        replace(READ, reasons=(reason("listening", 1.0), reason("chemistry", 0.01))), "Mia", "Carl"
    )
    assert told is not None
    first, second = told.without
    assert "Mia" in first.helps and not first.hardly
    assert second.hardly


def test_how_many_reasons_it_takes_to_come_below_the_line() -> None:
    reasons = (reason("listening", 1.0), reason("chemistry", 0.9), reason("overall", 0.1))
    told = what_would_change(replace(READ, reasons=reasons), "Mia", "Carl")
    assert told is not None and told.together is not None
    assert told.together.reasons == 2
    assert told.together.risk < 0.5


def test_it_is_said_if_even_all_reasons_do_not_suffice() -> None:
    told = what_would_change(replace(READ, reasons=(reason("overall", 0.1),)), "Mia", "Carl")
    assert told is not None and told.together is not None
    assert told.together.reasons is None


def test_where_too_little_is_known_no_figure_is_given() -> None:
    assert what_would_change(replace(READ, state="not_enough"), "Mia", "Carl") is None


def test_the_opening_names_the_strongest_and_leaves_out_the_weak(session: Session) -> None:
    reasons = (reason("mentor_availability", 1.0), reason("chemistry", 0.1))
    said = opening(replace(READ, reasons=reasons), "Mia", "Carl")
    assert said == "By what was written, Carl has little time for it."


def test_every_signal_of_the_model_has_its_words() -> None:
    assert set(WORDS) == set(SIGNALS)


def test_meeting_again_ends_the_gap() -> None:
    model, one = small_model.health(), history(4, 4, gap=80)
    [read] = model.assess([one])
    told = what_if(model, [one])["m"]
    assert told["met"] < read.risk
    assert told["threshold"] == small_model.THRESHOLD


def test_a_good_meeting_is_rated_no_lower_than_the_best_one_so_far() -> None:
    model, one = small_model.health(), history(5, 5, gap=7)
    told = what_if(model, [one])["m"]
    assert told["one_good"] == pytest.approx(told["met"], abs=0.05)


def test_three_good_meetings_help_more_than_one() -> None:
    told = what_if(small_model.health(), [history(2, 2, gap=40)])["m"]
    assert told["three_good"] < told["one_good"] < told["met"]


def test_scoring_keeps_what_would_be_after_meetings(session: Session) -> None:
    row = health.current(session, "m-bad")
    assert row is not None
    assert set(row.what_if) == {"threshold", "met", "one_good", "three_good"}
