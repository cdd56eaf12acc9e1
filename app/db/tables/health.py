"""What was read of a mentorship, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Moment


class AssessmentRow(Base):
    """What the model said of a mentorship as of a day. The newest counts; all are kept."""

    __tablename__ = "assessments"
    __table_args__ = (Index("ix_assessments_mentorship", "mentorship_id", "assessment_id"),)

    assessment_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE")
    )
    # The mentorship's revision that was read: another one now means out of date.
    revision: Mapped[int]
    as_of: Mapped[date]
    computed_at: Mapped[Moment]
    model_version: Mapped[str]
    risk: Mapped[float]
    state: Mapped[str]
    flagged: Mapped[bool]
    reasons: Mapped[list[Any]]
    safeguarding: Mapped[list[Any]]
    marks: Mapped[list[Any]]
    trajectory: Mapped[list[Any]]
    # Notes in a language that the model does not know, which it left out.
    unread: Mapped[list[Any]] = mapped_column(server_default="[]")
    # The risk after meetings that have not been held, and the line that it was judged by.
    what_if: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class StandingRow(Base):
    """How a mentorship stands on the programme day: what lists sort, filter and count by.

    All of it follows from the programme and the newest assessment, and can be made anew.
    """

    __tablename__ = "standings"

    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), primary_key=True
    )
    # The mentorship's revision and the day that this was made from.
    revision: Mapped[int]
    as_of: Mapped[date]
    state: Mapped[str] = mapped_column(index=True)
    # Only where the state is at_risk or fine: elsewhere a figure would say more than is known.
    risk: Mapped[float | None]
    # Of the reasons for a flag, strongest first.
    signals: Mapped[tuple[str, ...]] = mapped_column(default=())
    safeguarding: Mapped[int] = mapped_column(default=0, index=True)
    held: Mapped[int] = mapped_column(default=0)
    missed: Mapped[int] = mapped_column(default=0)
    first_met_on: Mapped[date | None]
    last_met_on: Mapped[date | None]
    next_on: Mapped[date | None]
    # The last sign of life of a pair that has fallen silent.
    silent_since: Mapped[date | None]
    needs_first_meeting: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[date | None]
