"""The kinds of mail: what each is called, why people get it, and which can be turned off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from app.permissions import Role


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mail: what it is called, and why its readers get it."""

    label: Any
    why: Any
    # Somebody waits for an answer, or has to know: these can't be turned off.
    needed: bool = True
    # Whose they are; without one they may come to anybody.
    role: Role | None = None
    # Not held back over night: whoever asked for it is waiting.
    at_once: bool = False


KINDS: Mapping[str, Kind] = {
    "message": Kind(_("Messages"), _("You get this because somebody has written to you.")),
    "rematch": Kind(
        _("Changes of mentor"), _("You get this because a change of mentor concerns you.")
    ),
    "left": Kind(_("The end of a mentorship"), _("You get this because it was yours.")),
    "password": Kind(
        _("Passwords"),
        _("You get this because somebody asked for it on the sign-in page."),
        at_once=True,
    ),
    "invitation": Kind(
        _("Calendar invitations"),
        _("You get this because a meeting of yours was planned, moved or cancelled."),
        needed=False,
        role=Role.PARTICIPANT,
    ),
    "reminder": Kind(
        _("Reminders"),
        _("You get this because something waits for you. It stops once you have acted on it."),
        needed=False,
    ),
    "digest": Kind(
        _("Digests"),
        _("You get this because you coordinate the programme."),
        needed=False,
        role=Role.COORDINATOR,
    ),
    "pause": Kind(
        _("Pauses of a mentorship"),
        _("You get this because something has changed in a mentorship of yours."),
        needed=False,
        role=Role.PARTICIPANT,
    ),
    "agreement": Kind(
        _("Agreements"),
        _("You get this because a mentorship of yours has an agreement, or a proposal for one."),
        needed=False,
        role=Role.PARTICIPANT,
    ),
    "assigned": Kind(
        _("Cases given to a coordinator"),
        _("You get this because you coordinate the programme."),
        needed=False,
        role=Role.COORDINATOR,
    ),
}
# Whatever a feature calls its mails, they reach people.
OTHER = Kind(_("Other mails"), _("You get this because you take part in the programme."))


def choosable(roles: Collection[Role]) -> tuple[str, ...]:
    """Kinds that somebody of these roles gets and may turn off; a digest is chosen by itself."""
    return tuple(
        name
        for name, one in KINDS.items()
        if not one.needed and name != "digest" and (one.role is None or one.role in roles)
    )


def kind(name: str) -> Kind:
    """What is known of a kind of mail."""
    return KINDS.get(name, OTHER)
