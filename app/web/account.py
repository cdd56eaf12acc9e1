"""The way in, and the reader's own account."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from app.permissions import Role
from app.services import current_session, mine, profile
from app.web.reader import actor

blueprint = Blueprint("account", __name__)


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
        return "coordinator.mentorships"
    if Role.PARTICIPANT not in who.roles:
        return "account.account"
    sides = {one.side for one in mine.mentorships(current_session(), who) if one.active}
    return "mentor.home" if sides == {"mentor"} else "mentee.home"
