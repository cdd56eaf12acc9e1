"""Accounts: who may sign in, and as what."""

from __future__ import annotations

import csv
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_security import hash_password
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import PersonRow, User
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.permissions import NOBODY, Actor, Role
from app.services.account_ties import may_do_more
from app.settings import write_private


@dataclass(frozen=True, slots=True)
class SignInLink:
    """A link with which a person sets a password, once."""

    person_id: str
    name: str
    email: str
    path: str  # "/reset/…"; the page puts its own address before it
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """Someone of the demo with a password that was made for this installation."""

    role: str
    name: str
    email: str
    password: str


def actor_of(user: Any) -> Actor:
    """The actor behind Flask-Security's ``current_user``; nobody if anonymous."""
    if not user.is_authenticated:
        return NOBODY
    roles = frozenset(Role(role.name) for role in user.roles)
    return Actor(user_id=user.id, person_id=user.person_id, roles=roles)


def create_user(
    session: Session,
    email: str,
    password: str | None,
    roles: frozenset[Role],
    person_id: str | None = None,
) -> int:
    """Make an account; returns its id. Without a password it waits for a sign-in link."""
    address = email.strip().lower()
    if "@" not in address:
        raise Invalid(gettext("%(email)s is not an e-mail address.", email=email), "email")
    if session.scalar(select(User.id).where(User.email == address)) is not None:
        raise Conflict(gettext("There is an account for %(email)s already.", email=address))
    person = session.get(PersonRow, person_id) if person_id is not None else None
    if person_id is not None and person is None:
        raise NotFound(gettext("There is nobody %(id)s on the roster.", id=person_id))
    if person is not None and _of_person(session, person.person_id) is not None:
        raise Conflict(gettext("%(name)s has an account already.", name=person.name))
    if password is not None:
        wrong, password = current_app.extensions["security"].password_util.validate(password, True)
        if wrong:
            raise Invalid(" ".join(wrong), "password")
    datastore = current_app.extensions["security"].datastore
    user: User = datastore.create_user(
        email=address,
        password=hash_password(password) if password else None,
        name=person.name if person else "",
        person_id=person_id,
        roles=[datastore.find_or_create_role(str(role)) for role in sorted(roles)],
    )
    try:
        session.commit()
    except IntegrityError as error:
        session.rollback()  # Someone else, or a second click, was quicker.
        raise Conflict(
            gettext("There is an account for %(email)s already.", email=address)
        ) from error
    return int(user.id)


def sign_in_link(session: Session, person_id: str) -> SignInLink:
    """Make (or renew) the account of a person and a one-time link to set its password.

    Refused for the account of a coordinator or administrator: otherwise whoever may invite
    people could take over an account that may do more.
    """
    person = session.get(PersonRow, person_id)
    if person is None:
        raise NotFound(gettext("There is nobody %(id)s on the roster.", id=person_id))
    user = _of_person(session, person_id) or _left_behind(session, person)
    if user is None:
        create_user(session, person.email, None, frozenset({Role.PARTICIPANT}), person_id)
        user = session.scalars(select(User).where(User.person_id == person_id)).one()
    if may_do_more(user):
        raise Forbidden(
            gettext(
                "%(name)s has more rights than a participant. Whoever runs the server can make "
                "a link with `flask --app app sign-in-link %(id)s`.",
                name=person.name,
                id=person_id,
            )
        )
    user.person_id = person_id
    return _link(session, user, person)


def sign_in_link_of_anybody(session: Session, person_id: str) -> SignInLink:
    """The same for whoever has an account, whatever their roles: for the command line only."""
    person = session.get(PersonRow, person_id)
    user = _of_person(session, person_id)
    if person is None or user is None:
        raise NotFound(gettext("%(id)s has no account.", id=person_id))
    return _link(session, user, person)


def _of_person(session: Session, person_id: str) -> User | None:
    return session.scalar(select(User).where(User.person_id == person_id))


def _left_behind(session: Session, person: PersonRow) -> User | None:
    """The account of someone who had left the roster and is back on it."""
    return session.scalar(
        select(User).where(User.email == person.email.lower(), User.person_id.is_(None))
    )


def _link(session: Session, user: User, person: PersonRow) -> SignInLink:
    if user.password is None:
        # An earlier link that was never used stops working, should it be in wrong hands.
        current_app.extensions["security"].datastore.set_uniquifier(user)
    user.active = True
    token = generate_reset_password_token(user)
    link = SignInLink(
        person_id=person.person_id,
        name=person.name,
        email=user.email,
        path=current_app.url_map.bind("").build("security.reset_password", {"token": token}),
        expires_at=clock.now()
        + timedelta(days=current_app.extensions["rapport"].settings.invitation_days),
    )
    session.commit()
    return link


def demo_sign_ins(session: Session, sign_ins: Path, kept: Path) -> list[DemoSignIn]:
    """The demo's sign-ins; made with random passwords the first time, then read from ``kept``.

    Parameters
    ----------
    sign_ins : Path
        A CSV file with ``role`` (coordinator, mentee or mentor) and ``person_id``.
    """
    if kept.is_file():
        known = [DemoSignIn(**one) for one in json.loads(kept.read_text(encoding="utf-8"))]
        addresses = set(session.scalars(select(User.email)))
        # The file may have outlived the database that its accounts were in.
        if all(one.email in addresses for one in known):
            return known
    with sign_ins.open(encoding="utf-8", newline="") as file:
        wanted = [(row["role"], row["person_id"]) for row in csv.DictReader(file)]
    made = [_demo_sign_in(session, role, person_id) for role, person_id in wanted]
    made.sort(key=lambda one: ("coordinator", "mentee", "mentor").index(one.role))
    write_private(kept, json.dumps([asdict(one) for one in made], indent=1).encode())
    return made


def _demo_sign_in(session: Session, role: str, person_id: str) -> DemoSignIn:
    person = session.get_one(PersonRow, person_id)
    password = secrets.token_urlsafe(9)
    user = _of_person(session, person_id)
    if user is None:
        what = Role.COORDINATOR if role == "coordinator" else Role.PARTICIPANT
        create_user(session, person.email, password, frozenset({what}), person_id)
    else:
        # The file with the passwords was deleted, so nobody knows the old one any more.
        user.password = hash_password(password)
        session.commit()
    return DemoSignIn(role, person.name, person.email.lower(), password)
