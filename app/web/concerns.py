"""When somebody is not sure that it works: a calm page with three ways, and one of them here."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.participants import concerns as service
from app.services.participants import mine
from app.web.forms import put_at_field, shown
from app.web.forms_mine import ConcernForm
from app.web.reader import actor


def not_sure(mentorship_id: str) -> str:
    """Three ways on; opening this page does nothing and tells nobody."""
    mentorship = mine.running(current_session(), actor(), mentorship_id)
    return render_template(
        "concerns/not_sure.html",
        mentorship=mentorship,
        open=_open(mentorship_id),
    )


def ask_to_look(mentorship_id: str) -> ResponseReturnValue:
    """Ask the coordinators to look. ``?wish=released`` begins the words for a mentor."""
    session = current_session()
    mentorship = mine.running(session, actor(), mentorship_id)
    released = request.args.get("wish") == "released"
    said = _open(mentorship_id)
    wish = _("I would like to be released from this mentorship, or to have another mentee.")
    form = ConcernForm(words=said.words if said else wish if released else "")
    if form.validate_on_submit():
        try:
            service.raise_concern(session, actor(), mentorship_id, form.words.data or "")
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                _(
                    "The coordinators have it. %(name)s is not told.",
                    name=mentorship.other.name,
                )
            )
            return redirect(url_for(f"{mentorship.side}.home"))
    return shown("concerns/ask_to_look.html", form, mentorship=mentorship, said=said)


def take_concern_back(concern_id: int) -> Response:
    """Take it back; nothing of it stays."""
    service.take_back(current_session(), actor(), concern_id)
    flash(_("It is taken back, and your words are removed. Nobody else was told."))
    return redirect(url_for("account.home"))


def _open(mentorship_id: str) -> service.Concern | None:
    own = service.own(current_session(), actor()).get(mentorship_id, [])
    return next((one for one in own if one.open), None)
