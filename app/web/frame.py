"""What every page has: the words and pictures its template may use, and the bar on top."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Flask, request
from wtforms import Field

from app.permissions import ROUTES, may
from app.web import pictures, words
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
    "coordinator.mentorships": "Mentorships",
    "coordinator.rematch_requests": "Rematch requests",
    "coordinator.plan": "Plan",
    "coordinator.people": "People",
    "coordinator.rules": "Rules",
    "coordinator.upload": "Import and export",
    "coordinator.programme_day": "Programme date",
    "mentee.home": "My mentor",
    "mentor.home": "My mentees",
}
# Pages that lie below an entry of the bar.
BELOW = {
    "coordinator.mentorship": "coordinator.mentorships",
    "coordinator.candidates": "coordinator.mentorships",
    "coordinator.approve": "coordinator.rematch_requests",
    "coordinator.decline": "coordinator.rematch_requests",
    "coordinator.sign_in_link": "coordinator.people",
    **dict.fromkeys(("coordinator.never_together", "coordinator.pause"), "coordinator.rules"),
    "coordinator.preview": "coordinator.upload",
    "coordinator.job": "coordinator.upload",
    **dict.fromkeys(("mentee.new_meeting", "mentee.feedback"), "mentee.home"),
    **dict.fromkeys(("mentee.goals", "mentee.rematch"), "mentee.home"),
    **dict.fromkeys(("mentor.new_meeting", "mentor.feedback"), "mentor.home"),
    "mentor.expertise": "mentor.home",
}


def init_app(app: Flask) -> None:
    """Give the templates their words, signs and pictures, and addresses their ids."""
    app.url_map.converters["key"] = KeyConverter
    app.jinja_env.filters.update(
        day=words.day, percent=words.percent, days_ago=words.days_ago, every=words.every
    )
    app.jinja_env.globals.update(
        icon=icon,
        gauge=pictures.gauge_svg,
        field_attributes=field_attributes,
        how_high=words.how_high,
        count=words.count,
        meeting_state=words.meeting_state,
        states=words.STATES,
        kinds=words.KINDS,
        media=words.MEDIA,
        ratings=words.RATINGS,
        end_reasons=words.END_REASONS,
        verdicts=words.VERDICTS,
        request_states=words.REQUEST_STATES,
        gains=words.GAINS,
        good_fits=words.FITS,
        search_changes=words.CHANGES,
        kinds_meant=words.KINDS_MEANT,
        plan_effects=words.PLAN_EFFECTS,
        house_rule=words.house_rule,
    )
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
    return {"places": _places()}


def _places() -> list[Place]:
    """Where this reader may go."""
    who = actor()
    return [
        Place(endpoint, label, _current(endpoint))
        for endpoint, label in PLACES.items()
        if may(who, ROUTES[endpoint])
    ]


def _current(endpoint: str) -> str | None:
    if endpoint == request.endpoint:
        return "page"
    return "true" if BELOW.get(request.endpoint or "") == endpoint else None
