"""Letting a mentorship rest, and ending it: the two ways out, each said before it is done."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Conflict, Invalid
from app.services import current_session, programme
from app.services.participants import leaving, mine, pauses
from app.services.rematching import closing
from app.web.forms import put_at_field, shown
from app.web.forms_mine import LeaveForm, PauseMentorshipForm
from app.web.reader import actor


def pause(mentorship_id: str) -> ResponseReturnValue:
    """Let it rest until a day."""
    session = current_session()
    mentorship = mine.running(session, actor(), mentorship_id)
    form = PauseMentorshipForm()
    if form.validate_on_submit():
        try:
            pauses.begin(
                session,
                actor(),
                mentorship_id,
                until=form.until.data,
                reason=form.reason.data or "",
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("It rests now. %(name)s sees it too.", name=mentorship.other.name))
            return redirect(url_for(f"{mentorship.side}.home"))
    return shown(
        "pauses/pause.html",
        form,
        mentorship=mentorship,
        running=pauses.running(session, [mentorship_id]).get(mentorship_id),
        day=programme.programme_day(session),
    )


def end_pause(mentorship_id: str) -> Response:
    """Go on before the day that was said."""
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    pauses.end(session, actor(), mentorship_id)
    flash(_("The pause is over. Good to have you back."))
    return redirect(url_for(f"{mentorship.side}.home"))


def leave(mentorship_id: str) -> ResponseReturnValue:
    """Say what happens, ask for a reason, and end it."""
    session = current_session()
    mentorship = mine.running(session, actor(), mentorship_id)
    thanks = _(
        "Thank you for your time, %(name)s. I wish you all the best.", name=mentorship.other.name
    )
    form = LeaveForm(thanks=thanks)
    if form.validate_on_submit():
        try:
            leaving.leave(
                session,
                actor(),
                mentorship_id,
                reason=form.reason.data,
                words=form.words.data or "",
                thanks=(form.send.data and form.thanks.data) or "",
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("Your mentorship with %(name)s has ended.", name=mentorship.other.name))
            return redirect(url_for(f"{mentorship.side}.home"))
    return shown("pauses/leave.html", form, mentorship=mentorship, undo_days=closing.UNDO_DAYS)


def undo_leaving(mentorship_id: str) -> Response:
    """Go on as if nothing had been."""
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    leaving.undo(session, actor(), mentorship_id)
    flash(_("It goes on as before."))
    return redirect(url_for(f"{mentorship.side}.home"))
