"""The list of mentorships, worst first, and the page of one."""

from __future__ import annotations

from typing import Literal, TypeVar, get_args

from flask import render_template, request

from app.services import current_session, models, programme, rematch
from app.services import mentorship as one_service
from app.services import mentorships as service
from app.web import pictures, words

Choice = TypeVar("Choice", bound=str)


def mentorships() -> str:
    """Every mentorship that has not ended, worst first, narrowed as asked."""
    asked = request.args
    filters = service.OverviewFilter(
        state=_one_of(asked.get("state", ""), get_args(service.State)),
        kind=_one_of(asked.get("kind", ""), tuple(words.KINDS)),
        department=asked.get("department", ""),
        search=asked.get("search", "").strip(),
        read_now="read_now" in asked,
    )
    sort = _one_of(asked.get("sort", ""), get_args(service.SortKey)) or "worst"
    return render_template(
        "mentorships/list.html",
        overview=service.overview(current_session(), sort, filters),
        filters=filters,
        sort=sort,
        programme=programme.status(current_session()),
        requests=len(rematch.open_requests(current_session())),
        model=models.status(),
    )


def mentorship(mentorship_id: str) -> str:
    """One mentorship: why, the risk over time, and both sides of every meeting."""
    detail = one_service.detail(current_session(), mentorship_id)
    trajectory = detail.assessment.trajectory if detail.assessment else ()
    something_known = any(risk is not None for _, risk in trajectory)
    return render_template(
        "mentorships/detail.html",
        detail=detail,
        picture=pictures.trajectory_svg(trajectory) if something_known else None,
        silences=_silences(detail),
        anchors={one.meeting_id: f"meeting-{n}" for n, one in enumerate(detail.meetings, 1)},
        open_request=next((one for one in detail.requests if one.status == "open"), None),
        model=models.status(),
    )


def _silences(detail: one_service.MentorshipDetail) -> dict[str, int]:
    """By the meeting that came before: days until the next one that was held, where too many."""
    held = [one for one in detail.meetings if one.status == "held" and one.on <= detail.day]
    until = [detail.ended_on or detail.day, *(one.on for one in held)]
    gaps = {one.meeting_id: (after - one.on).days for after, one in zip(until, held, strict=False)}
    return {key: days for key, days in gaps.items() if days > 1.5 * detail.cadence_days}


def _one_of(value: str, allowed: tuple[Choice, ...]) -> Choice | Literal[""]:
    """``value`` if the page knows it; an address typed by hand narrows nothing instead."""
    return next((choice for choice in allowed if choice == value), "")
