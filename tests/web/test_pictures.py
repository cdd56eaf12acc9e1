"""The picture of risk over time, and how it is said to those who do not see it."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from app.web.pictures import gauge_svg, trajectory_svg

START = date(2026, 6, 1)


def weeks(*risks: float | None) -> list[tuple[date, float | None]]:
    return [(START + timedelta(weeks=n), risk) for n, risk in enumerate(risks)]


def drawn(picture: str, kind: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(picture).iter() if one.get("class") == kind]


def test_it_is_well_formed_and_needs_no_inline_style() -> None:
    picture = trajectory_svg(weeks(0.1, 0.2, 0.7))
    assert ElementTree.fromstring(picture).get("role") == "img"
    assert "style=" not in picture


def test_a_higher_risk_stands_higher() -> None:
    dots = drawn(trajectory_svg(weeks(0.2, 0.8, 0.3)), "dot")
    low, high = (float(dot.get("cy", "")) for dot in dots)
    assert high < low


def test_a_stretch_of_which_nothing_is_known_breaks_the_line() -> None:
    picture = trajectory_svg(weeks(0.2, 0.3, None, None, 0.5, 0.6))
    assert len(drawn(picture, "line")) == 2
    assert len(drawn(picture, "unknown")) == 1


def test_nothing_to_draw_draws_nothing() -> None:
    assert trajectory_svg([]) == ""


def test_a_single_day_is_drawn_too() -> None:
    assert len(drawn(trajectory_svg(weeks(0.4)), "dot last")) == 1


@pytest.mark.parametrize("risk", [0.0, 0.004, 0.5, 1.0])
def test_the_gauge_stays_within_its_frame(risk: float) -> None:
    fill = drawn(gauge_svg(risk, flagged=False), "gauge-fill")[0]
    assert 0 < float(fill.get("width", "")) <= 72


def test_it_says_the_first_the_last_and_the_steepest_rise() -> None:
    said = ElementTree.fromstring(trajectory_svg(weeks(0.1, 0.15, 0.6))).get("aria-label")
    assert said == (
        "Risk over time: 10 % on 1 June, 60 % on 15 June 2026. It rose most by 15 June."
    )


def test_it_says_so_when_nothing_is_known() -> None:
    said = ElementTree.fromstring(trajectory_svg(weeks(None, None))).get("aria-label")
    assert said == "Risk over time: not enough is known yet on any date."
