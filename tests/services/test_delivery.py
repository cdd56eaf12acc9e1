"""The outbox: what leaves, when, in which words, and what becomes of what can't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from app.db import db
from app.db.tables import MailRow, PersonRow, PreferencesRow, User
from app.services import current_session
from app.services.mail import delivery, mails, transport
from app.settings import Settings
from tests.conftest import GivenClock
from tests.fakes import FakeModels
from tests.mail_server import MailServer, text_of


@pytest.fixture
def server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def mailing(app: Flask, settings: Settings, server: MailServer) -> Iterator[Session]:
    """The same programme in an installation whose mails leave."""
    with_mail = replace(
        settings,
        mail_server="127.0.0.1",
        mail_port=server.start(),
        mail_encryption="none",
        mail_sender="Tarnbeck mentoring <mentoring@tarnbeck.example>",
        base_address="https://rapport.tarnbeck.example/",
    )
    sending = create_app(with_mail, FakeModels())
    with sending.app_context():
        yield current_session()
        db.engine.dispose()


def queue(session: Session, person_id: str | None = "mia", **facts: object) -> MailRow:
    given = {
        "kind": "message",
        "subject": "A message",
        "body": "Somebody has written to you.",
        **facts,
    }
    mails.queue(session, person_id=person_id, **given)  # type: ignore[arg-type]
    session.commit()
    return session.scalars(select(MailRow).order_by(MailRow.mail_id.desc())).first()  # type: ignore[return-value]


def prefer(session: Session, email: str, **chosen: object) -> None:
    user = session.scalars(select(User).where(User.email == email)).one()
    given = {
        "language": "",
        "timezone": "",
        "quiet_from": 20,
        "quiet_until": 7,
        "unwanted": (),
        "digest": "weekly",
        **chosen,
    }
    session.add(PreferencesRow(user_id=user.id, **given))
    session.commit()
    session.expire_all()


def test_a_mail_reaches_its_reader_with_the_way_in_and_why_it_came(
    mailing: Session, server: MailServer
) -> None:
    row = queue(mailing)
    assert delivery.deliver(mailing) == 1
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"]) == ("mia@example.org", "A message")
    assert mail["From"] == "Tarnbeck mentoring <mentoring@tarnbeck.example>"
    text = text_of(mail)
    assert text.startswith("Hello Mia Mentee,")
    assert "Sign in: https://rapport.tarnbeck.example/\n" in text
    assert "You get this because somebody has written to you.\n" in text
    assert (row.status, row.attempts, row.problem) == ("sent", 1, "")


def test_what_was_sent_is_not_sent_again(mailing: Session, server: MailServer) -> None:
    queue(mailing)
    delivery.deliver(mailing)
    assert delivery.deliver(mailing) == 0
    assert len(server.mails) == 1


def test_the_same_thing_is_queued_once(session: Session) -> None:
    queue(session, key="once")
    queue(session, key="once")
    assert len(session.scalars(select(MailRow)).all()) == 1


def test_without_a_server_nothing_leaves_and_the_log_names_nobody(
    session: Session, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smtplib.SMTP", None)
    with caplog.at_level("INFO"):
        row = queue(session, subject="For Mia Mentee only")
        assert delivery.deliver(session) == 1
    assert row.status == "sent"
    assert caplog.messages == ["sent a mail of kind message to mia"]


def test_a_mail_that_is_refused_is_tried_five_times_and_then_told(
    mailing: Session, server: MailServer, given_clock: GivenClock
) -> None:
    server.refuse = "550 No such mailbox"
    row = queue(mailing, person_id=None, user_id=1)
    given_clock.time = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    row.try_at = given_clock.time
    mailing.commit()
    waits = []
    for _ in range(5):
        delivery.deliver(mailing)
        mailing.refresh(row)
        waits.append((row.status, row.try_at - given_clock.time))
        assert delivery.deliver(mailing) == 0
        given_clock.time = max(row.try_at, given_clock.time)
    assert [status for status, _ in waits] == ["waiting"] * 4 + ["failed"]
    assert [wait for _, wait in waits[:4]] == [*delivery.BACK_OFF]
    assert row.problem == "550 No such mailbox"
    assert server.mails == []


def test_a_mail_leaves_once_the_server_takes_it_again(
    mailing: Session, server: MailServer, given_clock: GivenClock
) -> None:
    server.refuse = "451 Try again later"
    row = queue(mailing)
    delivery.deliver(mailing)
    server.refuse = ""
    given_clock.advance(timedelta(minutes=1))
    assert delivery.deliver(mailing) == 1
    assert (row.status, row.problem) == ("sent", "")


def test_one_refusal_does_not_hold_up_the_others(mailing: Session, server: MailServer) -> None:
    first, second = queue(mailing, subject="First\nBcc: x"), queue(mailing, subject="Second")
    assert delivery.deliver(mailing) == 1
    assert (first.status, second.status) == ("waiting", "sent")
    assert "BadHeaderError" in first.problem


def test_a_server_that_is_away_costs_one_attempt_and_not_one_of_each(
    mailing: Session, server: MailServer
) -> None:
    first, second = queue(mailing), queue(mailing, "carl")
    server.stop()
    assert delivery.deliver(mailing) == 0
    assert (first.attempts, second.attempts) == (1, 0)
    assert first.problem.startswith("ConnectionRefusedError")


def test_after_a_stop_in_between_it_is_sent_once_more_and_no_third_time(
    mailing: Session,
    server: MailServer,
    given_clock: GivenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = queue(mailing)
    handed_over = transport.Connection.send

    def and_die(self: transport.Connection, message: object) -> None:
        handed_over(self, message)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(transport.Connection, "send", and_die)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver(mailing)
            raise KeyboardInterrupt
        mailing.rollback()
        given_clock.advance(timedelta(minutes=16))
    assert len(server.mails) == 2
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
    delivery.deliver(mailing)
    mailing.refresh(row)
    assert (row.status, row.problem) == ("failed", "interrupted")


def test_two_processes_send_a_mail_once(
    app: Flask, mailing: Session, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queue(mailing)
    ours = delivery._mark_sending
    theirs: list[bool] = []

    def both(*given: object) -> bool:
        theirs.append(ours(*given))  # type: ignore[arg-type]
        return ours(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(delivery, "_mark_sending", both)
    assert delivery.deliver(mailing) == 0
    assert theirs == [True] and server.mails == []
    mailing.refresh(row)
    assert row.attempts == 1


At = Callable[[int, int], None]


@pytest.mark.parametrize(
    ("quiet", "zone", "utc", "sent_at"),
    [
        # Across midnight, in London: 21:30 is quiet until 7:00.
        ((20, 7), "Europe/London", (20, 21, 30), (21, 7, 0)),
        ((20, 7), "Europe/London", (20, 3, 0), (20, 7, 0)),
        ((20, 7), "Europe/London", (20, 7, 0), None),
        ((20, 7), "Europe/London", (20, 19, 59), None),
        # It is 22:30 in Berlin when it is 21:30 in London, and 2:00 of the next day in Delhi.
        ((20, 7), "Europe/Berlin", (20, 21, 30), (21, 6, 0)),
        ((20, 7), "Asia/Kolkata", (20, 20, 30), (21, 1, 30)),
        ((20, 7), "America/New_York", (20, 21, 30), None),
        # Over noon, and never.
        ((12, 14), "UTC", (20, 12, 0), (20, 14, 0)),
        ((12, 14), "UTC", (20, 14, 0), None),
        ((9, 9), "UTC", (20, 9, 0), None),
        ((20, 0), "UTC", (20, 23, 59), (21, 0, 0)),
    ],
)
def test_quiet_hours_are_the_readers_own(
    session: Session,
    given_clock: GivenClock,
    quiet: tuple[int, int],
    zone: str,
    utc: tuple[int, int, int],
    sent_at: tuple[int, int, int] | None,
) -> None:
    given_clock.time = datetime(2026, 11, *utc, tzinfo=UTC)
    prefer(session, "mia@example.org", timezone=zone, quiet_from=quiet[0], quiet_until=quiet[1])
    row = queue(session)
    assert delivery.deliver(session) == (sent_at is None)
    if sent_at is not None:
        assert row.try_at == datetime(2026, 11, *sent_at, tzinfo=UTC)
        given_clock.time = row.try_at
        assert delivery.deliver(session) == 1


def test_the_night_is_as_long_as_it_is_when_the_clocks_are_set_back(
    session: Session, given_clock: GivenClock
) -> None:
    given_clock.time = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)  # 22:00 in Berlin, by summer time
    prefer(session, "mia@example.org", timezone="Europe/Berlin")
    row = queue(session)
    delivery.deliver(session)
    assert row.try_at == datetime(2026, 10, 25, 6, 0, tzinfo=UTC)


def test_without_settings_the_time_zone_is_the_rosters(
    session: Session, given_clock: GivenClock
) -> None:
    session.get_one(PersonRow, "zoe").timezone = "Asia/Tokyo"
    given_clock.time = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    assert queue(session, "zoe").person_id == "zoe"
    assert delivery.deliver(session) == 0


def test_a_password_is_not_held_back_over_night(session: Session, given_clock: GivenClock) -> None:
    given_clock.time = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    queue(session, kind="password")
    assert delivery.deliver(session) == 1


def test_a_link_that_sets_a_password_is_not_kept_once_it_was_sent(
    mailing: Session, server: MailServer
) -> None:
    row = queue(mailing, kind="password", body="https://x.example/reset/Ab.c-d_e")
    delivery.deliver(mailing)
    assert "/reset/Ab.c-d_e" in text_of(server.mails[0])
    assert row.body == "https://x.example/reset/…"


def test_kinds_that_were_turned_off_do_not_come(session: Session) -> None:
    prefer(session, "mia@example.org", unwanted=("invitation",))
    row = queue(session, kind="invitation")
    assert delivery.deliver(session) == 0
    assert (row.status, row.problem) == ("dropped", "unwanted")


def test_kinds_that_somebody_waits_for_can_not_be_turned_off(session: Session) -> None:
    prefer(session, "mia@example.org", unwanted=("message",))
    queue(session)
    assert delivery.deliver(session) == 1


def test_a_closed_account_gets_no_mail(session: Session) -> None:
    session.scalars(select(User).where(User.email == "mia@example.org")).one().active = False
    row = queue(session)
    assert delivery.deliver(session) == 0
    assert (row.status, row.problem) == ("dropped", "account_closed")


def test_whoever_has_no_password_yet_is_told_whom_to_ask(
    mailing: Session, server: MailServer
) -> None:
    queue(mailing, "zoe")
    queue(mailing, "mia")
    delivery.deliver(mailing)
    told = {mail["To"]: "no password yet?" in text_of(mail) for mail in server.mails}
    assert told == {"zoe@example.org": True, "mia@example.org": False}


def test_a_mail_is_put_in_the_readers_language_and_not_the_writers(
    session: Session, tmp_path: Path
) -> None:
    prefer(session, "mia@example.org", language="de")
    words = {
        one: str(queue(session, one, subject=lazy_gettext("%(day)s", day=Day())).subject)
        for one in ("mia", "carl")
    }
    assert words == {"mia": "de", "carl": "en"}


class Day:
    """Says in which language it was put into words."""

    def __str__(self) -> str:
        from flask_babel import get_locale

        return str(get_locale())
