"""What the application and the coordinators tell people."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Moment


class MessageRow(Base):
    """Words to one person, read in the application; a mail only announces them."""

    __tablename__ = "messages"

    message_id: Mapped[int] = mapped_column(primary_key=True)
    to_person: Mapped[str] = mapped_column(
        ForeignKey("people.person_id", ondelete="CASCADE"), index=True
    )
    mentorship_id: Mapped[str | None] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    by_user: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    # The other side, who says thank you; without it a coordinator wrote.
    by_person: Mapped[str | None] = mapped_column(
        ForeignKey("people.person_id", ondelete="CASCADE")
    )
    sent_at: Mapped[Moment]
    text: Mapped[str]
    read_at: Mapped[Moment | None]


class MailRow(Base):
    """A mail that waits, was sent, or was dropped because it had become pointless."""

    __tablename__ = "mails"

    mail_id: Mapped[int] = mapped_column(primary_key=True)
    # The same key is never queued twice: a reminder is sent once for one thing.
    key: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[str | None] = mapped_column(
        ForeignKey("people.person_id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    # An invitation, update or cancellation for the calendar, as the text of an .ics file.
    calendar: Mapped[str] = mapped_column(default="")
    queued_at: Mapped[Moment]
    # waiting, sent, dropped or failed.
    status: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[Moment]
    sent_at: Mapped[Moment | None]
    problem: Mapped[str] = mapped_column(default="")


class InvitationRow(Base):
    """What calendars were told of a planned meeting. ``sequence`` counts the updates."""

    __tablename__ = "invitations"

    meeting_id: Mapped[str] = mapped_column(
        ForeignKey("meetings.meeting_id", ondelete="CASCADE"), primary_key=True
    )
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    on: Mapped[date]
    # Without a time the meeting stands in the calendar as a thing of that day.
    begins: Mapped[time | None]
    minutes: Mapped[int] = mapped_column(default=45)
    timezone: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    cancelled: Mapped[bool] = mapped_column(default=False)
