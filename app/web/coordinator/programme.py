"""The programme's date: live, or fixed at a day."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app import jobs
from app.errors import Invalid
from app.services import current_session
from app.services import programme as service
from app.web.forms import DayForm, put_at_field, shown


def programme_day() -> ResponseReturnValue:
    """See and change it; everything is scored again as of the new day."""
    session = current_session()
    status = service.status(session)
    form = DayForm(mode="fixed" if status.fixed else "live", day=status.day)
    if form.validate_on_submit():
        try:
            service.set_as_of(session, form.day.data if form.mode.data == "fixed" else None)
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return redirect(url_for("coordinator.job", token=jobs.rescore_programme()))
    return shown("programme/day.html", form, status=status)
