"""The forms of repairs and agreements."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app import formats
from app.services.repairing.guides import Names
from app.services.repairing.repair_record import OUTCOME_LABELS
from app.web.forms import MEDIUM_CHOICES
from app.web.forms_case import StepForm
from app.web.options import options

# How often pairs usually meet; the rhythm of today is added where it is another one.
USUAL_DAYS = (7, 14, 21, 28, 42, 56, 84)


class RepairForm(StepForm):
    """One rung that is tried, with a message to either side."""

    trouble = HiddenField()
    rung = HiddenField()
    to_mentee = TextAreaField()
    to_mentor = TextAreaField()
    check_back_on = DateField(
        _("When do you look again?"),
        description=_("The case waits until then and comes back to the queue on that day."),
        validators=[DataRequired(_("Please give the day on which you look again."))],
    )

    def speak_of(self, names: Names) -> None:
        """Say to whom each message goes."""
        self.to_mentee.label.text = gettext("Message to %(name)s", name=names.mentee)
        self.to_mentor.label.text = gettext("Message to %(name)s", name=names.mentor)


class CheckForm(StepForm):
    """Whether a repair helped."""

    outcome = RadioField(
        _("Did it help?"),
        choices=options(OUTCOME_LABELS),
        validators=[InputRequired(_("Please choose one."))],
    )
    note = TextAreaField(
        _("What happened (optional)"),
        description=_("For you and your colleagues, the next time that you look."),
    )


class AgreementForm(FlaskForm):
    """How two people want to work together."""

    seen = HiddenField()
    cadence_days = SelectField(_("How often do you meet?"), coerce=int)
    medium = SelectField(
        _("How do you meet?"),
        choices=[*options({"": _("As it suits")}), *MEDIUM_CHOICES[1:]],
        default="",
    )
    goals = TextAreaField(
        _("What are you working towards?"),
        description=_("One or two goals, small enough to be seen in a few months."),
    )
    mentee_brings = TextAreaField()
    mentor_brings = TextAreaField()

    def speak_of(self, names: Names, side: str, cadence_days: int) -> None:
        """Word it for one of the two, or for a coordinator, and offer the rhythm of today."""
        days = sorted({*USUAL_DAYS, cadence_days})
        self.cadence_days.choices = [(one, formats.every(one)) for one in days]
        own = gettext("What do you bring?")
        self.mentee_brings.label.text = (
            own if side == "mentee" else gettext("What does %(name)s bring?", name=names.mentee)
        )
        self.mentor_brings.label.text = (
            own if side == "mentor" else gettext("What does %(name)s bring?", name=names.mentor)
        )
        if side == "coordinator":
            self.cadence_days.label.text = gettext("How often do they meet?")
            self.medium.label.text = gettext("How do they meet?")
            self.goals.label.text = gettext("What are they working towards?")

    @property
    def shown_id(self) -> int | None:
        """The newest agreement that the page showed."""
        given = self.seen.data or ""
        return int(given) if given.isdecimal() else None

    @property
    def terms(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        return {
            "cadence_days": self.cadence_days.data,
            "medium": self.medium.data or "",
            "goals": self.goals.data or "",
            "mentee_brings": self.mentee_brings.data or "",
            "mentor_brings": self.mentor_brings.data or "",
        }
