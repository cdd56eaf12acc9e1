"""The one case of a mentorship: when it opens, rests, comes back and is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import CaseEventRow, CaseRow, ConcernRow, StandingRow
from app.errors import NotFound
from app.services import programme as programmes
from app.services.rematching import rematch
from app.services.review import cases
from tests.conftest import participant
from tests.small_programme import DAY


def stand(session: Session, mentorship_id: str, **values: Any) -> CaseRow | None:
    """Let a mentorship stand so from now on; returns its case, followed."""
    row = session.get_one(StandingRow, mentorship_id)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return follow(session, mentorship_id)


def follow(session: Session, mentorship_id: str = "m-bad") -> CaseRow | None:
    cases.follow(session, [mentorship_id])
    session.commit()
    return cases.of_mentorship(session, mentorship_id)


def case_of(session: Session, mentorship_id: str = "m-bad") -> CaseRow:
    found = cases.of_mentorship(session, mentorship_id)
    assert found is not None
    return found


def rest(session: Session, status: Any = "closed") -> CaseRow:
    """Mia's case, put to rest."""
    case = case_of(session)
    cases.rest(session, case, status)
    session.commit()
    return case


def snooze(session: Session, until: date) -> CaseRow:
    case = case_of(session)
    cases.remember(session, case)
    case.snoozed_until, case.snoozed_for = until, "On leave."
    session.commit()
    return case


def kinds(session: Session, case: CaseRow) -> list[str]:
    events = select(CaseEventRow.kind).where(CaseEventRow.case_id == case.case_id)
    return [*session.scalars(events.order_by(CaseEventRow.event_id))]


def ask_to_look(session: Session, kind: str = "asked_to_look") -> ConcernRow:
    concern = ConcernRow(
        mentorship_id="m-bad",
        person_id="mia",
        side="mentee",
        kind=kind,
        raised_on=DAY,
        raised_at=clock.now(),
    )
    session.add(concern)
    session.commit()
    return concern


def test_a_flag_opens_a_case_and_health_opens_none(session: Session) -> None:
    found = session.scalars(select(CaseRow)).all()
    assert [(one.mentorship_id, one.status, one.reasons) for one in found] == [
        ("m-bad", "new", ("at_risk",))
    ]
    assert kinds(session, found[0]) == ["opened"]


def test_more_reasons_make_no_second_case(session: Session) -> None:
    ask_to_look(session)
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="Please.")
    case = stand(session, "m-bad", silent_since=DAY, safeguarding=1)
    assert session.scalar(select(func.count()).select_from(CaseRow)) == 1
    assert case is not None
    assert case.reasons == ("safeguarding", "asked_rematch", "asked_to_look", "at_risk", "silent")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"silent_since": DAY}, "silent"),
        ({"needs_first_meeting": True}, "no_first_meeting"),
        ({"safeguarding": 1}, "safeguarding"),
    ],
)
def test_each_reason_opens_one_by_itself(
    session: Session, values: dict[str, Any], reason: str
) -> None:
    case = stand(session, "m-good", **values)
    assert case is not None and case.reasons == (reason,)


def test_a_sentence_to_be_read_does_not_push_down_who_is_surely_in_trouble(
    session: Session,
) -> None:
    surely = stand(session, "m-bad", risk=0.9)
    perhaps = stand(session, "m-good", safeguarding=1)
    assert surely is not None and perhaps is not None
    assert surely.urgency > perhaps.urgency


def test_it_closes_by_itself_when_it_eases_and_nobody_had_begun(session: Session) -> None:
    case = stand(session, "m-bad", state="fine", signals=())
    assert case is not None
    assert (case.status, case.closed_on) == ("closed", DAY)
    assert kinds(session, case) == ["opened", "eased"]


@pytest.mark.parametrize("begun", ["in_review", "repairing"])
def test_what_somebody_has_begun_stays_open(session: Session, begun: Any) -> None:
    cases.set_status(session, case_of(session), begun)
    case = stand(session, "m-bad", state="fine", signals=())
    assert case is not None and case.status == begun


def test_it_comes_back_after_it_had_eased(session: Session) -> None:
    stand(session, "m-bad", state="fine", signals=())
    case = stand(session, "m-bad", state="at_risk", signals=("listening",))
    assert case is not None and case.status == "regressed"


def test_after_being_called_fine_the_same_reason_does_not_bring_it_back(session: Session) -> None:
    case = rest(session)
    follow(session)
    assert (case.status, kinds(session, case)) == ("closed", ["opened"])


@pytest.mark.parametrize("status", ["closed", "quiet"])
def test_another_reason_brings_it_back_as_regressed(session: Session, status: str) -> None:
    rest(session, status)
    case = stand(session, "m-bad", silent_since=DAY)
    assert case is not None and case.status == "regressed"
    assert kinds(session, case)[-1] == "regressed"


def test_another_strongest_signal_brings_it_back(session: Session) -> None:
    rest(session)
    case = stand(session, "m-bad", signals=("trust_respect", "mentor_availability"))
    assert case is not None and case.status == "regressed"


def test_a_weaker_new_signal_does_not(session: Session) -> None:
    rest(session)
    case = stand(session, "m-bad", signals=("mentor_availability", "trust_respect"))
    assert case is not None and case.status == "closed"


@pytest.mark.parametrize(("more", "status"), [(0.09, "closed"), (0.11, "regressed")])
def test_much_more_risk_brings_it_back(session: Session, more: float, status: str) -> None:
    risk = 0.6
    stand(session, "m-bad", risk=risk)
    rest(session)
    case = stand(session, "m-bad", risk=risk + more)
    assert case is not None and case.status == status


def test_one_more_sentence_that_a_human_must_read_brings_it_back(session: Session) -> None:
    stand(session, "m-bad", safeguarding=1)
    rest(session)
    assert follow(session).status == "closed"  # type: ignore[union-attr]
    case = stand(session, "m-bad", safeguarding=2)
    assert case is not None and case.status == "regressed"


def test_a_reason_that_had_gone_away_is_news_when_it_returns(session: Session) -> None:
    stand(session, "m-bad", silent_since=DAY)
    rest(session)
    stand(session, "m-bad", silent_since=None)
    case = stand(session, "m-bad", silent_since=DAY)
    assert case is not None and case.status == "regressed"


def test_who_speaks_up_brings_it_back(session: Session) -> None:
    rest(session, "quiet")
    ask_to_look(session)
    case = follow(session)
    assert case is not None and case.status == "regressed"


def test_a_snooze_holds_against_the_same_reason_until_its_day(session: Session) -> None:
    case = snooze(session, DAY + timedelta(7))
    programmes.set_as_of(session, DAY + timedelta(6))
    follow(session)
    assert case.snoozed_until is not None
    programmes.set_as_of(session, DAY + timedelta(7))
    follow(session)
    assert (case.snoozed_until, case.snoozed_for, case.status) == (None, "", "new")
    assert kinds(session, case)[-1] == "woke"


def test_another_reason_ends_a_snooze_and_keeps_the_status(session: Session) -> None:
    snooze(session, DAY + timedelta(7))
    case = stand(session, "m-bad", silent_since=DAY)
    assert case is not None
    assert (case.snoozed_until, case.status) == (None, "new")


def test_it_is_over_when_the_mentorship_ends(session: Session) -> None:
    case = stand(session, "m-bad", state="ended", risk=None, signals=())
    assert case is not None and (case.status, case.closed_on) == ("closed", DAY)
    assert kinds(session, case)[-1] == "ended"


def test_it_is_there_again_when_the_end_is_undone(session: Session) -> None:
    stand(session, "m-bad", state="ended")
    case = stand(session, "m-bad", state="at_risk")
    assert case is not None and case.status == "regressed"


def test_a_pause_keeps_a_flag_out_of_the_queue_but_not_what_someone_said(session: Session) -> None:
    case = stand(session, "m-bad", paused_until=DAY + timedelta(20))
    assert case is not None and case.status == "closed"
    ask_to_look(session)
    case = follow(session)
    assert case is not None
    assert (case.status, case.reasons) == ("regressed", ("asked_to_look",))


def test_words_weigh_more_than_what_was_computed(session: Session) -> None:
    flagged = case_of(session).urgency
    ask_to_look(session)
    case = follow(session)
    assert case is not None
    assert case.urgency == cases.REASONS["asked_to_look"] > flagged


def test_a_flag_weighs_as_much_as_its_risk_and_more_every_day(session: Session) -> None:
    case = stand(session, "m-bad", risk=0.8)
    assert case is not None and case.urgency == 0.8
    programmes.set_as_of(session, DAY + timedelta(9))
    follow(session)
    assert case.urgency == pytest.approx(8.0)


def test_the_age_begins_anew_when_a_closed_case_comes_back(session: Session) -> None:
    rest(session)
    programmes.set_as_of(session, DAY + timedelta(30))
    case = stand(session, "m-bad", silent_since=DAY)
    assert case is not None and case.opened_on == DAY + timedelta(30)


def test_a_case_opened_by_hand_stays_while_somebody_works_on_it(session: Session) -> None:
    case = cases.ensure(session, "m-good")
    cases.set_status(session, case, "in_review")
    follow(session, "m-good")
    assert (case.status, case.reasons) == ("in_review", ("by_hand",))


def test_there_is_only_one_to_open_by_hand(session: Session) -> None:
    assert cases.ensure(session, "m-good") is cases.ensure(session, "m-good")


def test_an_unknown_case_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        cases.get(session, 99)
