"""The ratings of both sides over time: two lines that differ in dash and marker, not in colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.permissions import Side
from app.services.explaining.timeline import Rating
from app.services.explaining.views_part import Parting
from app.web.pictures import LEFT, RIGHT, WIDTH, Across, months

HEIGHT, TOP, GROUND = 220, 18, 196
BEST = 5
SQUARE = 13


def ratings_svg(
    ratings: Sequence[Rating], partings: Sequence[Parting], names: tuple[str, str]
) -> Markup:
    """Circles and a full line for the mentee, squares and dashes for the mentor.

    The circle fits into the square, so that both are seen where the two agree. Where they rate
    far apart a bar joins what they said of the meeting.
    """
    across = Across(ratings[0].on, ratings[-1].on)
    apart = {one.on for one in partings if one.mentee_rating is not None}
    mentee = [(one.on, one.mentee) for one in ratings if one.mentee is not None]
    mentor = [(one.on, one.mentor) for one in ratings if one.mentor is not None]
    parts = [
        *_grid(),
        *months(across, HEIGHT),
        *(_bar(across, one) for one in ratings if one.on in apart),
        *_side(across, mentor, "mentor"),
        *_side(across, mentee, "mentee"),
    ]
    return Markup(
        '<svg class="picture ratings" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, _said(mentee, mentor, len(apart), names), Markup("").join(parts))


def sign_svg(side: Side) -> Markup:
    """The marker of a side, for the legend."""
    return Markup(
        '<svg class="picture-sign" viewBox="0 0 36 16" aria-hidden="true">'
        '<path class="line {0}" d="M0 8 L36 8"/>{1}</svg>'
    ).format(side, _marker(18, 8, side))


def _up(rating: float) -> float:
    return TOP + (BEST - rating) * (GROUND - 12 - TOP) / (BEST - 1)


def _grid() -> list[Markup]:
    line = Markup(
        '<line class="grid" x1="{x1}" x2="{x2}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text x="{label}" y="{text:.1f}" text-anchor="end">{rating}</text>'
    )
    return [
        line.format(
            x1=LEFT, x2=WIDTH - RIGHT, y=_up(rating), label=LEFT - 8, text=_up(rating) + 4,
            rating=rating,
        )
        for rating in range(1, BEST + 1)
    ]  # fmt: skip


def _bar(across: Across, one: Rating) -> Markup:
    return Markup(
        '<line class="apart" x1="{x:.1f}" x2="{x:.1f}" y1="{a:.1f}" y2="{b:.1f}"/>'
    ).format(x=across(one.on), a=_up(one.mentee or 0), b=_up(one.mentor or 0))


def _side(across: Across, rated: Sequence[tuple[date, int]], side: Side) -> list[Markup]:
    if not rated:
        return []
    places = " L".join(f"{across(on):.1f} {_up(rating):.1f}" for on, rating in rated)
    line = Markup('<path class="line {}" d="M{}"/>').format(side, places)
    return [line, *(_marker(across(on), _up(rating), side) for on, rating in rated)]


def _marker(x: float, y: float, side: Side) -> Markup:
    if side == "mentee":
        return Markup('<circle class="dot mentee" cx="{:.1f}" cy="{:.1f}" r="3.5"/>').format(x, y)
    return Markup(
        '<rect class="dot mentor" x="{:.1f}" y="{:.1f}" width="{size}" height="{size}"/>'
    ).format(x - SQUARE / 2, y - SQUARE / 2, size=SQUARE)


def _said(
    mentee: Sequence[tuple[date, int]],
    mentor: Sequence[tuple[date, int]],
    apart: int,
    names: tuple[str, str],
) -> str:
    """The picture in words, for those who do not see it."""
    told = [
        gettext(
            "Ratings by %(name)s: %(ratings)s.",
            name=name,
            ratings=", ".join(str(rating) for _, rating in rated),
        )
        for name, rated in zip(names, (mentee, mentor), strict=True)
        if rated
    ]
    if apart:
        told.append(
            ngettext(
                "They lie far apart in %(num)s meeting.",
                "They lie far apart in %(num)s meetings.",
                apart,
            )
        )
    return " ".join(told)
