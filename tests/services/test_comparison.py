"""Participants beside people who are like them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.services.overview.comparison import effect, level_on, matched, rose, share, stayed
from model.programme import Career

BEGUN = date(2024, 1, 8)
UNTIL = date(2026, 1, 1)
DAYS = 365


def career(key: str, **more: object) -> Career:
    given = {"joined_on": date(2020, 1, 6), "department": "Law", "seniority": 3} | more
    return Career(key, **given)  # type: ignore[arg-type]


def others_of(*careers: Career, began: date = BEGUN, until: date = UNTIL) -> list[str]:
    """Who is compared with Mia, who took part."""
    mia = career("mia")
    pairs = matched((mia, *careers), {"mia": began}, {"mia", "ned"}, until, DAYS)
    return [pair.other.person_id for pair in pairs]


def test_somebody_of_the_same_department_and_level_is_compared() -> None:
    assert others_of(career("x")) == ["x"]


@pytest.mark.parametrize(
    "other",
    [
        career("x", department="Sales"),
        career("x", seniority=4),
        career("x", joined_on=date(2017, 1, 2)),
        career("x", left_on=date(2023, 6, 1)),
        career("x", joined_on=date(2024, 2, 1)),
        career("ned"),
    ],
    ids=["department", "level", "tenure", "had left", "joined later", "took part"],
)
def test_nobody_is_compared_who_differs_in(other: Career) -> None:
    assert others_of(other) == []


def test_the_nearest_in_tenure_is_taken() -> None:
    assert others_of(career("x", joined_on=date(2021, 1, 4)), career("y")) == ["y"]


def test_nobody_is_compared_twice() -> None:
    careers = [career("mia"), career("bob"), career("x")]
    pairs = matched(careers, {"mia": BEGUN, "bob": BEGUN}, {"mia", "bob"}, UNTIL, DAYS)
    assert len(pairs) == 1


def test_whose_year_is_not_over_is_not_compared_yet() -> None:
    assert others_of(career("x"), until=BEGUN + timedelta(DAYS - 1)) == []


def test_the_level_is_that_of_the_day_and_not_todays() -> None:
    risen = career("x", seniority=4, promoted_on=(date(2025, 3, 1),))
    assert (level_on(risen, BEGUN), level_on(risen, UNTIL)) == (3, 4)
    assert others_of(risen) == ["x"]


def test_staying_and_rising_are_told_within_the_days_alone() -> None:
    late = BEGUN + timedelta(DAYS + 1)
    assert stayed(career("x", left_on=late), BEGUN, DAYS)
    assert not stayed(career("x", left_on=late - timedelta(1)), BEGUN, DAYS)
    assert not rose(career("x", promoted_on=(late,)), BEGUN, DAYS)
    assert rose(career("x", promoted_on=(BEGUN + timedelta(9),)), BEGUN, DAYS)


def many(ours: int, theirs: int, pairs: int) -> list[object]:
    """Pairs of whom ``ours`` participants and ``theirs`` others stayed, one beside the other."""
    careers = [
        career(f"{side}{n:03}", left_on=None if n < stay else BEGUN + timedelta(30))
        for side, stay in (("a", ours), ("b", theirs))
        for n in range(pairs)
    ]
    begun = {f"a{n:03}": BEGUN for n in range(pairs)}
    return matched(careers, begun, begun, UNTIL, DAYS)  # type: ignore[return-value]


def test_the_difference_lies_within_its_interval() -> None:
    found = effect(many(36, 24, 40), stayed, DAYS)  # type: ignore[arg-type]
    assert found is not None and found.difference == pytest.approx(0.3)
    assert 0 < found.low < 0.3 < found.high < 0.5


def test_without_a_difference_the_interval_holds_nought() -> None:
    found = effect(many(20, 20, 40), stayed, DAYS)  # type: ignore[arg-type]
    assert found is not None and found.low < 0 < found.high


def test_more_pairs_show_smaller_differences() -> None:
    few, lots = (effect(many(n // 2, n // 2, n), stayed, DAYS) for n in (10, 90))  # type: ignore[arg-type]
    assert few is not None and lots is not None and lots.smallest < few.smallest / 2


def test_a_share_has_an_interval_and_nothing_has_none() -> None:
    found = share(9, 10)
    assert found is not None and 0.5 < found.low < 0.9 < found.high < 1
    assert share(0, 0) is None
