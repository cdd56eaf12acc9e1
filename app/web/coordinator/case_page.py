"""The case page: one mentorship, in the order in which a coordinator with little time needs it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from markupsafe import Markup

from app import formats
from app.services import current_session, models
from app.services.explaining import case_page
from app.services.explaining.mentorship import MentorshipDetail
from app.services.participants import goals, leaving, pauses
from app.services.rematching import rematch_board
from app.services.repairing import repair
from app.services.repairing.guides import RUNG_LABELS
from app.services.repairing.repair_record import OUTCOME_LABELS
from app.services.review import case_work, cause_actions
from app.services.review.causes import Cause
from app.web import pictures, ratings_picture

# So many other mentorships of a cause are named.
NAMED = 6


def mentorship(mentorship_id: str) -> str:
    """Who and how it stands, what to do about it, why, and then everything on one timeline."""
    session = current_session()
    page = case_page.case_page(session, mentorship_id)
    detail, line = page.detail, page.timeline
    names = (detail.mentee.name, detail.mentor.name)
    return render_template(
        "mentorships/detail.html",
        page=page,
        detail=detail,
        picture=_trajectory(detail),
        ratings_picture=ratings_picture.ratings_svg(line.ratings, line.views.partings, names)
        if line.ratings
        else None,
        sign=ratings_picture.sign_svg,
        whole=formats.whole_percent,
        anchors={one.meeting_id: f"meeting-{n}" for n, one in enumerate(detail.meetings, 1)},
        covered=cause_actions.covered(session, _named(page.causes)),
        case=case_work.view(session, mentorship_id),
        repair=repair.panel(session, mentorship_id),
        rematch=rematch_board.panel(session, mentorship_id),
        goals=goals.of_mentorship(session, mentorship_id),
        goal_steps=goals.STEPS,
        pause=pauses.running(session, [mentorship_id]).get(mentorship_id),
        left=leaving.last(session, mentorship_id),
        rungs=RUNG_LABELS,
        outcomes=OUTCOME_LABELS,
        model=models.status(),
    )


def _trajectory(detail: MentorshipDetail) -> Markup | None:
    """The risk as it moved, if there ever was one to tell."""
    read = detail.assessment
    if read is None or all(risk is None for _, risk in read.trajectory):
        return None
    return pictures.trajectory_svg(read.trajectory, read.threshold)


def _named(causes: Sequence[Cause]) -> set[str]:
    """The mentorships of causes that the page names; of many more it only tells the number."""
    return {key for one in causes for key in one.mentorship_ids[: NAMED + 1]}
