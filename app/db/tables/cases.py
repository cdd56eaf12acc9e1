"""The coordinator's work on mentorships in trouble."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Moment


class CaseRow(Base):
    """The one case of a mentorship, however many reasons it has and however often it comes back.

    ``revision`` counts changes by people, so that two coordinators notice each other.
    """

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_status_urgency", "status", "urgency"),)

    case_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), unique=True
    )
    # new, in_review, repairing, rematching, regressed; quiet, closed.
    status: Mapped[str] = mapped_column(default="new")
    status_since: Mapped[date]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0)
    # What speaks for it today, weightiest first (app.services.cases.REASONS), and the signals
    # behind a flag.
    reasons: Mapped[tuple[str, ...]] = mapped_column(default=())
    signals: Mapped[tuple[str, ...]] = mapped_column(default=())
    risk: Mapped[float | None]
    # Weight × age in days, made anew every day, so that the queue sorts by an index.
    urgency: Mapped[float] = mapped_column(default=0.0)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    due_on: Mapped[date | None]
    snoozed_until: Mapped[date | None]
    snoozed_for: Mapped[str] = mapped_column(default="")
    # Reasons, signals and risk at the time it was put to rest: only others wake it.
    known: Mapped[tuple[str, ...]] = mapped_column(default=())
    known_risk: Mapped[float | None]
    # So many of the sentences that a human must read have been read, and so many of these were
    # found to be nothing of that kind.
    worries_read: Mapped[int] = mapped_column(default=0)
    worries_dismissed: Mapped[int] = mapped_column(default=0)
    # The newest verdict; empty if there is none yet.
    verdict: Mapped[str] = mapped_column(default="")


class CaseEventRow(Base):
    """What happened to a case: who did what, notes, and contacts. Never changed, only added."""

    __tablename__ = "case_events"

    event_id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.case_id", ondelete="CASCADE"), index=True
    )
    at: Mapped[Moment]
    day: Mapped[date]
    # None: the application did it by itself.
    by_user: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    kind: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class VerdictRow(Base):
    """What a coordinator found out, with what the model had said at that time."""

    __tablename__ = "verdicts"

    verdict_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    at: Mapped[Moment]
    day: Mapped[date]
    by_user: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    # not_working, working, incorrectly_flagged, not_enough, already_known, outside_trouble.
    verdict: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    risk: Mapped[float | None]
    state: Mapped[str] = mapped_column(default="")
    signals: Mapped[tuple[str, ...]] = mapped_column(default=())
    model_version: Mapped[str] = mapped_column(default="")


class SavedViewRow(Base):
    """A queue as someone likes to see it: the words of its address."""

    __tablename__ = "saved_views"

    view_id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    query: Mapped[str]
    shared: Mapped[bool] = mapped_column(default=False)


class RepairRow(Base):
    """One attempt to mend a mentorship, and whether it helped."""

    __tablename__ = "repairs"

    repair_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    started_at: Mapped[Moment]
    started_on: Mapped[date]
    by_user: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    # The kind of trouble it is for, and the rung of the ladder that was tried.
    trouble: Mapped[str]
    rung: Mapped[str]
    check_back_on: Mapped[date]
    risk_before: Mapped[float | None]
    risk_after: Mapped[float | None]
    # helped, partly, did_not_help or not_tried; empty until somebody checked.
    outcome: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    checked_on: Mapped[date | None]
