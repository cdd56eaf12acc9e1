"""The forms. Their labels speak to the person who fills them in.

What a text may hold is for the services to say: they check it whoever calls them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.errors import Conflict, Invalid
from app.services.participants.mine import OwnMentorship
from app.web import words
from app.web.options import options

RATING_CHOICES = options(
    {
        **{
            str(number): _("%(number)s · %(word)s", number=number, word=word)
            for number, word in words.RATINGS.items()
        },
        "": _("No rating"),
    }
)
MEDIUM_CHOICES = options(
    {
        "": _("Not said"),
        "in_person": _("In person"),
        "video": _("By video"),
        "phone": _("By phone"),
        "chat": _("By chat"),
    }
)


class MultiCheckboxField(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def put_at_field(form: FlaskForm, refused: Invalid | Conflict) -> None:
    """Show what a service refused beside the field it means, with all that was typed."""
    named = refused.field if isinstance(refused, Invalid) else ""
    if named in form:
        field: Field = form[named]
        field.errors = [*field.errors, refused.message]
    else:
        form.form_errors.append(refused.message)


def shown(template: str, form: FlaskForm, **context: object) -> tuple[str, int]:
    """The page of a form; one with errors says so in its status too."""
    return render_template(template, form=form, **context), 422 if form.errors else 200


class FeedbackForm(FlaskForm):
    """How a meeting went, in one side's own words."""

    rating = RadioField(_("How was it, all in all?"), choices=RATING_CHOICES, default="")
    feedback = TextAreaField(
        _("How did it go, and how is the mentorship going?"),
        description=_("What helped, what did not? A sentence or two is plenty."),
    )

    @property
    def rating_value(self) -> int | None:
        """The rating as a number; ``None`` if none was given."""
        return int(self.rating.data) if self.rating.data else None


class MeetingForm(FeedbackForm):
    """A meeting, and how it went."""

    # The planned meeting that it became of.
    meeting = HiddenField()
    on = DateField(
        _("When was it?"),
        validators=[DataRequired(_("Please give the day, like 20/11/2026."))],
    )
    status = RadioField(
        _("What happened?"),
        choices={},
        default="held",
        validators=[InputRequired(_("Please choose one."))],
    )
    minutes = IntegerField(
        _("How many minutes?"),
        validators=[
            Optional(),
            NumberRange(0, 1440, _("Minutes are between 0 and 1440.")),
        ],
    )
    medium = SelectField(_("How did you meet?"), choices=MEDIUM_CHOICES, default="")

    def speak_of(self, mentorship: OwnMentorship) -> None:
        """Word the choices for this side and this kind."""
        side = mentorship.side
        other = "mentor" if side == "mentee" else "mentee"
        chosen = {
            "held": _("We met"),
            f"cancelled:{other}": mentorship.words.other_cancelled,
            f"cancelled:{side}": _("I cancelled"),
            f"no_show:{other}": mentorship.words.other_missed,
            f"no_show:{side}": _("I did not come"),
            # Nobody is named: often nobody answered, and the two see it differently.
            "cancelled": _("No meeting came about"),
        }
        self.status.choices = options(chosen)

    @property
    def what_happened(self) -> tuple[str, str | None]:
        """The status, and by whom it was cancelled or missed."""
        status, _colon, whom = self.status.data.partition(":")
        return status, whom or None


class GoalsForm(FlaskForm):
    """What a mentee wants from it."""

    goals = TextAreaField(
        _("What do you want to get better at, or get to?"),
        description=_("The more concrete, the better a mentor can be found: a skill, a step."),
    )


class ExpertiseForm(FlaskForm):
    """What a mentor offers, and for how many."""

    expertise = TextAreaField(
        _("What can people learn from you?"),
        description=_("Fields, skills, things you have been through. Empty means no mentoring."),
    )
    capacity = IntegerField(
        _("How many mentees at once, in all?"),
        description=_("0 means nobody new is suggested to you. Those you have now stay."),
        validators=[
            InputRequired(_("Please give a number; 0 if you want nobody new.")),
            NumberRange(0, 50, _("Between 0 and 50.")),
        ],
    )


class HoldForm(FlaskForm):
    """A pair that a plan must or must not hold. It changes nothing, so that it needs no token."""

    class Meta:  # noqa: D106
        csrf = False

    mentee = SelectField(_("Mentee"), validators=[DataRequired(_("Please choose a mentee."))])
    mentor = SelectField(_("Mentor"), validators=[DataRequired(_("Please choose a mentor."))])


class RulesForm(FlaskForm):
    """The house rules that hold for everyone. Its fields are named as the rules are."""

    same_department = SelectField(
        _("Department"),
        choices=options(
            {
                "": _("No rule"),
                "excluded": _("Mentor and mentee never share one"),
                "wanted": _("Mentor and mentee always share one"),
            }
        ),
        default="",
    )
    same_location = SelectField(
        _("Location"),
        choices=options(
            {
                "": _("No rule"),
                "excluded": _("Mentor and mentee never share one"),
                "wanted": _("Mentor and mentee always share one"),
            }
        ),
        default="",
    )
    least_seniority_gap = StringField(
        _("The mentor is at least so many levels above the mentee"),
        description=_("-9 to 9. 0: not below the mentee. -2: at most two levels below."),
    )
    greatest_seniority_gap = StringField(
        _("The mentor is at most so many levels above the mentee"),
        description=_("-9 to 9. Empty means no rule, here as everywhere."),
    )
    greatest_load = StringField(
        _("Mentees at once, at most"),
        description=_("For every mentor, however many they offer to take."),
    )


class PairForm(FlaskForm):
    """Two who are never to be paired."""

    person_id = SelectField(
        _("One of them"), validators=[DataRequired(_("Please choose somebody."))]
    )
    other_person_id = SelectField(
        _("The other"), validators=[DataRequired(_("Please choose somebody."))]
    )


class PauseForm(FlaskForm):
    """A mentor who takes nobody new for a while."""

    mentor_id = SelectField(_("Mentor"), validators=[DataRequired(_("Please choose a mentor."))])
    until = DateField(
        _("Last day of the pause"),
        description=_("Empty means: until you end it."),
        validators=[Optional()],
    )


class LiftForm(FlaskForm):
    """Which rule to lift."""

    rule = HiddenField()
    person_id = HiddenField()
    other_person_id = HiddenField()


class UploadForm(FlaskForm):
    """A bundle to look at before anything is stored."""

    bundle = FileField(
        _("Zip of the programme's CSV files"),
        description=_(
            "people.csv, mentorships.csv, meetings.csv and, if you have them, reviews.csv and "
            "rules.csv. At most 50 MB."
        ),
        validators=[FileRequired(_("Please choose a zip file."))],
    )


class ConfirmForm(FlaskForm):
    """How a bundle that was looked at is stored."""

    mode = RadioField(
        _("How should it be stored?"),
        choices=options(
            {
                "update": _("Add and update: what is not in the files stays as it is"),
                "replace": _("Replace: what is not in the files is removed"),
            }
        ),
        default="update",
    )
    seen = HiddenField()


class DayForm(FlaskForm):
    """Which day the programme is at."""

    mode = RadioField(
        _("The programme's date"),
        choices=options({"live": _("Live: always today"), "fixed": _("Fixed at a day")}),
        validators=[InputRequired(_("Please choose one."))],
    )
    day = DateField(_("Day"), validators=[Optional()])

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """A fixed programme needs its day, a live one none."""
        valid = bool(super().validate(extra_validators))
        if self.mode.data == "fixed" and self.day.data is None:
            self.day.errors = [_("Please give the day that the programme is fixed at.")]
            return False
        return valid
