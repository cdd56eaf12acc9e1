"""What every page has: the words and pictures its template may use, and the bar on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from wtforms import Field

from app import formats
from app.permissions import ROUTES, may
from app.services.rematching import proposal_life
from app.web import figures, pictures, words
from app.web.forms_case import case_forms
from app.web.home import heading
from app.web.icons import icon
from app.web.keys import KeyConverter
from app.web.reader import actor


class Place(NamedTuple):
    """An entry of the bar on top; ``current`` is what ``aria-current`` says of it."""

    endpoint: str
    label: str
    current: str | None


# Whoever may go there sees the entry: the table of permissions decides, here as everywhere.
PLACES = {
    "coordinator.queue": _l("Queue"),
    "coordinator.mentorships": _l("Mentorships"),
    "coordinator.rematches": _l("Rematches"),
    "coordinator.plan": _l("Plan"),
    "coordinator.programme_view": _l("Programme"),
    "mentee.home": _l("My mentor"),
    "mentor.home": _l("My mentees"),
}
# What a coordinator needs once a month, under one entry that opens.
MORE = {
    "coordinator.people": _l("People"),
    "coordinator.rules": _l("Rules"),
    "coordinator.causes": _l("Causes"),
    "coordinator.mails": _l("Mails"),
    "coordinator.upload": _l("Import and export"),
    "coordinator.programme_day": _l("Programme date"),
}
# A bar that is no longer than this needs no entry that opens.
FEW = 4
# Pages that lie below an entry of the bar.
BELOW = {
    "coordinator.mentorship": "coordinator.mentorships",
    "coordinator.candidates": "coordinator.mentorships",
    **dict.fromkeys(("coordinator.repair", "coordinator.repair_guides"), "coordinator.mentorships"),
    "coordinator.check_repair": "coordinator.mentorships",
    "coordinator.mentorship_agreement": "coordinator.mentorships",
    **dict.fromkeys(("coordinator.approve", "coordinator.decline"), "coordinator.rematches"),
    **dict.fromkeys(("coordinator.propose", "coordinator.let_choose"), "coordinator.rematches"),
    "coordinator.note_request": "coordinator.rematches",
    "coordinator.undo_rematch": "coordinator.rematches",
    "coordinator.begin": "coordinator.plan",
    "coordinator.brought": "coordinator.programme_view",
    "coordinator.sign_in_link": "coordinator.people",
    **dict.fromkeys(("coordinator.never_together", "coordinator.pause"), "coordinator.rules"),
    "coordinator.cause": "coordinator.causes",
    "coordinator.mail": "coordinator.mails",
    "coordinator.preview": "coordinator.upload",
    "coordinator.job": "coordinator.upload",
    **dict.fromkeys(("mentee.new_meeting", "mentee.feedback"), "mentee.home"),
    **dict.fromkeys(("mentee.goals", "mentee.rematch"), "mentee.home"),
    **dict.fromkeys(("mentor.new_meeting", "mentor.feedback"), "mentor.home"),
    **dict.fromkeys(("mentor.expertise", "mentor.several"), "mentor.home"),
}


def init_app(app: Flask) -> None:
    """Give the templates their words, signs and pictures, and addresses their ids."""
    app.url_map.converters["key"] = KeyConverter
    # Line breaks of a template inside a sentence are none of the sentence.
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.filters.update(
        day=words.day,
        moment=words.moment,
        languages=words.languages,
        time=formats.time,
        number=formats.number,
        percent=formats.percent,
        days_ago=formats.days_ago,
        every=formats.every,
    )
    app.jinja_env.globals.update(
        icon=icon,
        gauge=pictures.gauge_svg,
        field_attributes=field_attributes,
        how_high=words.how_high,
        meeting_state=words.meeting_state,
        states=words.STATES,
        kinds=words.KINDS,
        media=words.MEDIA,
        ratings=words.RATINGS,
        end_reasons=words.END_REASONS,
        verdicts=words.VERDICTS,
        request_states=words.REQUEST_STATES,
        proposal_states=proposal_life.STATUS_LABELS,
        follow_marks=words.FOLLOW_MARKS,
        follow_groups=words.FOLLOW_GROUPS,
        gains=words.GAINS,
        good_fits=words.FITS,
        search_changes=words.CHANGES,
        kinds_meant=words.KINDS_MEANT,
        plan_effects=words.PLAN_EFFECTS,
        house_rule=words.house_rule,
        case_forms=case_forms,
    )
    figures.init_app(app)
    app.context_processor(_bar)


def field_attributes(field: Field, **more: Any) -> dict[str, Any]:
    """What ties a form field to its hint and its error for a screen reader."""
    described = [f"{field.id}-hint"] if field.description else []
    described += [f"{field.id}-wrong"] if field.errors else []
    ties = {
        "aria-describedby": " ".join(described),
        "aria-invalid": "true" if field.errors else "",
    }
    return more | {name: value for name, value in ties.items() if value}


def _bar() -> dict[str, Any]:
    """Where this reader may go, and in which language the page speaks."""
    places, more = _places(PLACES), _places(MORE)
    if len(places) + len(more) <= FEW:
        places, more = [*places, *more], []
    return {"places": places, "more": more, "language": str(formats.locale()).replace("_", "-")}


def _places(of: Mapping[str, str]) -> list[Place]:
    who = actor()
    return [
        Place(endpoint, _label(endpoint, label), _current(endpoint))
        for endpoint, label in of.items()
        if endpoint in ROUTES and may(who, ROUTES[endpoint])
    ]


def _label(endpoint: str, label: str) -> str:
    """What a home is called depends on who the reader has there."""
    name, _dot, page = endpoint.partition(".")
    return heading("mentor" if name == "mentor" else "mentee") if page == "home" else label


def _current(endpoint: str) -> str | None:
    if endpoint == request.endpoint:
        return "page"
    return "true" if BELOW.get(request.endpoint or "") == endpoint else None
