"""Rounds of questions: when they are asked, of whom, and what low and good answers do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import ConcernRow, MeetingRow, PauseRow, PulseRow, StandingRow
from app.errors import Conflict, Invalid, NotFound
from app.services import health
from app.services import programme as programmes
from app.services.explaining import mentorship
from app.services.participants import concerns, pulse_plan, pulse_steps, pulses
from app.services.review import case_work, cases
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, NED, DORA = (participant(one) for one in ("mia", "carl", "ned", "dora"))
# m-good began on 10 August: its third round is due on 8 November, its fourth in January.
DAY_90 = date(2026, 11, 8)
FIVE = dict.fromkeys(pulses.PULSE, 5)


def on(session: Session, day: date) -> None:
    """Let it be another day for everybody."""
    programmes.set_as_of(session, day)
    health.rescore_all(session, lambda done, total: None)


def meet(session: Session, mentorship_id: str, *days: date) -> None:
    session.add_all(
        MeetingRow(
            meeting_id=f"t-{day}", mentorship_id=mentorship_id, scheduled_on=day, status="held"
        )
        for day in days
    )
    session.commit()
    health.follow(session, [mentorship_id])


def kinds(session: Session, actor: object) -> list[str]:
    return [one.kind for one in pulses.asked(session, actor)]  # type: ignore[arg-type]


def waits_for_ned(session: Session) -> int:
    [one] = pulses.asked(session, NED)
    return one.pulse_id


def concern_kinds(session: Session, *, still_open: bool = True) -> list[str]:
    rows = session.scalars(select(ConcernRow).order_by(ConcernRow.concern_id))
    return [one.kind for one in rows if (one.settled_at is None) == still_open]


# When.


def test_a_pulse_comes_at_30_days_and_then_every_60(session: Session) -> None:
    for day in range(29, 160):
        on_day = date(2026, 8, 10) + timedelta(day)
        standing = session.get_one(StandingRow, "m-good")
        standing.held, standing.last_met_on = 9, on_day
        programmes.set_as_of(session, on_day)
        pulse_plan.plan_due(session, ["m-good"])
    rows = session.scalars(select(PulseRow).where(PulseRow.side == "mentee"))
    assert sorted((row.due_on, row.kind) for row in rows) == [
        (date(2026, 8, 10) + timedelta(after), f"day_{after}") for after in (30, 90, 150)
    ]


def test_the_fit_is_asked_after_the_first_and_the_second_meeting_of_either_side(
    session: Session,
) -> None:
    assert kinds(session, participant("zoe")) == []
    meet(session, "m-new", DAY)
    assert kinds(session, participant("zoe")) == ["fit_1"]
    assert "fit_1" in kinds(session, DORA)
    later = DAY + timedelta(14)
    on(session, later)
    meet(session, "m-new", later)
    assert kinds(session, participant("zoe")) == ["fit_2"]


def test_after_a_third_meeting_the_fit_is_old_news(session: Session) -> None:
    meet(session, "m-new", *(date(2026, 11, day) for day in (17, 18, 19)))
    assert kinds(session, participant("zoe")) == []


def test_planning_twice_makes_nothing_twice(session: Session) -> None:
    assert pulse_plan.plan_due(session) == 4
    assert pulse_plan.plan_due(session) == 0


def test_nobody_is_asked_while_it_rests(session: Session) -> None:
    assert kinds(session, NED) != []
    session.add(
        PauseRow(
            mentorship_id="m-good",
            asked_by="mentee",
            from_on=DAY,
            until_on=DAY + timedelta(9),
        )
    )
    session.commit()
    health.follow(session, ["m-good"])
    assert kinds(session, NED) == []


def test_nobody_is_asked_about_what_is_over(session: Session) -> None:
    pulse_plan.plan_due(session)
    assert not session.scalars(select(PulseRow).where(PulseRow.mentorship_id == "m-over")).all()


def test_only_the_newest_is_asked_and_the_older_lapses(session: Session) -> None:
    first = waits_for_ned(session)
    day_150 = date(2026, 8, 10) + timedelta(150)
    session.get_one(PulseRow, first).due_on = day_150 - timedelta(5)
    session.commit()
    on(session, day_150)
    assert kinds(session, NED) == ["day_150"]
    with pytest.raises(Conflict, match="not asked any more"):
        pulses.answer(session, NED, first, {"fit": 5})


def test_it_is_asked_for_a_month(session: Session) -> None:
    meet(session, "m-good", date(2026, 11, 13), date(2026, 11, 14))
    on(session, DAY_90 + timedelta(pulse_plan.ASKED_DAYS))
    assert kinds(session, NED) == ["day_90"]
    on(session, DAY_90 + timedelta(pulse_plan.ASKED_DAYS + 1))
    assert kinds(session, NED) == []


def test_whoever_has_just_answered_is_left_in_peace(session: Session) -> None:
    meet(session, "m-new", DAY)
    [fit] = pulses.asked(session, participant("zoe"))
    pulses.answer(session, participant("zoe"), fit.pulse_id, {"fit": 4})
    second = DAY + timedelta(pulses.PEACE_DAYS)
    meet(session, "m-new", second)
    on(session, second)
    assert kinds(session, participant("zoe")) == []
    on(session, second + timedelta(1))
    assert kinds(session, participant("zoe")) == ["fit_2"]


# Answers.


def test_answers_are_kept_and_read_by_coordinators(session: Session) -> None:
    pulse_id = waits_for_ned(session)
    assert pulses.answer(session, NED, pulse_id, {"fit": 4}, " Good so far. ") is False
    [kept] = pulses.of_mentorship(session, "m-good")
    assert (kept.answers, kept.text, kept.answered_on) == ({"fit": 4}, "Good so far.", DAY)
    assert kinds(session, NED) == []


@pytest.mark.parametrize("value", [1, 2])
def test_a_low_fit_asks_a_coordinator_to_look(session: Session, value: int) -> None:
    assert pulses.answer(session, NED, waits_for_ned(session), {"fit": value}, "Not really.")
    [concern] = session.scalars(select(ConcernRow))
    assert (concern.kind, concern.side, concern.words) == ("poor_fit", "mentee", "Not really.")
    case = cases.of_mentorship(session, "m-good")
    assert case is not None and case.reasons == ("poor_fit",)


def test_a_middling_fit_does_not(session: Session) -> None:
    assert not pulses.answer(session, NED, waits_for_ned(session), {"fit": 3})
    assert concern_kinds(session) == []


@pytest.fixture
def pulse_id(session: Session) -> int:
    """Ned's pulse at 90 days, after many meetings."""
    meet(session, "m-good", date(2026, 11, 13), date(2026, 11, 14))
    on(session, DAY)
    return waits_for_ned(session)


@pytest.mark.parametrize(
    ("answers", "low"),
    [
        (FIVE, False),
        ({**FIVE, "safe": 3}, False),
        ({**FIVE, "safe": 2}, True),
        (dict.fromkeys(pulses.PULSE, 3), False),
        ({**dict.fromkeys(pulses.PULSE, 2), "safe": 3}, True),
        ({"time": 2}, True),
        ({"time": 3}, False),
    ],
)
def test_low_answers_or_fear_to_speak_ask_a_coordinator_to_look(
    session: Session, pulse_id: int, answers: dict[str, int], low: bool
) -> None:
    assert pulses.answer(session, NED, pulse_id, answers) is low
    assert concern_kinds(session) == (["low_pulse"] if low else [])


def test_good_answers_settle_an_earlier_low_one(session: Session, pulse_id: int) -> None:
    pulses.answer(session, NED, pulse_id, dict.fromkeys(pulses.PULSE, 1))
    on(session, date(2026, 8, 10) + timedelta(150))
    pulses.answer(session, NED, waits_for_ned(session), FIVE)
    assert concern_kinds(session) == []
    case = cases.of_mentorship(session, "m-good")
    assert case is not None and "low_pulse" not in case.reasons


def test_middling_ones_do_not(session: Session, pulse_id: int) -> None:
    pulses.answer(session, NED, pulse_id, dict.fromkeys(pulses.PULSE, 1))
    on(session, date(2026, 8, 10) + timedelta(150))
    pulses.answer(session, NED, waits_for_ned(session), dict.fromkeys(pulses.PULSE, 3))
    assert concern_kinds(session) == ["low_pulse"]


def test_an_answer_is_a_sign_of_life_and_changes_no_risk(session: Session, pulse_id: int) -> None:
    before = health.current(session, "m-good")
    assert before is not None
    risk = before.risk
    pulses.answer(session, NED, pulse_id, FIVE, "He cancelled. He cancelled. He cancelled.")
    after = health.current(session, "m-good")
    assert after is not None and after.risk == risk


@pytest.mark.parametrize("answers", [{}, {"time": 0}, {"time": 6}, {"fit": 3}, {"colour": 3}])
def test_a_wrong_answer_is_refused_and_nothing_is_kept(
    session: Session, pulse_id: int, answers: dict[str, int]
) -> None:
    with pytest.raises(Invalid):
        pulses.answer(session, NED, pulse_id, answers)
    assert waits_for_ned(session) == pulse_id


def test_nobody_answers_for_another(session: Session, pulse_id: int) -> None:
    for actor in (MIA, DORA, COORDINATOR):
        with pytest.raises(NotFound):
            pulses.answer(session, actor, pulse_id, FIVE)


def test_twice_is_once(session: Session, pulse_id: int) -> None:
    pulses.answer(session, NED, pulse_id, FIVE)
    with pytest.raises(Conflict, match="answered this already"):
        pulses.answer(session, NED, pulse_id, FIVE)


def test_who_would_rather_not_answer_is_not_asked_again(session: Session, pulse_id: int) -> None:
    pulses.skip(session, NED, pulse_id)
    assert kinds(session, NED) == []
    assert pulses.of_mentorship(session, "m-good") == ()


# Next steps.


def test_a_round_is_a_next_step_with_the_others_name(session: Session) -> None:
    [step] = pulse_steps.steps(session, NED)
    assert (step.side, step.weight, step.endpoint) == ("mentee", 60, "participant.pulse")
    assert "Dora Mentor" in step.title


# Words that a human must read.

ALARM = "He threatened me."


def alarms(session: Session, mentorship_id: str = "m-good") -> list[tuple[str, date | None]]:
    found = mentorship.detail(session, mentorship_id).assessment
    assert found is not None
    return [(one.meeting_id, one.on) for one in found.safeguarding if one.text == ALARM]


def test_a_worrying_sentence_of_a_pulse_is_shown_at_once(session: Session, pulse_id: int) -> None:
    pulses.answer(session, NED, pulse_id, FIVE, f"All is well. {ALARM}")
    assert alarms(session) == [(f"pulse-{pulse_id}", DAY)]
    case = cases.of_mentorship(session, "m-good")
    assert case is not None and case.reasons == ("safeguarding",)


def test_one_of_a_concern_too_and_it_goes_when_it_is_taken_back(session: Session) -> None:
    concern = concerns.raise_concern(session, NED, "m-good", ALARM)
    assert alarms(session) == [(f"concern-{concern}", DAY)]
    concerns.take_back(session, NED, concern)
    assert alarms(session) == []


def test_an_answer_by_a_coordinator_does_not_hide_it(session: Session) -> None:
    concern = concerns.raise_concern(session, NED, "m-good", ALARM)
    case = cases.of_mentorship(session, "m-good")
    assert case is not None
    case_work.answer(session, COORDINATOR, case.case_id, concern, "I call you today.")
    assert alarms(session) == [(f"concern-{concern}", DAY)]
