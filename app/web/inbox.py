"""Messages to the reader."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.services import current_session
from app.services.mail import messages
from app.web.reader import actor


def mark_read(message_id: int) -> Response:
    """Put a message among those that were read."""
    messages.mark_read(current_session(), actor(), message_id)
    side = "mentor" if request.form.get("side") == "mentor" else "mentee"
    return redirect(url_for(f"{side}.home"))
