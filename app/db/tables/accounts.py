"""Accounts, and how each reader wants to be written to."""

from __future__ import annotations

from flask_security.models import sqla
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db.tables.base import Base
from app.db.tables.programme import PersonRow

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
    # Both come with the account in one statement, since every page asks in which language and
    # time zone it is read.
    preferences: Mapped[PreferencesRow | None] = relationship(lazy="joined", viewonly=True)
    person: Mapped[PersonRow | None] = relationship(lazy="joined", viewonly=True)


class PreferencesRow(Base):
    """How an account wants to read and be written to; without a row the defaults hold."""

    __tablename__ = "preferences"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    # Empty: as the browser says, or as the roster says.
    language: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="")
    # Hours of the reader's own day between which no mail is sent; equal means no quiet hours.
    quiet_from: Mapped[int] = mapped_column(default=20)
    quiet_until: Mapped[int] = mapped_column(default=7)
    # Kinds of mail that the reader has turned off.
    unwanted: Mapped[tuple[str, ...]] = mapped_column(default=())
    # How often a coordinator gets the digest: daily, weekly or never.
    digest: Mapped[str] = mapped_column(default="weekly")
