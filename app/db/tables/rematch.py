"""From the wish for another mentor to the new mentorship, and back within a week."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Moment


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


class OfferRow(Base):
    """A mentor whom the mentee may choose among up to five; it holds no place yet."""

    __tablename__ = "offers"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("rematch_requests.request_id", ondelete="CASCADE"), primary_key=True
    )
    mentor_id: Mapped[str] = mapped_column(
        ForeignKey("people.person_id", ondelete="CASCADE"), primary_key=True
    )
    # The order they are shown in, the day, and what of their expertise answers which goal.
    place: Mapped[int]
    offered_on: Mapped[date]
    fits: Mapped[list[Any]] = mapped_column(default=list)
    # What the coordinator wrote with the choice; the same for all of one request.
    words: Mapped[str] = mapped_column(default="")
    # The mentee said that none of them is right.
    refused: Mapped[bool] = mapped_column(default=False)


class WishRow(Base):
    """A mentor whom the mentee would like, of those who were shown; 1 is liked best."""

    __tablename__ = "wishes"

    request_id: Mapped[int] = mapped_column(
        ForeignKey("rematch_requests.request_id", ondelete="CASCADE"), primary_key=True
    )
    rank: Mapped[int] = mapped_column(primary_key=True)
    mentor_id: Mapped[str] = mapped_column(ForeignKey("people.person_id", ondelete="CASCADE"))


class ProposalRow(Base):
    """A mentor proposed to take over. While it is open it holds one of the mentor's places."""

    __tablename__ = "proposals"
    __table_args__ = (
        # One request is put to one mentor at a time.
        Index(
            "uq_proposals_open",
            "request_id",
            unique=True,
            sqlite_where=text("status IN ('asked_mentor', 'later', 'asked_mentee')"),
            postgresql_where=text("status IN ('asked_mentor', 'later', 'asked_mentee')"),
        ),
    )

    proposal_id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(
        ForeignKey("rematch_requests.request_id", ondelete="CASCADE"), index=True
    )
    mentor_id: Mapped[str] = mapped_column(
        ForeignKey("people.person_id", ondelete="CASCADE"), index=True
    )
    # asked_mentor, later, asked_mentee, accepted; mentor_declined, mentee_declined, expired,
    # withdrawn.
    status: Mapped[str] = mapped_column(default="asked_mentor")
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    expires_on: Mapped[date]
    # The day from which the mentor is asked again, if they said "later".
    later_until: Mapped[date | None]
    # What of the mentor's expertise answers which goal, as the mentee is shown it.
    fits: Mapped[list[Any]] = mapped_column(default=list)
    # What the coordinator wrote to each; what the leaving mentor will be told.
    words_to_mentor: Mapped[str] = mapped_column(default="")
    words_to_mentee: Mapped[str] = mapped_column(default="")
    words_to_old_mentor: Mapped[str] = mapped_column(default="")
    never_again: Mapped[bool] = mapped_column(default=False)
    # A coded reason of whoever declined, and their own words.
    declined_for: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[Moment | None]


class ClosureRow(Base):
    """The end of a mentorship by the application, with what it takes to undo it."""

    __tablename__ = "closures"

    closure_id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[str] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="CASCADE"), index=True
    )
    new_mentorship_id: Mapped[str | None] = mapped_column(
        ForeignKey("mentorships.mentorship_id", ondelete="SET NULL")
    )
    # rematch, left_by_mentee, left_by_mentor or by_coordinator.
    how: Mapped[str]
    ended_at: Mapped[Moment]
    ended_on: Mapped[date]
    # What whoever left wrote to the coordinators.
    words: Mapped[str] = mapped_column(default="")
    # Planned meetings that were cancelled with it, and whatever else an undo puts back.
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    undone_at: Mapped[Moment | None]
