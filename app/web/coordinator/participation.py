"""What the two have said themselves: ended and paused mentorships, put right by a coordinator."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services import current_session
from app.services.participants import leaving, pauses
from app.web.reader import actor


def undo_leaving(mentorship_id: str) -> Response:
    """Let a mentorship go on that one side has left."""
    leaving.undo(current_session(), actor(), mentorship_id)
    flash(_("It goes on as before. Tell the two, so that nobody is surprised."))
    return redirect(url_for("coordinator.mentorship", mentorship_id=mentorship_id))


def end_pause(mentorship_id: str) -> Response:
    """Let a mentorship go on before the end of its pause."""
    pauses.end(current_session(), actor(), mentorship_id)
    flash(_("It goes on from today. Both are told."))
    return redirect(url_for("coordinator.mentorship", mentorship_id=mentorship_id))
