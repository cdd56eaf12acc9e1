"""Settings of an account, and what follows from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MailRow, PersonRow, User
from app.errors import Forbidden, Invalid
from app.permissions import NOBODY, Actor, Role
from app.services import preferences
from app.services.mail import delivery, mails
from tests.conftest import GivenClock


def mia(session: Session) -> Actor:
    user = session.scalars(select(User).where(User.email == "mia@example.org")).one()
    return Actor(user.id, "mia", frozenset({Role.PARTICIPANT}))


def test_what_was_not_chosen_is_the_default(session: Session) -> None:
    found = preferences.get(session, mia(session))
    assert (found.language, found.quiet_from, found.quiet_until) == ("", 20, 7)
    assert (found.unwanted, found.offers_digest) == ((), False)


def test_what_is_chosen_is_kept_and_the_rest_stays(session: Session) -> None:
    preferences.save(session, mia(session), language="de", unwanted=["reminder"])
    preferences.save(session, mia(session), timezone="Europe/Berlin", quiet_from=22)
    found = preferences.get(session, mia(session))
    assert (found.language, found.timezone, found.quiet_from) == ("de", "Europe/Berlin", 22)
    assert found.unwanted == ("reminder",)


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"language": "tlh"}, "language"),
        ({"timezone": "Europe/Tarnbeck"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"quiet_from": 24}, "quiet_from"),
        ({"quiet_until": -1}, "quiet_until"),
        ({"unwanted": ["rematch"]}, "unwanted"),
        ({"unwanted": ["rumours"]}, "unwanted"),
        ({"digest": "hourly"}, "digest"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    session: Session, chosen: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        preferences.save(session, mia(session), **chosen)  # type: ignore[arg-type]
    assert refused.value.field == field
    session.rollback()
    assert preferences.get(session, mia(session)).quiet_from == 20


def test_nobody_has_no_settings(session: Session) -> None:
    with pytest.raises(Forbidden):
        preferences.get(session, NOBODY)


def test_a_time_zone_that_the_roster_made_up_counts_for_nothing(session: Session) -> None:
    session.get_one(PersonRow, "mia").timezone = "Mars/Olympus"
    session.commit()
    reader = preferences.reader(session, person_id="mia")
    assert reader is not None and str(reader.timezone) == "UTC"


@pytest.mark.parametrize(
    ("spoken", "language"),
    [(("en", "de"), "en"), (("de", "en"), "en"), (("de",), "de"), (("fr",), "en"), ((), "en")],
)
def test_without_a_choice_mails_are_in_a_language_that_the_reader_speaks(
    session: Session, spoken: tuple[str, ...], language: str
) -> None:
    session.get_one(PersonRow, "zoe").languages = spoken
    session.commit()
    assert preferences.language(session, person_id="zoe") == language


def test_a_mail_that_waits_for_the_night_to_end_follows_a_change_at_once(
    session: Session, given_clock: GivenClock
) -> None:
    given_clock.time = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    mails.queue(session, kind="message", person_id="mia", subject="A message", body="Read it.")
    session.commit()
    assert delivery.deliver(session) == 0
    preferences.save(session, mia(session), quiet_from=0, quiet_until=0)
    assert delivery.deliver(session) == 1
    assert session.scalars(select(MailRow.status)).all() == ["sent"]
