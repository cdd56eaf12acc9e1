"""The way in, and the reader's own account."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app.permissions import Role
from app.services import current_session
from app.services.participants import mine, profile
from app.web import calendar, preferences
from app.web.patterns import patterns
from app.web.reader import actor

blueprint = Blueprint("account", __name__)
blueprint.add_url_rule("/patterns", view_func=patterns)
blueprint.add_url_rule("/account/settings", view_func=preferences.settings, methods=("GET", "POST"))
blueprint.add_url_rule("/meetings/<key:meeting_id>/calendar.ics", view_func=calendar.calendar)


@blueprint.get("/")
def home() -> Response:
    """Lead each reader to their own place."""
    return redirect(url_for(_own_place()))


@blueprint.get("/account")
def account() -> str:
    """What is known of the reader, and where to change it."""
    person_id = actor().person_id
    return render_template(
        "account/profile.html",
        profile=profile.get(current_session(), person_id) if person_id else None,
        email=current_user.email,
        may_change_password=bool(current_app.config.get("SECURITY_CHANGEABLE")),
    )


def _own_place() -> str:
    who = actor()
    if Role.COORDINATOR in who.roles:
        return "coordinator.queue"
    if Role.PARTICIPANT not in who.roles:
        return "account.account"
    own = mine.mentorships(current_session(), who)
    # Whose last mentorship has ended still comes to where it stands that it has.
    sides = {one.side for one in own if one.active} or {one.side for one in own}
    return "mentor.home" if sides == {"mentor"} else "mentee.home"
