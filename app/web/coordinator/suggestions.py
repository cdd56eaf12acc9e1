"""Mentors who would do better than today's."""

from __future__ import annotations

from flask import render_template

from app.errors import ScoresOff
from app.services import current_session, mentorship, models
from app.services import suggestions as service


def candidates(mentorship_id: str) -> str:
    """Today's mentor first, then who does better, under the same measure."""
    session = current_session()
    detail = mentorship.detail(session, mentorship_id)
    model = models.status()
    try:
        found = service.candidates(session, detail.mentee.person_id, mentorship_id=mentorship_id)
    except ScoresOff:
        found = None  # The page says why, and everything else on it still stands.
    return render_template(
        "suggestions/candidates.html",
        detail=detail,
        found=found,
        open_request=next((one for one in detail.requests if one.status == "open"), None),
        model=model,
    )
