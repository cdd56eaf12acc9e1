"""What the two of a mentorship agree on, work towards and say between meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Moment


class GoalRow(Base):
    """One goal of a mentorship, seen by both sides. ``progress`` goes from 0 to 100."""

    __tablename__ = "goals"

    goal_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str]
    progress: Mapped[int] = mapped_column(default=0)
    set_on: Mapped[date]
    changed_on: Mapped[date]
    reached_on: Mapped[date | None]
    dropped_on: Mapped[date | None]


class AgreementRow(Base):
    """How the two want to work together; it holds once both have agreed."""

    __tablename__ = "agreements"

    agreement_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    proposed_at: Mapped[Moment]
    # mentee, mentor or coordinator.
    proposed_by: Mapped[str]
    cadence_days: Mapped[int]
    medium: Mapped[str] = mapped_column(default="")
    goals: Mapped[str] = mapped_column(default="")
    mentee_brings: Mapped[str] = mapped_column(default="")
    mentor_brings: Mapped[str] = mapped_column(default="")
    mentee_agreed_at: Mapped[Moment | None]
    mentor_agreed_at: Mapped[Moment | None]
    # proposed, agreed or replaced (by a newer one).
    status: Mapped[str] = mapped_column(default="proposed")


class PulseRow(Base):
    """A short question round that one side is asked, and the answers once given."""

    __tablename__ = "pulses"
    __table_args__ = (UniqueConstraint("mentorship_id", "side", "kind"),)

    pulse_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE")
    )
    side: Mapped[str]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.person_id", ondelete="CASCADE"))
    # fit_1 and fit_2 (after the first and second meeting), day_30, day_90, day_150 and so on.
    kind: Mapped[str]
    due_on: Mapped[date]
    # Question → 1 (not at all) to 5 (fully).
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    text: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[date | None]
    answered_at: Mapped[Moment | None]


class ConcernRow(Base):
    """Something that one side raised with the coordinators; open until it is settled."""

    __tablename__ = "concerns"
    __table_args__ = (
        Index(
            "ix_concerns_open",
            "mentorship_id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    concern_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE")
    )
    person_id: Mapped[str] = mapped_column(ForeignKey("people.person_id", ondelete="CASCADE"))
    side: Mapped[str]
    # asked_to_look, poor_fit or low_pulse.
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    raised_on: Mapped[date]
    raised_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]
    # What the one who raised it was told.
    answer: Mapped[str] = mapped_column(default="")


class PauseRow(Base):
    """A mentorship that rests for a while, by agreement and without blame."""

    __tablename__ = "pauses"

    pause_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    # mentee, mentor or coordinator.
    asked_by: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None]
