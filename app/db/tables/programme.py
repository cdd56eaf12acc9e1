"""The programme. The columns are the contract's; text not known is the empty string."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base


class ProgrammeRow(Base):
    """The one programme of this installation. ``as_of`` fixes its date; without it, it lives."""

    __tablename__ = "programme"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    as_of: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)


class PersonRow(Base):
    """people.csv"""

    __tablename__ = "people"

    person_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    # Not unique here: a bundle may swap two addresses. The import checks that nobody shares one.
    email: Mapped[str] = mapped_column(index=True)
    department: Mapped[str] = mapped_column(default="", index=True)
    job_title: Mapped[str] = mapped_column(default="")
    seniority: Mapped[int | None]
    location: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")
    languages: Mapped[tuple[str, ...]] = mapped_column(default=())
    # Not a foreign key: rows of a bundle come in any order, and the reader has checked it.
    manager_id: Mapped[str] = mapped_column(default="")
    mentee_goals: Mapped[str] = mapped_column(default="")
    mentor_expertise: Mapped[str] = mapped_column(default="")
    mentor_capacity: Mapped[int] = mapped_column(default=0)


class MentorshipRow(Base):
    """mentorships.csv. ``revision`` counts changes to it, its meetings and its reviews."""

    __tablename__ = "mentorships"

    mentorship_id: Mapped[str] = mapped_column(primary_key=True)
    mentor_id: Mapped[str] = mapped_column(ForeignKey("people.person_id"), index=True)
    mentee_id: Mapped[str] = mapped_column(ForeignKey("people.person_id"), index=True)
    started_on: Mapped[date]
    kind: Mapped[str]
    cadence_days: Mapped[int]
    status: Mapped[str]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=0)


class MeetingRow(Base):
    """meetings.csv"""

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_mentorship_day", "mentorship_id", "scheduled_on"),)

    meeting_id: Mapped[str] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(ForeignKey("mentorships.mentorship_id"))
    scheduled_on: Mapped[date]
    status: Mapped[str]
    cancelled_by: Mapped[str | None]
    minutes: Mapped[int | None]
    medium: Mapped[str | None]
    mentee_feedback: Mapped[str] = mapped_column(default="")
    mentor_feedback: Mapped[str] = mapped_column(default="")
    mentee_rating: Mapped[int | None]
    mentor_rating: Mapped[int | None]


class ReviewRow(Base):
    """reviews.csv"""

    __tablename__ = "reviews"

    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id"), primary_key=True
    )
    reviewed_on: Mapped[date] = mapped_column(primary_key=True)
    verdict: Mapped[str]


class HouseRuleRow(Base):
    """rules.csv. The two people of a pair stand in the order of their ids, since it has none."""

    __tablename__ = "rules"

    rule: Mapped[str] = mapped_column(primary_key=True)
    # Not foreign keys: a rule for everyone names nobody, and a key can't be NULL. People leave
    # only when a bundle replaces the programme, and the rules are replaced with them.
    person_id: Mapped[str] = mapped_column(primary_key=True)
    other_person_id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class CareerRow(Base):
    """careers.csv: people of the organisation, in the programme or not, to compare with."""

    __tablename__ = "careers"

    # Not a foreign key: most of them are not on the roster.
    person_id: Mapped[str] = mapped_column(primary_key=True)
    joined_on: Mapped[date]
    department: Mapped[str] = mapped_column(default="")
    seniority: Mapped[int | None]
    promoted_on: Mapped[tuple[date, ...]] = mapped_column(default=())
    left_on: Mapped[date | None]
