"""Help me say it: guides and messages that never leave the reader's screen."""

from __future__ import annotations

from flask import render_template

from app.services import current_session
from app.services.repairing import say_it
from app.web.reader import actor


def help_me_say_it(mentorship_id: str) -> str:
    """Every subject at once, so that choosing one tells nobody anything."""
    return render_template(
        "repair/say_it.html", page=say_it.say_it(current_session(), actor(), mentorship_id)
    )
