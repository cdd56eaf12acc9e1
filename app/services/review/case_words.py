"""How the history of a case is told: what was done, in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app import formats
from app.services import models
from app.services.rematching import proposal_life
from app.services.repairing.guides import RUNG_LABELS
from app.services.repairing.repair_record import OUTCOME_LABELS
from app.services.review.cases import REASON_LABELS, STATUS_LABELS

VERDICT_LABELS = {
    "not_working": lazy_gettext("Not working"),
    "working": lazy_gettext("Working"),
    "incorrectly_flagged": lazy_gettext("Incorrectly flagged"),
    "not_enough": lazy_gettext("Not enough to tell"),
    "already_known": lazy_gettext("Already known"),
    "outside_trouble": lazy_gettext("Outside trouble"),
}
# What each verdict does with the case.
VERDICT_EFFECTS = {
    "not_working": lazy_gettext("It stays open, for a repair or a rematch."),
    "working": lazy_gettext("The case is closed."),
    "incorrectly_flagged": lazy_gettext("It was never in trouble. The case is closed."),
    "not_enough": lazy_gettext("It stays in review; you look again in two weeks."),
    "already_known": lazy_gettext("Something is under way. Quiet until it gets worse."),
    "outside_trouble": lazy_gettext("A manager or the workload, not the two. Closed."),
}
SIDE_LABELS = {"mentee": lazy_gettext("the mentee"), "mentor": lazy_gettext("the mentor")}
WITH_LABELS = {
    **SIDE_LABELS,
    "both": lazy_gettext("both"),
    "someone_else": lazy_gettext("someone else"),
}
HOW_LABELS = {
    "in_person": lazy_gettext("in person"),
    "video": lazy_gettext("by video"),
    "phone": lazy_gettext("by phone"),
    "email": lazy_gettext("by e-mail"),
    "chat": lazy_gettext("by chat"),
}


def said(kind: str, details: Mapping[str, Any]) -> str:
    """One event of the history in words. What somebody wrote with it stands apart."""
    telling = _TOLD.get(kind)
    return str(telling(details) if telling else _("Something was done"))


def _reasons(codes: Iterable[str]) -> str:
    """What speaks for a case, or has woken it, by name."""
    return ", ".join(_cause(code) for code in codes)


def _cause(code: str) -> str:
    if code == "worse":
        return str(_("The risk has risen"))
    if code == "date":
        return str(_("The date has come"))
    label = REASON_LABELS.get(code)
    return str(label) if label else models.signal_label(code)


def _day(details: Mapping[str, Any], name: str) -> str:
    return formats.day(date.fromisoformat(details[name]))


def _label(labels: Mapping[str, Any], code: object) -> str:
    return str(labels.get(str(code), code))


def _opened(of: Mapping[str, Any]) -> Any:
    return _("Opened: %(reasons)s", reasons=_reasons(of.get("reasons", ())))


def _assigned(of: Mapping[str, Any]) -> Any:
    owner = of.get("owner")
    return _("Given to %(name)s", name=owner) if owner else _("Given to nobody")


def _due(of: Mapping[str, Any]) -> Any:
    return _("Due on %(day)s", day=_day(of, "on")) if of.get("on") else _("No due date any more")


def _woke(of: Mapping[str, Any]) -> Any:
    cause = of.get("cause")
    return _("Woke up: %(cause)s", cause=_reasons(cause)) if cause else _("Ended the snooze")


def _contact(of: Mapping[str, Any]) -> Any:
    return _(
        "Talked with %(whom)s, %(how)s, on %(day)s",
        whom=_label(WITH_LABELS, of.get("with_whom")),
        how=_label(HOW_LABELS, of.get("how")),
        day=_day(of, "on"),
    )


_TOLD: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "opened": _opened,
    "eased": lambda of: _("Closed by itself: nothing speaks for trouble any more"),
    "ended": lambda of: _("Closed, because the mentorship has ended"),
    "woke": _woke,
    "worse": lambda of: _("It got worse"),
    "regressed": lambda of: _("It came back: %(cause)s", cause=_reasons(of.get("cause", ()))),
    "status": lambda of: _(
        "Moved to “%(status)s”", status=_label(STATUS_LABELS, of.get("status", ""))
    ),
    "assigned": _assigned,
    "due": _due,
    "snoozed": lambda of: _("Snoozed until %(day)s", day=_day(of, "until")),
    "quiet": lambda of: _("Made quiet until it gets worse"),
    "verdict": lambda of: _(
        "Verdict: %(verdict)s", verdict=_label(VERDICT_LABELS, of.get("verdict", ""))
    ),
    "answered": lambda of: _("Answered %(name)s", name=of.get("name", "")),
    "read": lambda of: (
        _("Read what a person must read: it is serious")
        if of.get("serious")
        else _("Read what a person must read: it is nothing of that kind")
    ),
    "note": lambda of: _("Note"),
    "contact": _contact,
    "message": lambda of: _("Wrote a message"),
    "repair": lambda of: _("Began a repair: %(rung)s", rung=_label(RUNG_LABELS, of.get("rung"))),
    "checked": lambda of: _(
        "Looked again at the repair: %(outcome)s", outcome=_label(OUTCOME_LABELS, of.get("outcome"))
    ),
    "proposal": proposal_life.told,
    "rematched": lambda of: _("Rematched"),
    "left": lambda of: _("Left the mentorship"),
    "undone": lambda of: _("Took the last step back"),
}
