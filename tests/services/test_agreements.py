"""Agreements: proposed by one, agreed by both, and then the rhythm is theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MailRow, MentorshipRow, StandingRow
from app.errors import Conflict, Invalid, NotFound
from app.services import health
from app.services.repairing import agreement_steps, agreements
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, NED = participant("mia"), participant("carl"), participant("ned")


def propose(session: Session, actor: Any = MIA, **more: Any) -> int:
    asked: dict[str, Any] = {
        "cadence_days": 21,
        "medium": "video",
        "goals": "Negotiate one contract.",
        "mentee_brings": "One question.",
        "mentor_brings": "An open ear.",
    }
    return agreements.propose(session, actor, "m-bad", **(asked | more))


def rhythm(session: Session) -> int:
    return session.get_one(MentorshipRow, "m-bad", populate_existing=True).cadence_days


def test_whoever_proposes_has_agreed_and_the_other_is_asked(session: Session) -> None:
    propose(session)
    found = agreements.of_mentorship(session, "m-bad")
    assert found.current is None
    assert found.proposal is not None
    assert (found.proposal.proposed_by, found.proposal.agreed) == ("mentee", {"mentee"})
    [mail] = session.scalars(select(MailRow).where(MailRow.kind == "agreement"))
    assert mail.person_id == "carl"
    assert "question" not in mail.subject + mail.body


def test_a_proposal_alone_changes_nothing(session: Session) -> None:
    propose(session)
    assert rhythm(session) == 14


def test_with_the_second_yes_it_holds_and_the_rhythm_changes(session: Session) -> None:
    agreements.agree(session, CARL, propose(session))
    found = agreements.of_mentorship(session, "m-bad")
    assert found.proposal is None
    assert found.current is not None and found.current.agreed == {"mentee", "mentor"}
    assert rhythm(session) == 21


def test_a_new_rhythm_is_read_by_the_model(session: Session) -> None:
    before = health.current(session, "m-bad")
    agreements.agree(session, CARL, propose(session))
    after = health.current(session, "m-bad")
    assert before and after and after.assessment_id > before.assessment_id


def test_a_mail_that_asks_is_dropped_once_there_is_an_answer(session: Session) -> None:
    agreement_id = propose(session)
    agreements.agree(session, CARL, agreement_id)
    asked = session.scalars(
        select(MailRow).where(MailRow.key == f"agreement-{agreement_id}-mentor")
    ).one()
    assert asked.status == "dropped"


def test_a_coordinators_proposal_needs_a_yes_of_both(session: Session) -> None:
    agreement_id = propose(session, COORDINATOR)
    agreements.agree(session, MIA, agreement_id)
    assert agreements.of_mentorship(session, "m-bad").current is None
    agreements.agree(session, CARL, agreement_id)
    assert agreements.of_mentorship(session, "m-bad").current is not None


def test_a_coordinator_agrees_for_nobody(session: Session) -> None:
    agreement_id = propose(session)
    with pytest.raises(NotFound):
        agreements.agree(session, COORDINATOR, agreement_id)


def test_a_change_replaces_a_proposal_that_waits(session: Session) -> None:
    first = propose(session)
    second = propose(session, CARL, cadence_days=28)
    found = agreements.of_mentorship(session, "m-bad")
    assert found.proposal is not None and found.proposal.agreement_id == second
    with pytest.raises(Conflict, match="does not wait any more"):
        agreements.agree(session, CARL, first)


def test_a_new_agreement_replaces_the_one_that_held(session: Session) -> None:
    agreements.agree(session, CARL, propose(session))
    agreements.agree(session, MIA, propose(session, CARL, cadence_days=7))
    found = agreements.of_mentorship(session, "m-bad")
    assert found.current is not None and found.current.cadence_days == 7
    assert [one.cadence_days for one in found.earlier] == [21]


def test_a_proposal_does_not_run_over_one_that_was_not_seen(session: Session) -> None:
    propose(session, CARL)
    with pytest.raises(Conflict, match="newer proposal"):
        propose(session, MIA, seen=0)
    assert agreements.of_mentorship(session, "m-bad").proposal.proposed_by == "mentor"  # type: ignore[union-attr]


def test_two_clicks_on_agree_are_one_yes(session: Session) -> None:
    agreement_id = propose(session, COORDINATOR)
    first = agreements.agree(session, MIA, agreement_id).mentee_agreed_at
    assert agreements.agree(session, MIA, agreement_id).mentee_agreed_at == first


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"cadence_days": 0}, "cadence_days"),
        ({"cadence_days": 400}, "cadence_days"),
        ({"medium": "by pigeon"}, "medium"),
        ({"goals": "x" * 20_001}, "goals"),
        ({"mentor_brings": "x" * 20_001}, "mentor_brings"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    session: Session, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        propose(session, **wrong)
    assert refused.value.field == field
    assert agreements.of_mentorship(session, "m-bad").proposal is None


def test_nobody_else_proposes_or_agrees(session: Session) -> None:
    with pytest.raises(NotFound):
        propose(session, NED)
    agreement_id = propose(session)
    with pytest.raises(NotFound):
        agreements.agree(session, NED, agreement_id)


def test_nothing_is_agreed_once_it_has_ended(session: Session) -> None:
    with pytest.raises(Conflict):
        agreements.propose(session, CARL, "m-over", cadence_days=7)


def test_a_proposal_waits_on_the_page_of_whoever_has_not_agreed(session: Session) -> None:
    propose(session)
    [step] = agreement_steps.steps(session, CARL)
    assert (step.weight, step.side) == (100, "mentor")
    assert step.title == "Mia Mentee proposes how you two could work together"
    assert agreement_steps.steps(session, MIA) == []


def test_nothing_waits_once_both_have_agreed(session: Session) -> None:
    agreements.agree(session, CARL, propose(session))
    assert agreement_steps.steps(session, CARL) == agreement_steps.steps(session, MIA) == []


@pytest.mark.parametrize(("days", "suggested"), [(3, True), (60, True), (61, False)])
def test_after_a_first_meeting_an_agreement_is_suggested_for_a_while(
    session: Session, days: int, suggested: bool
) -> None:
    session.get_one(StandingRow, "m-good").first_met_on = DAY - timedelta(days)
    session.flush()
    assert [one.weight for one in agreement_steps.steps(session, NED)] == [40] * suggested


def test_before_a_first_meeting_nothing_is_suggested(session: Session) -> None:
    assert agreement_steps.steps(session, participant("zoe")) == []
