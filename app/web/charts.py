"""Columns over the months as SVG, in the manner of ``pictures``; a table stands behind each."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 18, 30

Column = tuple[str, float | None]


def columns_svg(
    columns: Sequence[Column], said: str, *, top: float | None = None, unit: str = ""
) -> Markup:
    """A column for each month; one whose value is not known is left out.

    ``said`` is the picture in a sentence; ``top`` the value at the upper edge, by default the
    greatest.
    """
    values = [value for _, value in columns if value is not None]
    if not values:
        return Markup("")
    # An even number has a whole one in the middle.
    most = top or 2.0 * max(1, ceil(max(values) / 2))
    step = (WIDTH - LEFT - RIGHT) / len(columns)
    parts = [*_grid(most, unit)]
    for number, (label, value) in enumerate(columns):
        middle = LEFT + step * (number + 0.5)
        parts.append(_name(middle, label))
        if value is not None:
            parts.append(_column(middle, min(step * 0.62, 44), value / most))
    return Markup(
        '<svg class="picture" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, said, Markup("").join(parts))


def stack_svg(parts: Sequence[tuple[str, int]], said: str) -> Markup:
    """One bar divided by what it holds; each part has a class of its own."""
    total = sum(count for _, count in parts)
    if not total:
        return Markup("")
    drawn, begun = [], 0.0
    for name, count in parts:
        width = 640 * count / total
        if count:
            drawn.append(
                Markup(
                    '<rect class="stack stack-{}" x="{:.1f}" y="0" width="{:.1f}" height="18"/>'
                ).format(name, begun, max(width - 1.5, 0.5))
            )
        begun += width
    return Markup(
        '<svg class="stacked" viewBox="0 0 640 18" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>'
    ).format(said, Markup("").join(drawn))


def _up(share: float) -> float:
    return TOP + (1 - share) * (HEIGHT - TOP - BOTTOM)


def _grid(most: float, unit: str) -> list[Markup]:
    line = Markup(
        '<line class="grid" x1="{x1}" x2="{x2}" y1="{y:.1f}" y2="{y:.1f}"/>'
        '<text x="{label}" y="{text:.1f}" text-anchor="end">{value:g}{unit}</text>'
    )
    return [
        line.format(
            x1=LEFT, x2=WIDTH - RIGHT, y=_up(share), label=LEFT - 6, text=_up(share) + 4,
            value=round(most * share, 1), unit=unit,
        )
        for share in (0.0, 0.5, 1.0)
    ]  # fmt: skip


def _name(middle: float, label: str) -> Markup:
    text = Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>')
    return text.format(middle, HEIGHT - 10, label)


def _column(middle: float, width: float, share: float) -> Markup:
    return Markup(
        '<rect class="column" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2"/>'
    ).format(middle - width / 2, _up(share), width, max(_up(0.0) - _up(share), 1.0))
