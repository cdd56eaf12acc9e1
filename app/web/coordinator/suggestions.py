"""Mentors who would do better than today's."""

from __future__ import annotations

from flask import render_template

from app.errors import ScoresOff
from app.services import current_session, models
from app.services.explaining import mentorship
from app.services.matching import side_by_side
from app.services.matching import suggestions as service
from app.services.rematching import proposal_tidy, rematch_board


def candidates(mentorship_id: str) -> str:
    """Who does better than today's mentor, beside them point by point, under the same measure."""
    session = current_session()
    proposal_tidy.tidy(session)
    detail = mentorship.detail(session, mentorship_id)
    rematch = rematch_board.panel(session, mentorship_id)
    model = models.status()
    try:
        found = service.candidates(session, detail.mentee.person_id, mentorship_id=mentorship_id)
    except ScoresOff:
        found = None  # The page says why, and everything else on it still stands.
    beside = found.candidates if found else ()
    return render_template(
        "suggestions/candidates.html",
        detail=detail,
        found=found,
        points={one.mentor.person_id: side_by_side.points(found, one) for one in beside},
        rematch=rematch,
        model=model,
    )
