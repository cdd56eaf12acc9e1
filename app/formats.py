"""Dates, times and numbers as plain text, in the reader's language and time zone.

Where nobody reads, on the command line and in a job, it is English and UTC. The English forms
are the same for every English reader: ``Fri 20 Nov 2026`` leaves no doubt which is the month.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.dates import format_time as time_in
from babel.numbers import format_decimal, format_percent
from flask import has_app_context
from flask_babel import get_locale, get_timezone, gettext, ngettext

_ENGLISH = Locale("en")
# Day, month and year by their skeletons, which order the parts as a language does; or "long".
_ENGLISH_FORMS = {
    "yMMMEd": "EEE d MMM y",
    "long": "d MMMM y",
    "MMMMd": "d MMMM",
    "yMMM": "MMM y",
}


def locale() -> Locale:
    """The reader's language."""
    return get_locale() or _ENGLISH


def zone() -> tzinfo:
    """The reader's time zone."""
    return get_timezone() if has_app_context() else UTC


def local(moment: datetime) -> datetime:
    """A moment by the reader's clock; one without a time zone is in UTC, as all are stored."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone())


def day(value: date | datetime) -> str:
    """``Fri 20 Nov 2026``; of a moment, the day that it is where the reader is."""
    return _date(value, "yMMMEd")


def long_day(value: date | datetime) -> str:
    """``20 November 2026``, for a sentence."""
    return _date(value, "long")


def day_of_year(value: date | datetime) -> str:
    """``20 November``, where the year is clear."""
    return _date(value, "MMMMd")


def month(value: date) -> str:
    """``Nov 2026``, for the edge of a picture."""
    return _date(value, "yMMM")


def time(moment: datetime) -> str:
    """``14:05``, by the reader's clock."""
    return time_in(local(moment).time(), "HH:mm", locale=locale())


def moment(value: datetime) -> str:
    """``Fri 20 Nov 2026, 14:05``, by the reader's clock."""
    return gettext("%(day)s, %(time)s", day=day(value), time=time(value))


def number(value: float) -> str:
    """``12,345``, with the signs of the reader's language."""
    return format_decimal(value, locale=locale())


def percent(share: float | None) -> str:
    """``72 %``; near the ends a figure would claim more than a few hundred pairs can show."""
    if share is None:
        return "–"
    if share > 0.95:
        return gettext("over %(share)s", share=whole_percent(0.95))
    return (
        gettext("under %(share)s", share=whole_percent(0.05))
        if share < 0.05
        else whole_percent(share)
    )


def days_ago(days: int | None) -> str:
    """``today``, ``yesterday``, ``18 days ago``."""
    if days is None:
        return gettext("never")
    if days < 0:
        return ngettext("in %(num)s day", "in %(num)s days", -days)
    if days < 2:
        return gettext("yesterday") if days else gettext("today")
    return ngettext("%(num)s day ago", "%(num)s days ago", days)


def every(days: int) -> str:
    """``every week``, ``every 2 weeks``, ``every 10 days``."""
    if days % 7 == 0:
        return ngettext("every week", "every %(num)s weeks", days // 7)
    return ngettext("every day", "every %(num)s days", days)


def whole_percent(share: float) -> str:
    """``72 %``, whatever the share."""
    return format_percent(share, "#,##0 %", locale=locale())


def _date(value: date | datetime, form: str) -> str:
    plain = local(value).date() if isinstance(value, datetime) else value
    here = locale()
    if here.language == "en":
        return format_date(plain, _ENGLISH_FORMS[form], locale=here)
    if form == "long":
        return format_date(plain, form, locale=here)
    return format_skeleton(form, plain, locale=here)
