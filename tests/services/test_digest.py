"""The coordinators' digest: when, to whom, and numbers instead of names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MailRow, StandingRow, User
from app.permissions import Actor, Role
from app.services import preferences
from app.services.mail import digest
from app.services.participants import concerns
from app.services.rematching import rematch
from tests.conftest import GivenClock, participant
from tests.small_programme import DAY, PEOPLE


def kim(session: Session) -> Actor:
    user = session.scalars(select(User).where(User.email == "kim@example.org")).one()
    return Actor(user.id, "kim", frozenset({Role.COORDINATOR}))


def digests(session: Session) -> list[MailRow]:
    return [*session.scalars(select(MailRow).where(MailRow.kind == "digest"))]


def test_it_says_how_much_waits_and_names_nobody(session: Session) -> None:
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="He is cruel.")
    concerns.raise_concern(session, participant("mia"), "m-bad", "Please look.")
    session.get_one(StandingRow, "m-bad").safeguarding = 1
    case = session.scalars(select(CaseRow).where(CaseRow.mentorship_id == "m-bad")).one()
    case.due_on = DAY - timedelta(days=1)
    session.commit()
    assert digest.queue_due(session) == 1
    (mail,) = digests(session)
    assert mail.user_id == kim(session).user_id
    assert mail.body.splitlines() == [
        "This waits today:",
        "- 1 case has words that a human must read soon",
        "- 1 new case",
        "- 1 case is overdue",
        "- 1 request for a rematch waits for an answer",
        "- 1 person has asked you to look",
    ]
    assert not [one.name for one in PEOPLE if one.name.split()[0] in mail.subject + mail.body]


def test_it_comes_once_a_week(session: Session, given_clock: GivenClock) -> None:
    given_clock.time = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday
    made = []
    for _ in range(8):
        made.append(digest.queue_due(session))
        given_clock.advance(timedelta(days=1))
    assert made == [1, 0, 0, 0, 0, 0, 0, 1]


def test_every_day_for_whoever_wants_that(session: Session, given_clock: GivenClock) -> None:
    preferences.save(session, kim(session), digest="daily")
    assert digest.queue_due(session) == 1
    given_clock.advance(timedelta(hours=3))
    assert digest.queue_due(session) == 0
    given_clock.advance(timedelta(hours=22))
    assert digest.queue_due(session) == 1


def test_never_means_never(session: Session) -> None:
    preferences.save(session, kim(session), digest="never")
    assert digest.queue_due(session) == 0


def test_it_is_counted_in_the_readers_morning(session: Session, given_clock: GivenClock) -> None:
    preferences.save(session, kim(session), timezone="America/New_York")
    assert digest.queue_due(session) == 0  # It is 4 o'clock there.
    given_clock.advance(timedelta(hours=3))
    assert digest.queue_due(session) == 1


def test_there_is_none_when_nothing_waits(session: Session) -> None:
    for case in session.scalars(select(CaseRow)):
        case.status = "closed"
    session.commit()
    assert digest.queue_due(session) == 0


def test_nobody_but_coordinators_gets_one(session: Session) -> None:
    digest.queue_due(session)
    assert {mail.user_id for mail in digests(session)} == {kim(session).user_id}
