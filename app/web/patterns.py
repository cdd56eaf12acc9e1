"""Every component of the pages with invented content, on one page: for whoever builds or judges."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace as Made

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Form, RadioField, SelectField, TextAreaField

from app.web import pictures, words
from app.web.options import options

DAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


class SampleForm(Form):
    """A field of each kind; the first is shown as if it had been refused."""

    text = TextAreaField(
        _l("A long text"),
        description=_l("A hint says what helps to answer, before one begins."),
    )
    chosen = SelectField(_l("One of many"), choices=options({"": _l("Not said"), **words.MEDIA}))
    day = DateField(_l("A day"), default=DAY)
    one = RadioField(_l("One of few"), choices=options(words.KINDS), default="peer")
    agreed = BooleanField(_l("Yes or no"))


def patterns() -> str:
    """The page; it changes nothing and shows nobody's data."""
    form = SampleForm()
    form.text.errors = [_("An error says what is wrong and what to do.")]
    return render_template(
        "patterns/patterns.html",
        form=form,
        day=DAY,
        moment=MOMENT,
        picture=pictures.trajectory_svg(
            [
                (date(2026, 7, 1), None),
                (date(2026, 8, 1), None),
                (date(2026, 8, 20), 0.2),
                (date(2026, 9, 20), 0.3),
                (date(2026, 11, 1), 0.82),
            ],
            0.6,
        ),
        model=Made(problem=_("the model's folder is empty")),
        today=_candidate(gain="no_clear_gain", fits=False),
        better=_candidate(gain="clearly_better", fits=True),
        paging=Made(page=2, pages=12),
    )


def _candidate(*, gain: str, fits: bool) -> Made:
    goal = _("negotiate contracts")
    return Made(
        mentor=Made(
            name="Dora Muster",
            job_title=_("Counsel"),
            department=_("Law"),
            location="Leeds",
            languages=("English", "Deutsch"),
        ),
        fits=[Made(goal=goal, expertise=_("twenty years of contracts"))] if fits else [],
        misfits=[
            Made(kind="unmet", goal=_("speak in front of groups"), expertise="", evidence=None)
        ],
        gain=gain,
    )
