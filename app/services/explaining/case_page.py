"""The case page: one mentorship with all that helps to judge it, for pages and the API alike."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.services import models
from app.services.explaining import mentorship
from app.services.explaining.mentorship import MentorshipDetail
from app.services.explaining.similar_cases import NONE, SimilarCases, similar_cases
from app.services.explaining.sureness import Sureness, sureness
from app.services.explaining.timeline import Timeline, timeline
from app.services.explaining.what_would_change import WhatWouldChange, opening, what_would_change
from app.services.review import causes
from app.services.review.causes import Cause


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything about one mentorship. What needs an assessment is ``None`` without one."""

    detail: MentorshipDetail
    timeline: Timeline
    opening: str
    what_would_change: WhatWouldChange | None
    sureness: Sureness | None
    similar: SimilarCases
    causes: tuple[Cause, ...]


def case_page(session: Session, mentorship_id: str) -> CasePage:
    """One mentorship; NotFound if there is none of that id."""
    models.current().release()  # so that its figures are at hand
    detail = mentorship.detail(session, mentorship_id)
    assessment = detail.assessment
    mentee, mentor = detail.mentee.name, detail.mentor.name
    troubled = assessment is not None and assessment.flagged
    signals = [one.signal for one in assessment.reasons] if assessment and troubled else []
    return CasePage(
        detail=detail,
        timeline=timeline(session, detail),
        opening=opening(assessment, mentee, mentor) if assessment else "",
        what_would_change=what_would_change(assessment, mentee, mentor) if assessment else None,
        sureness=sureness(assessment, detail.meetings, detail.cadence_days, detail.day)
        if assessment
        else None,
        similar=similar_cases(session, mentorship_id, detail.kind, signals) if signals else NONE,
        causes=causes.of_mentorship(session, mentorship_id),
    )
