"""Messages to one person, read by them alone."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services.mail import messages
from tests.conftest import COORDINATOR, participant

MIA, CARL = participant("mia"), participant("carl")


def write(session: Session, text: str) -> None:
    messages.write(session, COORDINATOR, to_person="mia", text=text)
    session.commit()


def test_unread_ones_come_first_then_the_newest(session: Session) -> None:
    for text in ("One.", "Two.", "Three."):
        write(session, text)
    messages.mark_read(session, MIA, messages.inbox(session, MIA)[0].message_id)
    assert [(one.text, one.read) for one in messages.inbox(session, MIA)] == [
        ("Two.", False),
        ("One.", False),
        ("Three.", True),
    ]


def test_a_coordinator_writes_for_all_coordinators(session: Session) -> None:
    write(session, "Hello.")
    assert messages.inbox(session, MIA)[0].sender == ""


def test_nobody_else_reads_a_message(session: Session) -> None:
    write(session, "For Mia.")
    assert messages.inbox(session, CARL) == []
    with pytest.raises(NotFound):
        messages.mark_read(session, CARL, messages.inbox(session, MIA)[0].message_id)
