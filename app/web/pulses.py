"""A short round of questions to one side, and who reads the answers."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import Optional

from app.errors import Invalid
from app.services import current_session
from app.services.participants import mine, pulse_words
from app.services.participants import pulses as service
from app.web.forms import put_at_field, shown
from app.web.options import options
from app.web.reader import actor


class PulseForm(FlaskForm):
    """The questions of a round; ``form_of`` adds them."""

    text = TextAreaField(_l("In your own words, if you like"))

    @property
    def answers(self) -> dict[str, int]:
        """What was chosen, by question."""
        return {
            field.short_name: int(field.data)
            for field in self
            if isinstance(field, RadioField) and field.data
        }


def pulse(pulse_id: int) -> ResponseReturnValue:
    """Ask; and say what happens with the answers before they are given."""
    session = current_session()
    asked = service.get(session, actor(), pulse_id)
    mentorship = mine.mentorship(session, actor(), asked.mentorship_id)
    form = form_of(asked, mentorship)
    if form.validate_on_submit():
        try:
            low = service.answer(session, actor(), pulse_id, form.answers, form.text.data or "")
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            flash(_thanks(low, mentorship.other.name))
            return redirect(url_for(f"{asked.side}.home"))
    return shown("pulses/answer.html", form, pulse=asked, mentorship=mentorship)


def skip_pulse(pulse_id: int) -> Response:
    """Let it pass; nobody is told."""
    session = current_session()
    asked = service.get(session, actor(), pulse_id)
    service.skip(session, actor(), pulse_id)
    flash(_("That's fine. You are not asked this again."))
    return redirect(url_for(f"{asked.side}.home"))


def form_of(asked: service.Pulse, mentorship: mine.OwnMentorship) -> PulseForm:
    """The form with its questions in words."""
    scale = options({str(value): label for value, label in pulse_words.SCALE.items()})
    questions: dict[str, Any] = {
        code: RadioField(
            pulse_words.question(code, asked.side, mentorship.kind, mentorship.other.name),
            choices=scale,
            validators=[Optional()],
        )
        for code in asked.questions
    }
    form: PulseForm = type("PulseFormOfRound", (PulseForm,), questions)()
    return form


def _thanks(low: bool, name: str) -> str:
    if low:
        return str(
            _(
                "Thank you for saying so. A coordinator looks at it. %(name)s is not told.",
                name=name,
            )
        )
    return str(_("Thank you. Coordinators can read it; %(name)s can't.", name=name))
