"""The programme as a whole, and what it brought."""

from __future__ import annotations

from flask import render_template
from flask_babel import format_date
from flask_babel import gettext as _

from app.services import current_session, programme
from app.services.overview import brought as brought_service
from app.services.overview import programme_view as service
from app.web import charts


def programme_view() -> str:
    """How mentorships stand, by group, over the months, and by mentor."""
    view = service.view(current_session())
    return render_template(
        "programme/view.html",
        view=view,
        programme=programme.status(current_session()),
        stack=charts.stack_svg(
            [(standing, view.counts[standing]) for standing in service.STANDINGS],
            _("How the running mentorships stand; the numbers are in the list beside it."),
        ),
        pictures=_pictures(view.months),
    )


def brought() -> str:
    """Goals reached, and retention and promotion beside others, with what can't be claimed."""
    return render_template(
        "programme/brought.html", brought=brought_service.brought(current_session())
    )


def _pictures(months: tuple[service.Month, ...]) -> dict[str, object]:
    names = [format_date(one.first, "MMM") for one in months]

    def columns(values: list[float | None], said: str, **more: object) -> object:
        return charts.columns_svg(list(zip(names, values, strict=True)), said, **more)  # type: ignore[arg-type]

    behind = _("The numbers are in the table below.")
    return {
        "held": columns(
            [one.held for one in months], _("Meetings held each month.") + " " + behind
        ),
        "missed": columns(
            [
                round(100 * one.missed / (one.held + one.missed)) if one.held + one.missed else None
                for one in months
            ],
            _("Meetings that were missed each month, in percent.") + " " + behind,
            top=100,
            unit=" %",
        ),
        "high_risk": columns(
            [None if one.high_risk is None else round(100 * one.high_risk) for one in months],
            _("Mentorships with a risk above one half at the end of each month, in percent.")
            + " "
            + behind,
            top=100,
            unit=" %",
        ),
    }
