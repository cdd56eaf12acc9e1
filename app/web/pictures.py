"""Pictures made on the server: SVG that needs no script, prints, and has a table behind it.

Places and sizes are attributes; colours and fonts come from ``rapport.css``, so the pictures
follow the light and the dark scheme.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

from flask_babel import gettext
from markupsafe import Markup

from app import formats
from app.formats import percent

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 24, 22, 34
NARROWEST_SPAN = timedelta(days=28)

Point = tuple[date, float | None]


def trajectory_svg(points: Sequence[Point], threshold: float | None = None) -> Markup:
    """Risk over time as a line; where nothing could be said, a dotted stretch on the ground."""
    if not points:
        return Markup("")
    across = Across(points[0][0], points[-1][0])
    parts = [*_grid(), *months(across)]
    parts += [_unknown(across, run) for run in _runs(points, known=False)]
    known = _runs(points, known=True)
    parts += [_line(across, run) for run in known]
    if threshold is not None:
        parts.append(_limit(threshold))
    parts += [_dots(across, run, last=run is known[-1]) for run in known]
    return Markup(
        '<svg class="picture" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, _said(points), Markup("").join(parts))


def gauge_svg(risk: float, flagged: bool) -> Markup:
    """A small bar beside the risk in words; the words themselves are what a screen reader hears."""
    return Markup(
        '<svg class="gauge" viewBox="0 0 72 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="gauge-back" x=".25" y=".25" width="71.5" height="7.5" rx="3"/>'
        '<rect class="gauge-fill{}" x="0" y="0" width="{:.1f}" height="8" rx="3"/></svg>'
    ).format(" flagged" if flagged else "", max(2.0, 72 * risk))


class Across:
    """Days to the horizontal axis. A short story does not fill the whole width."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.last = max(last, first + NARROWEST_SPAN)

    def __call__(self, day: date) -> float:
        """Where a day lies."""
        share = (day - self.first) / (self.last - self.first)
        return LEFT + share * (WIDTH - LEFT - RIGHT)


def _up(risk: float) -> float:
    return TOP + (1 - risk) * (HEIGHT - TOP - BOTTOM)


def _runs(points: Sequence[Point], *, known: bool) -> list[list[Point]]:
    """Stretches of neighbouring points whose risk is known (or is not)."""
    grouped = groupby(points, key=lambda point: point[1] is not None)
    return [list(run) for is_known, run in grouped if is_known == known]


def _grid() -> list[Markup]:
    line = Markup(
        '<line class="grid" x1="{x1}" x2="{x2}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text x="{label}" y="{text:.1f}" text-anchor="end">{percent}</text>'
    )
    return [
        line.format(
            x1=LEFT, x2=WIDTH - RIGHT, y=_up(share), label=LEFT - 6, text=_up(share) + 4,
            percent=formats.whole_percent(share),
        )
        for share in (0.0, 0.5, 1.0)
    ]  # fmt: skip


def months(across: Across, height: int = HEIGHT) -> list[Markup]:
    """The names of the months, at most about eight of them, on the ground of the picture."""
    firsts = []
    month = date(across.first.year, across.first.month, 1)
    while month <= across.last:
        if month >= across.first:
            firsts.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    step = len(firsts) // 8 + 1
    # Every second one gives way on a narrow screen.
    text = Markup('<text class="month{}" x="{:.1f}" y="{}" text-anchor="middle">{}</text>')
    named = [
        text.format(" second" if n % 2 else "", across(first), height - 10, formats.month(first))
        for n, first in enumerate(firsts[::step])
    ]
    return named or [
        text.format("", across(across.first) + 40, height - 10, formats.month(across.first))
    ]


def _limit(threshold: float) -> Markup:
    return Markup(
        '<line class="limit" x1="{x1}" x2="{x2}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text class="limit-name" x="{x1}" dx="6" y="{text:.1f}">{name}</text>'
    ).format(
        x1=LEFT, x2=WIDTH - RIGHT, y=_up(threshold), text=_up(threshold) - 6,
        name=gettext("at risk from here"),
    )  # fmt: skip


def _unknown(across: Across, run: list[Point]) -> Markup:
    first, last = across(run[0][0]), across(run[-1][0])
    return Markup('<line class="unknown" x1="{:.1f}" x2="{:.1f}" y1="{y}" y2="{y}"/>').format(
        first, max(last, first + 8), y=_up(0.0)
    )


def _line(across: Across, run: list[Point]) -> Markup:
    places = " L".join(f"{across(day):.1f} {_up(risk or 0.0):.1f}" for day, risk in run)
    ground = f"L{across(run[-1][0]):.1f} {_up(0.0):.1f} L{across(run[0][0]):.1f} {_up(0.0):.1f} Z"
    path = Markup('<path class="area" d="M{places} {ground}"/><path class="line" d="M{places}"/>')
    return path.format(places=places, ground=ground)


def _dots(across: Across, run: list[Point], *, last: bool) -> Markup:
    dot = Markup('<circle class="dot{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>')
    drawn = [dot.format("", across(day), _up(risk or 0.0), 3.5) for day, risk in run]
    if last:
        day, risk = run[-1]
        across_now, up_now = across(day), _up(risk or 0.0)
        drawn[-1] = dot.format(" last", across_now, up_now, 5)
        drawn.append(
            Markup('<text class="now" x="{:.1f}" y="{:.1f}" text-anchor="end">{}</text>').format(
                across_now + 8, max(up_now - 12, 14), percent(risk)
            )
        )
    return Markup("").join(drawn)


def _said(points: Sequence[Point]) -> str:
    """The picture in a sentence, for those who do not see it."""
    known = [(day, risk) for day, risk in points if risk is not None]
    if not known:
        return gettext("Risk over time: not enough is known yet on any date.")
    (first_day, first), (last_day, last) = known[0], known[-1]
    steepest = max(pairwise(known), key=lambda pair: pair[1][1] - pair[0][1], default=None)
    said = gettext(
        "Risk over time: %(first)s on %(first_day)s, %(last)s on %(last_day)s.",
        first=percent(first),
        first_day=formats.day_of_year(first_day),
        last=percent(last),
        last_day=formats.long_day(last_day),
    )
    if steepest and steepest[1][1] - steepest[0][1] >= 0.1:
        rose = formats.day_of_year(steepest[1][0])
        said += " " + gettext("It rose most by %(day)s.", day=rose)
    return said
