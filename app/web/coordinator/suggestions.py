"""Mentors who could take over, beside today's."""

from __future__ import annotations

from flask import render_template

from app.errors import ScoresOff
from app.services import current_session, mentorship, models
from app.services import suggestions as service


def candidates(mentorship_id: str) -> str:
    """Today's mentor first, then who would fit, under the same measure."""
    session = current_session()
    detail = mentorship.detail(session, mentorship_id)
    model = models.status()
    try:
        found = service.candidates(session, detail.mentee.person_id)
    except ScoresOff:
        # Without the weights nothing can be compared. Without a released model it can, because
        # goals and expertise are compared by the embedder alone.
        found = None
    today = [] if found is None else found.today
    mine = next((one for one in today if one.mentorship_id == mentorship_id), None)
    return render_template(
        "suggestions/candidates.html",
        detail=detail,
        found=found,
        score_today=mine.score if mine else None,
        open_request=next((one for one in detail.requests if one.status == "open"), None),
        model=model,
    )
