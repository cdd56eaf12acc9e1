"""What holds of every assessment, whatever a model has learnt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.special import logit

from model import history as histories
from model.health import MAX_REASONS, SIGNALS, Assessment, Evidence, HealthModel, Reason
from model.history import History, active_histories
from model.programme import Meeting, Programme
from tests.fakes import FakeReader
from tests.model import small_model
from tests.model.programmes import programmes
from tests.training import small_corpus

DAY = date(2026, 4, 1)
START = date(2026, 1, 5)

made_up = given(programmes())
some = settings(max_examples=60)


def assessed(programme: Programme) -> Iterator[tuple[History, Assessment]]:
    found = active_histories(programme, DAY)
    yield from zip(found, small_model.health().assess(found), strict=True)


def history(*meetings: Meeting, day: date = DAY) -> History:
    return History("m", "traditional", START, 14, day, meetings)


def judge(*meetings: Meeting, day: date = DAY) -> Assessment:
    return small_model.health().assess([history(*meetings, day=day)])[0]


@made_up
@some
def test_the_contributions_add_up_to_the_log_odds_beyond_the_baseline(
    programme: Programme,
) -> None:
    health = small_model.health()
    for one, judged in assessed(programme):
        readings = health.reader.read(one.notes)
        shares = health.contributions(histories.features(one, readings))
        total = sum(share for _, share in shares)
        assert total == pytest.approx(logit(judged.risk) - health.line.baseline, abs=1e-9)


@made_up
@some
def test_there_are_at_most_5_reasons_and_the_heaviest_comes_first(programme: Programme) -> None:
    for _, judged in assessed(programme):
        weights = [reason.contribution for reason in judged.reasons]
        assert len(weights) <= MAX_REASONS == 5
        assert weights == sorted(weights, reverse=True)


@made_up
@some
def test_every_reason_raises_the_risk_is_named_once_and_has_evidence(
    programme: Programme,
) -> None:
    for _, judged in assessed(programme):
        signals = [reason.signal for reason in judged.reasons]
        assert len(set(signals)) == len(signals)
        assert {*signals} <= {*SIGNALS}
        assert all(reason.contribution > 0 for reason in judged.reasons)
        assert all(reason.evidence for reason in judged.reasons if reason.signal != "contact_gap")


def in_the_feedback(evidence: Evidence, one: History) -> bool:
    (meeting,) = (m for m in one.meetings if m.meeting_id == evidence.meeting_id)
    if evidence.text is None:
        return evidence.author is None
    return evidence.author is not None and evidence.text in meeting.feedback(evidence.author)


@made_up
@some
def test_evidence_is_a_verbatim_part_of_the_named_feedback(programme: Programme) -> None:
    for one, judged in assessed(programme):
        shown = [piece for reason in judged.reasons for piece in reason.evidence]
        assert all(in_the_feedback(piece, one) for piece in [*shown, *judged.safeguarding])


@made_up
@some
def test_marks_are_verbatim_parts_of_the_named_feedback(programme: Programme) -> None:
    for one, judged in assessed(programme):
        marked = [Evidence(mark.meeting_id, mark.author, mark.text) for mark in judged.marks]
        assert all(in_the_feedback(piece, one) for piece in marked)


@made_up
@some
def test_the_state_says_no_more_than_the_flag(programme: Programme) -> None:
    for _, judged in assessed(programme):
        assert judged.flagged == (judged.state == "at_risk")
        assert 0.0 <= judged.risk <= 1.0


@made_up
@some
def test_who_is_flagged_lies_at_or_above_the_threshold(programme: Programme) -> None:
    threshold = small_model.health().line.threshold
    for _, judged in assessed(programme):
        assert judged.state == "not_enough" or judged.flagged == (judged.risk >= threshold)


@made_up
@some
def test_an_assessment_does_not_depend_on_its_neighbours(programme: Programme) -> None:
    for one, judged in assessed(programme):
        (alone,) = small_model.health().assess([one])
        assert alone.to_json() == judged.to_json()


def test_of_more_than_5_reasons_only_5_are_told() -> None:
    meetings = [
        Meeting(
            str(at),
            "m",
            date(2026, 1, 6 + at),
            "no_show" if at == 3 else "held",
            mentee_feedback=text,
            mentor_feedback="It helped me.",
            mentee_rating=4 - at,
        )
        for at, (text, _) in enumerate(small_corpus.BAD)
    ]
    judged = judge(*meetings)
    assert {mark.signal for mark in judged.marks if mark.direction == "bad"} >= {
        signal for _, signal in small_corpus.BAD
    }
    assert len(judged.reasons) == 5


def test_a_mentorship_that_has_just_begun_is_not_enough_to_say() -> None:
    judged = judge(day=START)
    assert (judged.state, judged.flagged) == ("not_enough", False)


def test_one_bad_sentence_alone_is_not_enough_to_say() -> None:
    first = Meeting("x", "m", START, "held", mentee_feedback="He cancelled again.")
    judged = judge(first, day=START)
    assert (judged.state, judged.flagged) == ("not_enough", False)


def test_two_who_never_met_and_are_long_overdue_are_not_passed_over() -> None:
    assert judge().state != "not_enough"


def test_a_reason_that_comes_from_dates_has_meetings_and_no_text() -> None:
    judged = judge(Meeting("x", "m", START, "no_show", cancelled_by="mentor"))
    missed = next(one for one in judged.reasons if one.signal == "missed_meetings")
    assert missed.to_json()["evidence"] == [{"meeting_id": "x"}]


def test_a_reason_that_comes_from_words_quotes_them_with_their_author() -> None:
    text = "The weather was fine. He cancelled again."
    judged = judge(Meeting("x", "m", START, "held", mentor_feedback=text))
    said = next(one for one in judged.reasons if one.signal == "mentor_availability")
    assert said.to_json()["evidence"][0] == {
        "meeting_id": "x",
        "author": "mentor",
        "text": "He cancelled again.",
    }


def test_praise_under_the_same_signal_neither_hides_a_complaint_nor_is_quoted_for_it() -> None:
    def of(text: str) -> Reason:
        judged = judge(Meeting("x", "m", START, "held", mentee_feedback=text))
        return next(one for one in judged.reasons if one.signal == "mentor_availability")

    complaint = "He cancelled again."
    both = of(f"{complaint} She made time. She made time.")
    assert both.contribution > 0.0
    assert [piece.text for piece in both.evidence] == [complaint]


def test_an_assessment_prints_the_keys_and_types_of_the_contract() -> None:
    entry = judge(Meeting("x", "m", START, "held", mentee_feedback="He cancelled again.")).to_json()
    assert {key: type(value) for key, value in entry.items()} == {
        "mentorship_id": str,
        "as_of": str,
        "risk": float,
        "flagged": bool,
        "state": str,
        "reasons": list,
        "safeguarding": list,
        "unread": list,
    }


# ---- safeguarding ------------------------------------------------------------------------------

THREAT = "He threatened me."


def test_a_threat_reaches_a_human_even_where_too_little_is_known_to_judge() -> None:
    judged = judge(Meeting("x", "m", START, "held", mentee_feedback=THREAT), day=START)
    assert judged.state == "not_enough"
    assert judged.safeguarding == (Evidence("x", "mentee", THREAT),)


def test_a_threat_reaches_a_human_even_in_a_note_full_of_praise() -> None:
    text = f"It helped me. She made time. {THREAT} He listens well. It helped me."
    judged = judge(*(Meeting(str(at), "m", START, "held", mentor_feedback=text) for at in range(4)))
    assert [piece.text for piece in judged.safeguarding] == [THREAT] * 4


def test_the_risk_is_the_same_where_nothing_is_shown() -> None:
    meeting = Meeting("x", "m", START, "held", mentee_feedback=THREAT)
    deaf = replace(small_model.line(), concern_threshold=np.inf)
    (without,) = HealthModel(FakeReader(), deaf).assess([history(meeting)])
    shown = judge(meeting)
    assert (without.safeguarding, shown.safeguarding) == ((), (Evidence("x", "mentee", THREAT),))
    assert (without.risk, without.reasons) == (shown.risk, shown.reasons)


def test_nothing_is_raised_where_nothing_is_wrong() -> None:
    meeting = Meeting("x", "m", START, "held", mentee_feedback="He listens well. It helped me.")
    assert judge(meeting).safeguarding == ()


# ---- dates and ratings -------------------------------------------------------------------------


@pytest.mark.parametrize("side", ["mentee_rating", "mentor_rating"])
def test_a_lower_last_rating_never_lowers_the_risk(side: str) -> None:
    earlier = Meeting("x", "m", START, "held", mentee_rating=4, mentor_rating=4)

    def risk(rating: int) -> float:
        last = Meeting("y", "m", date(2026, 3, 1), "held", **{side: rating})  # type: ignore[arg-type]
        return judge(earlier, last).risk

    risks = [risk(rating) for rating in (5, 4, 3, 2, 1)]
    assert risks == sorted(risks)


def test_a_longer_silence_never_lowers_the_risk_of_two_who_met_and_said_nothing() -> None:
    met = Meeting("x", "m", START, "held")
    risks = [judge(met, day=date(2026, month, 5)).risk for month in range(1, 9)]
    assert risks == sorted(risks)


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
@pytest.mark.parametrize("by", ["mentor", "mentee", None])
def test_a_missed_meeting_never_lowers_the_risk(status: str, by: str | None) -> None:
    met = Meeting("x", "m", START, "held", mentee_rating=4)
    missed = Meeting("y", "m", date(2026, 2, 1), status, cancelled_by=by)  # type: ignore[arg-type]
    assert judge(met, missed).risk >= judge(met).risk


def test_a_no_show_weighs_at_least_as_much_as_a_cancellation() -> None:
    day = date(2026, 2, 1)
    absent = judge(Meeting("y", "m", day, "no_show", cancelled_by="mentor")).risk
    assert absent >= judge(Meeting("y", "m", day, "cancelled", cancelled_by="mentor")).risk


def test_feedback_instead_of_a_meeting_counts() -> None:
    silent = Meeting("x", "m", START, "cancelled", cancelled_by="mentor")
    told = Meeting(
        "x", "m", START, "cancelled", cancelled_by="mentor", mentee_feedback="She never listens."
    )
    assert judge(told).risk > judge(silent).risk
