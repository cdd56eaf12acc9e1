"""Columns over the months, and one bar of parts."""

from __future__ import annotations

from app.web.charts import columns_svg, stack_svg


def test_a_column_is_drawn_for_each_known_value() -> None:
    assert columns_svg([("Oct", 3), ("Nov", None), ("Dec", 6)], "said").count('class="column"') == 2


def test_without_any_value_there_is_no_picture() -> None:
    assert columns_svg([("Oct", None)], "said") == ""
    assert stack_svg([("fine", 0)], "said") == ""


def test_a_name_is_no_markup() -> None:
    assert "<b>" not in columns_svg([("<b>", 1)], "<b>")


def test_only_parts_that_there_are_stand_in_the_bar() -> None:
    bar = stack_svg([("fine", 3), ("at_risk", 0)], "said")
    assert "stack-fine" in bar and "stack-at_risk" not in bar
