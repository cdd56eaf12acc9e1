"""The tables. Columns of the programme are the contract's; text not known is the empty string."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import numpy as np
from flask_security.models import sqla
from numpy.typing import NDArray
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.db.types import Tags, UtcDateTime, Vector

# A type of its own, since the account tables of Flask-Security keep naive moments.
Moment = Annotated[datetime, mapped_column(UtcDateTime)]


class Base(DeclarativeBase):
    """Constraints have names, so that migrations can change them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        str: Text,
        tuple[str, ...]: Tags,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


sqla.FsModels.set_db_info(base_model=Base)  # pyright: ignore[reportArgumentType]


class Role(Base, sqla.FsRoleMixin):
    """A role of Flask-Security; the names are those of ``app.permissions.Role``."""

    __tablename__ = "role"


class User(Base, sqla.FsUserMixin):
    """An account. ``person_id`` says who on the roster it is, if anybody."""

    __tablename__ = "user"

    name: Mapped[str] = mapped_column(default="")
    person_id: Mapped[str | None] = mapped_column(
        ForeignKey("people.person_id", ondelete="SET NULL"), unique=True
    )


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
    department: Mapped[str] = mapped_column(default="")
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


class RematchRequestRow(Base):
    """A wish for another mentor, and what became of it."""

    __tablename__ = "rematch_requests"
    __table_args__ = (
        # Two requests at once can't both be open, however quickly someone clicks.
        Index(
            "uq_rematch_requests_open",
            "mentorship_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
    )

    request_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    asked_by: Mapped[str] = mapped_column(ForeignKey("people.person_id", ondelete="CASCADE"))
    asked_at: Mapped[Moment]
    what_is_missing: Mapped[tuple[str, ...]]
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")
    answer: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    new_mentorship_id: Mapped[str | None] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="SET NULL")
    )


class StagedImportRow(Base):
    """A checked upload that waits to be confirmed; the zip lies beside the database."""

    __tablename__ = "staged_imports"

    token: Mapped[str] = mapped_column(primary_key=True)
    staged_at: Mapped[Moment]
    sha256: Mapped[str]


class VectorRow(Base):
    """Embeddings by the digest of model and text, so that no sentence is embedded twice."""

    __tablename__ = "vectors"

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    vector: Mapped[NDArray[np.float32]] = mapped_column(Vector)


class JobRow(Base):
    """How far a background job is, for the page that waits for it."""

    __tablename__ = "jobs"

    token: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None]
    started_at: Mapped[Moment]
