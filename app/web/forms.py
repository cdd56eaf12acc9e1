"""The forms. Their labels speak to the person who fills them in.

What a text may hold is for the services to say: they check it whoever calls them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
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
from app.web import words

RATING_CHOICES = {
    **{str(number): f"{number} · {word}" for number, word in words.RATINGS.items()},
    "": "No rating",
}
MEDIUM_CHOICES = {"": "Not said", **{key: word.capitalize() for key, word in words.MEDIA.items()}}


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

    rating = RadioField("How was it, all in all?", choices=RATING_CHOICES, default="")
    feedback = TextAreaField(
        "How did it go, and how is the mentorship going?",
        description="What helped, what did not? A sentence or two is plenty.",
    )

    @property
    def rating_value(self) -> int | None:
        """The rating as a number; ``None`` if none was given."""
        return int(self.rating.data) if self.rating.data else None


class MeetingForm(FeedbackForm):
    """A meeting, and how it went."""

    on = DateField(
        "When was it?",
        validators=[DataRequired("Please give the day, like 20/11/2026.")],
    )
    status = RadioField(
        "What happened?",
        choices={},
        default="held",
        validators=[InputRequired("Please choose one.")],
    )
    minutes = IntegerField(
        "How many minutes?",
        validators=[
            Optional(),
            NumberRange(0, 1440, "Minutes are between 0 and 1440."),
        ],
    )
    medium = SelectField("How did you meet?", choices=MEDIUM_CHOICES, default="")

    def speak_to(self, side: str) -> None:
        """Word the choices for the mentee or the mentor."""
        other = "mentor" if side == "mentee" else "mentee"
        self.status.choices = {
            "held": "We met",
            f"cancelled:{other}": f"My {other} cancelled",
            f"cancelled:{side}": "I cancelled",
            f"no_show:{other}": f"My {other} did not come",
            f"no_show:{side}": "I did not come",
            # Nobody is named: often nobody answered, and the two see it differently.
            "cancelled": "No meeting came about",
            "planned": "It is still to come",
        }

    @property
    def what_happened(self) -> tuple[str, str | None]:
        """The status, and by whom it was cancelled or missed."""
        status, _, whom = self.status.data.partition(":")
        return status, whom or None


class GoalsForm(FlaskForm):
    """What a mentee wants from it."""

    goals = TextAreaField(
        "What do you want to get better at, or get to?",
        description="The more concrete, the better a mentor can be found: a skill, a step.",
    )


class ExpertiseForm(FlaskForm):
    """What a mentor offers, and for how many."""

    expertise = TextAreaField(
        "What can people learn from you?",
        description="Fields, skills, things you have been through. Empty means no mentoring.",
    )
    capacity = IntegerField(
        "How many mentees at once, in all?",
        description="0 means nobody new is suggested to you. Those you have now stay.",
        validators=[
            InputRequired("Please give a number; 0 if you want nobody new."),
            NumberRange(0, 50, "Between 0 and 50."),
        ],
    )


class RematchForm(FlaskForm):
    """A request for another mentor."""

    what_is_missing = MultiCheckboxField(
        "What is missing?",
        description="Tick what fits, or say it in your own words below.",
        choices={},
    )
    reason = TextAreaField(
        "In your own words, if you like",
        description="What would you wish for instead?",
    )


class ApproveForm(FlaskForm):
    """A coordinator's last look before a rematch."""

    message = TextAreaField(
        "Message to the mentee (optional)",
        description="Shown on the mentee's page with the answer. The mentors do not see it.",
    )
    never_again = BooleanField(
        "Never pair these two again",
        description=(
            "The old mentor is not suggested to this mentee again in any case. This rule holds "
            "the other way round too, until you lift it under “Rules”."
        ),
    )


class HoldForm(FlaskForm):
    """A pair that a plan must or must not hold. It changes nothing, so that it needs no token."""

    class Meta:  # noqa: D106
        csrf = False

    mentee = SelectField("Mentee", validators=[DataRequired("Please choose a mentee.")])
    mentor = SelectField("Mentor", validators=[DataRequired("Please choose a mentor.")])


class DeclineForm(FlaskForm):
    """A no, with an answer."""

    answer = TextAreaField(
        "Your answer",
        description="The person who asked reads this. Say what you can offer instead.",
        validators=[DataRequired("Please write an answer: the person who asked reads it.")],
    )


class RulesForm(FlaskForm):
    """The house rules that hold for everyone. Its fields are named as the rules are."""

    same_department = SelectField(
        "Department",
        choices={
            "": "No rule",
            "excluded": "Mentor and mentee never share one",
            "wanted": "Mentor and mentee always share one",
        },
        default="",
    )
    same_location = SelectField(
        "Location",
        choices={
            "": "No rule",
            "excluded": "Mentor and mentee never share one",
            "wanted": "Mentor and mentee always share one",
        },
        default="",
    )
    least_seniority_gap = StringField(
        "The mentor is at least so many levels above the mentee",
        description="-9 to 9. 0: not below the mentee. -2: at most two levels below.",
    )
    greatest_seniority_gap = StringField(
        "The mentor is at most so many levels above the mentee",
        description="-9 to 9. Empty means no rule, here as everywhere.",
    )
    greatest_load = StringField(
        "Mentees at once, at most",
        description="For every mentor, however many they offer to take.",
    )


class PairForm(FlaskForm):
    """Two who are never to be paired."""

    person_id = SelectField("One of them", validators=[DataRequired("Please choose somebody.")])
    other_person_id = SelectField("The other", validators=[DataRequired("Please choose somebody.")])


class PauseForm(FlaskForm):
    """A mentor who takes nobody new for a while."""

    mentor_id = SelectField("Mentor", validators=[DataRequired("Please choose a mentor.")])
    until = DateField(
        "Last day of the pause",
        description="Empty means: until you end it.",
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
        "Zip of the programme's CSV files",
        description=(
            "people.csv, mentorships.csv, meetings.csv and, if you have them, reviews.csv and "
            "rules.csv. At most 50 MB."
        ),
        validators=[FileRequired("Please choose a zip file.")],
    )


class ConfirmForm(FlaskForm):
    """How a bundle that was looked at is stored."""

    mode = RadioField(
        "How should it be stored?",
        choices={
            "update": "Add and update: what is not in the files stays as it is",
            "replace": "Replace: what is not in the files is removed",
        },
        default="update",
    )
    seen = HiddenField()


class DayForm(FlaskForm):
    """Which day the programme is at."""

    mode = RadioField(
        "The programme's date",
        choices={"live": "Live: always today", "fixed": "Fixed at a day"},
        validators=[InputRequired("Please choose one.")],
    )
    day = DateField("Day", validators=[Optional()])

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """A fixed programme needs its day, a live one none."""
        valid = bool(super().validate(extra_validators))
        if self.mode.data == "fixed" and self.day.data is None:
            self.day.errors = ["Please give the day that the programme is fixed at."]
            return False
        return valid
