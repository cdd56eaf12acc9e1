"""Numbers in the reader's own way of writing them."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_babel import format_date, format_decimal, format_percent, lazy_gettext, ngettext

STANDINGS = {
    "at_risk": lazy_gettext("At risk"),
    "no_first_meeting": lazy_gettext("Needs a first meeting"),
    "silent": lazy_gettext("Silent"),
    "paused": lazy_gettext("Paused"),
    "not_enough": lazy_gettext("Not enough to say"),
    "unscored": lazy_gettext("Not scored yet"),
    "fine": lazy_gettext("Fine"),
}


def init_app(app: Flask) -> None:
    """Give the templates their numbers."""
    app.jinja_env.filters.update(number=number, points=points, month=month, share=share)
    app.jinja_env.globals.update(programme_standings=STANDINGS)


def number(value: float, pattern: str | None = None) -> str:
    """``1,234`` or ``1.234``; ``pattern`` as Babel has it, ``0.0`` for one decimal."""
    return str(format_decimal(value, pattern))


def share(value: float) -> str:
    """``97 %`` of a count that is known, however near to the ends."""
    return str(format_percent(value))


def points(difference: float) -> str:
    """``12 percentage points`` of a difference of two shares."""
    return str(
        ngettext("%(num)s percentage point", "%(num)s percentage points", round(100 * difference))
    )


def month(first: date) -> str:
    """``Nov 2026``."""
    return str(format_date(first, "MMM y"))
