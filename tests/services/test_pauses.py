"""A mentorship that rests, and goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MailRow, StandingRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services import programme as programmes
from app.services.participants import meeting_steps, pauses
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, NED = participant("mia"), participant("carl"), participant("ned")
LATER = DAY + timedelta(days=30)


def paused_until(session: Session, mentorship_id: str = "m-bad") -> object:
    return session.get_one(StandingRow, mentorship_id, populate_existing=True).paused_until


def test_either_side_lets_it_rest_and_both_see_why(session: Session) -> None:
    pauses.begin(session, MIA, "m-bad", until=LATER, reason="Year-end closing.")
    [pause] = pauses.running(session, ["m-bad"]).values()
    assert (pause.asked_by, pause.until, pause.reason) == ("mentee", LATER, "Year-end closing.")
    assert paused_until(session) == LATER


def test_the_other_side_gets_a_mail_that_does_not_say_why(session: Session) -> None:
    pauses.begin(session, MIA, "m-bad", until=LATER, reason="Year-end closing.")
    [mail] = session.scalars(select(MailRow).where(MailRow.kind == "pause"))
    assert mail.person_id == "carl"
    assert "Mia Mentee" in mail.body and "closing" not in mail.subject + mail.body


def test_while_it_rests_nobody_is_asked_about_meetings(session: Session) -> None:
    zoe = participant("zoe")
    assert [step.mentorship_id for step in meeting_steps.steps(session, zoe)] == ["m-new"]
    pauses.begin(session, zoe, "m-new", until=LATER)
    assert meeting_steps.steps(session, zoe) == []


def test_it_goes_on_by_itself_on_its_day(session: Session) -> None:
    pauses.begin(session, MIA, "m-bad", until=LATER)
    programmes.set_as_of(session, LATER)
    assert pauses.running(session, ["m-bad"]) == {}


@pytest.mark.parametrize("actor", [CARL, COORDINATOR])
def test_the_other_side_or_a_coordinator_ends_it_early(session: Session, actor: Actor) -> None:
    pauses.begin(session, MIA, "m-bad", until=LATER)
    pauses.end(session, actor, "m-bad")
    assert pauses.running(session, ["m-bad"]) == {}
    assert paused_until(session) is None


@pytest.mark.parametrize("days", [-1, 0, 184])
def test_it_rests_from_today_for_half_a_year_at_most(session: Session, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        pauses.begin(session, MIA, "m-bad", until=DAY + timedelta(days=days))
    assert refused.value.field == "until"


def test_it_rests_once(session: Session) -> None:
    pauses.begin(session, MIA, "m-bad", until=LATER)
    with pytest.raises(Conflict):
        pauses.begin(session, CARL, "m-bad", until=LATER)


def test_what_does_not_rest_can_not_be_ended(session: Session) -> None:
    with pytest.raises(Conflict):
        pauses.end(session, MIA, "m-bad")


def test_nobody_lets_someone_elses_rest(session: Session) -> None:
    with pytest.raises(NotFound):
        pauses.begin(session, NED, "m-bad", until=LATER)


def test_what_is_over_does_not_rest(session: Session) -> None:
    with pytest.raises(Conflict):
        pauses.begin(session, NED, "m-over", until=LATER)
