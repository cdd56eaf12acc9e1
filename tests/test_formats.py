"""Dates, times and numbers, by the language and the time zone of whoever reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime

import pytest
import pytz
from flask import Flask
from flask_babel import force_locale, get_babel

from app import formats
from app.web import words

DAY = date(2026, 11, 20)
LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

Reading = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def reading(empty_app: Flask) -> Reading:
    """Makes everything read in a language and a time zone."""

    @contextmanager
    def reading(language: str = "en", zone: str = "UTC") -> Iterator[None]:
        with empty_app.app_context():
            get_babel().timezone_selector = lambda: pytz.timezone(zone)
            with force_locale(language):
                yield

    return reading


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Fri 20 Nov 2026"), ("de", "Fr., 20. Nov. 2026")]
)
def test_a_day_is_said_in_the_readers_language(reading: Reading, language: str, said: str) -> None:
    with reading(language):
        assert formats.day(DAY) == said


@pytest.mark.parametrize(
    ("language", "said"), [("en", "20 November 2026"), ("de", "20. November 2026")]
)
def test_a_day_in_a_sentence_has_its_month_in_full(
    reading: Reading, language: str, said: str
) -> None:
    with reading(language):
        assert formats.long_day(DAY) == said


def test_without_a_reader_it_is_english() -> None:
    assert formats.day(DAY) == "Fri 20 Nov 2026"
    assert formats.moment(LATE) == "Fri 20 Nov 2026, 23:30"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "Fri 20 Nov 2026, 23:30"),
        ("Europe/Berlin", "Sat 21 Nov 2026, 00:30"),
        ("America/New_York", "Fri 20 Nov 2026, 18:30"),
    ],
)
def test_a_moment_is_told_by_the_readers_clock(reading: Reading, zone: str, said: str) -> None:
    with reading(zone=zone):
        assert formats.moment(LATE) == said


def test_the_day_of_a_moment_is_the_readers_too(reading: Reading) -> None:
    with reading(zone="Europe/Berlin"):
        assert words.day(LATE) == '<time datetime="2026-11-21">Sat 21 Nov 2026</time>'


def test_a_day_without_an_hour_is_the_same_everywhere(reading: Reading) -> None:
    with reading(zone="Pacific/Auckland"):
        assert formats.day(DAY) == "Fri 20 Nov 2026"


def test_a_moment_is_marked_up_with_its_offset(reading: Reading) -> None:
    with reading(zone="Europe/Berlin"):
        assert 'datetime="2026-11-21T00:30+01:00"' in words.moment(LATE)


@pytest.mark.parametrize(("language", "said"), [("en", "12,345.5"), ("de", "12.345,5")])
def test_a_number_has_the_signs_of_the_language(reading: Reading, language: str, said: str) -> None:
    with reading(language):
        assert formats.number(12345.5) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "never"),
        (0, "today"),
        (1, "yesterday"),
        (18, "18 days ago"),
        (-1, "in 1 day"),
        (-3, "in 3 days"),
    ],
)
def test_days_ago(days: int | None, said: str) -> None:
    assert formats.days_ago(days) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "every day"), (7, "every week"), (14, "every 2 weeks"), (10, "every 10 days")],
)
def test_a_cadence_is_said_in_weeks_where_it_can_be(days: int, said: str) -> None:
    assert formats.every(days) == said


@pytest.mark.parametrize(
    ("risk", "said"), [(0.0, "under 5 %"), (0.724, "72 %"), (1.0, "over 95 %"), (None, "–")]
)
def test_a_risk_is_never_said_to_be_certain(risk: float | None, said: str) -> None:
    assert formats.percent(risk) == said
