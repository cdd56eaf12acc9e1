"""Help me say it: a guide and a message to begin with. Nothing is stored and nobody is told."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import PersonRow, Role, User
from app.permissions import Actor
from app.permissions import Role as Roles
from app.services.participants import mine
from app.services.participants.mine import OwnMentorship
from app.services.repairing import guides
from app.services.repairing.guides import TROUBLES, Guide, Names


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that can be said, with a message to the other one or to the coordinators."""

    key: str
    guide: Guide
    kind_words: str
    to_coordinators: bool
    addresses: tuple[str, ...]
    title: str
    body: str

    @property
    def mailto(self) -> str:
        """The message as a link that opens in the reader's own mail program."""
        lines = self.body.replace("\n", "\r\n")
        to = ",".join(quote(one, safe="@") for one in self.addresses)
        return f"mailto:{to}?subject={quote(self.title)}&body={quote(lines)}"


@dataclass(frozen=True, slots=True)
class SayIt:
    """What the page holds: every subject at once, so that no choice leaves the reader's screen."""

    mentorship: OwnMentorship
    subjects: tuple[Subject, ...]


def say_it(session: Session, actor: Actor, mentorship_id: str) -> SayIt:
    """All subjects for one side of a mentorship; NotFound for anybody else's."""
    own = mine.mentorship(session, actor, mentorship_id)
    me = session.scalar(select(PersonRow.name).where(PersonRow.person_id == actor.person_id)) or ""
    mentee, mentor = (me, own.other.name) if own.side == "mentee" else (own.other.name, me)
    names = Names(mentee, mentor)
    coordinators = tuple(
        session.scalars(
            select(User.email)
            .where(User.active, User.roles.any(Role.name == Roles.COORDINATOR))
            .order_by(User.email)
        )
    )
    met = own.last_met_on is not None
    subjects = tuple(
        _subject(key, own, names, coordinators)
        for key in TROUBLES
        if not (met and key == "no_first_meeting")
    )
    return SayIt(own, subjects)


def _subject(key: str, own: OwnMentorship, names: Names, coordinators: tuple[str, ...]) -> Subject:
    found = guides.guide(key, own.side, names)
    apart = guides.get(key).apart
    return Subject(
        key=key,
        guide=found,
        kind_words=guides.kind_words(own.kind, own.side, names),
        to_coordinators=apart,
        addresses=coordinators if apart else (own.other.email,),
        title=_("May I talk to you?") if apart else _("Our mentorship"),
        body=found.mail,
    )
