"""What happened, in a sentence each. What somebody wrote with it stands apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from flask_babel import gettext as _

from app import formats
from app.services.explaining.happenings import Happening
from app.services.models import signal_label
from app.services.participants.pulse_words import SHORT, of_round
from app.services.rematching.proposal_life import STATUS_LABELS
from app.services.repairing import guides
from app.services.repairing.repair_record import OUTCOME_LABELS
from app.services.review.case_words import VERDICT_LABELS

Names: TypeAlias = Mapping[str, str]  # mentee, mentor → name


def told(one: Happening, names: Names) -> str:
    """The sentence for one happening; ``names`` are those of the two sides."""
    return str(_TOLD[one.kind](one, {**names, "coordinator": _("A coordinator")}))


def answers(one: Happening) -> tuple[tuple[str, int], ...]:
    """The answers of a round of questions, lowest first."""
    given = one.details.items() if one.kind == "pulse" else ()
    named = [(str(SHORT.get(code, code)), int(value)) for code, value in given]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def _who(one: Happening, names: Names) -> str:
    return names.get(one.who, "")


def _pulse(one: Happening, names: Names) -> object:
    name = _who(one, names)
    if one.code.startswith("fit_"):
        return _("%(name)s answered whether it is a good fit", name=name)
    return _("%(name)s answered the questions: %(round)s", name=name, round=of_round(one.code))


def _pulse_open(one: Happening, names: Names) -> object:
    return _("%(name)s was asked how it goes and has not answered", name=_who(one, names))


def _concern(one: Happening, names: Names) -> object:
    name = _who(one, names)
    if one.code == "poor_fit":
        return _("%(name)s said that it is no good fit", name=name)
    if one.code == "low_pulse":
        return _("%(name)s gave low answers to the short questions", name=name)
    return _("%(name)s asked the coordinators to look", name=name)


def _settled(one: Happening, names: Names) -> object:
    name = _who(one, names)
    return (
        _("%(name)s was answered", name=name)
        if one.text
        else _("%(name)s took it back, or it was settled", name=name)
    )


def _proposed(one: Happening, names: Names) -> object:
    return _(
        "%(name)s proposed an agreement: %(every)s",
        name=_who(one, names),
        every=formats.every(one.details["cadence_days"]),
    )


def _agreement(one: Happening, _names: Names) -> object:
    return _("Both agreed: %(every)s", every=formats.every(one.details["cadence_days"]))


def _pause(one: Happening, names: Names) -> object:
    until = formats.day(one.until) if one.until else ""
    return _("A pause until %(day)s, asked for by %(name)s", day=until, name=_who(one, names))


def _repair(one: Happening, _names: Names) -> object:
    rung = guides.RUNG_LABELS.get(one.code, one.code)
    return _(
        "A repair began for “%(trouble)s”: %(rung)s",
        trouble=guides.get(str(one.details["trouble"])).label,
        rung=rung,
    )


def _checked(one: Happening, _names: Names) -> object:
    label = OUTCOME_LABELS.get(one.code, one.code)
    before, after = one.details["before"], one.details["after"]
    if before is None or after is None:
        return _("The repair was looked at: %(outcome)s", outcome=label)
    return _(
        "The repair was looked at: %(outcome)s (risk %(before)s before, %(after)s after)",
        outcome=label,
        before=formats.percent(before),
        after=formats.percent(after),
    )


def _request(one: Happening, names: Names) -> object:
    missing = "; ".join(signal_label(signal) for signal in one.details["what_is_missing"])
    if not missing:
        return _("%(name)s asked for a rematch", name=_who(one, names))
    return _(
        "%(name)s asked for a rematch. What is missing: %(missing)s",
        name=_who(one, names),
        missing=missing,
    )


def _decided(one: Happening, _names: Names) -> object:
    if one.code == "approved":
        return _("The request for a rematch was approved")
    if one.code == "withdrawn":
        return _("The request for a rematch was taken back")
    return _("The request for a rematch was declined, with an answer")


def _proposal(one: Happening, _names: Names) -> object:
    return _("%(name)s was proposed as the next mentor", name=one.name)


def _proposal_answered(one: Happening, _names: Names) -> object:
    status = STATUS_LABELS.get(one.code, one.code)
    return _("The proposal of %(name)s: %(status)s", name=one.name, status=status)


def _verdict(one: Happening, _names: Names) -> object:
    return _("Verdict: %(verdict)s", verdict=VERDICT_LABELS.get(one.code, one.code))


def _review(one: Happening, _names: Names) -> object:
    return (
        _("Reviewed: it was working")
        if one.code == "working"
        else _("Reviewed: it was not working")
    )


def _closure(one: Happening, names: Names) -> object:
    if one.code == "rematch":
        return _("It ended without blame, for a rematch")
    if one.code == "left_by_mentee":
        return _("%(name)s left it, without blame", name=names["mentee"])
    if one.code == "left_by_mentor":
        return _("%(name)s left it, without blame", name=names["mentor"])
    return _("A coordinator ended it, without blame")


_TOLD: Mapping[str, Callable[[Happening, Names], object]] = {
    "pulse": _pulse,
    "pulse_open": _pulse_open,
    "concern": _concern,
    "concern_settled": _settled,
    "agreement_proposed": _proposed,
    "agreement": _agreement,
    "pause": _pause,
    "repair": _repair,
    "repair_checked": _checked,
    "request": _request,
    "request_decided": _decided,
    "proposal": _proposal,
    "proposal_answered": _proposal_answered,
    "message": lambda one, _names: _("A coordinator wrote to %(name)s", name=one.name),
    "verdict": _verdict,
    "review": _review,
    "closure": _closure,
    "closure_undone": lambda _one, _names: _("The end was taken back; it went on"),
}
