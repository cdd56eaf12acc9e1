"""Forms of the pages that are the same for mentee and mentor."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.services.participants import goals, leaving
from app.services.participants.meetings import Entry
from app.services.participants.mine import OwnMentorship
from app.web.forms import MEDIUM_CHOICES, RATING_CHOICES, MultiCheckboxField
from app.web.options import options


class GoalForm(FlaskForm):
    """A goal in a few words."""

    text = StringField(_("A goal, in a few words"), description=_("What will be different then?"))


class SplitForm(FlaskForm):
    """Goals taken from what the mentee wrote for the matching."""

    text = MultiCheckboxField(_("Which of these?"))


class GoalChangeForm(GoalForm):
    """A goal and how far it is."""

    progress = RadioField(
        _("How far is it?"),
        choices=options({str(step): label for step, label in goals.STEPS.items()}),
        validators=[InputRequired(_("Please choose one."))],
    )


class ConcernForm(FlaskForm):
    """Words to the coordinators, if one wants to say more."""

    words = TextAreaField(
        _("In your own words, if you like"),
        description=_("You may leave this empty. A coordinator looks either way."),
    )


class PauseMentorshipForm(FlaskForm):
    """Until when a mentorship rests, and why."""

    until = DateField(
        _("On which day does it go on?"),
        validators=[DataRequired(_("Please give the day on which it goes on."))],
    )
    reason = TextAreaField(
        _("Why, if you like"), description=_("A busy quarter, a leave, a move: a word is enough.")
    )


class LeaveForm(FlaskForm):
    """The end of a mentorship, by one side."""

    reason = RadioField(
        _("What fits best?"),
        choices=options(leaving.REASONS),
        validators=[InputRequired(_("Please choose what fits best."))],
    )
    words = TextAreaField(_("Anything that the coordinators should know? (optional)"))
    # Never sent unasked: not everybody who leaves has something to say thank you for.
    send = BooleanField(_("Send this word of thanks"))
    thanks = TextAreaField(_("A word of thanks"))


class AppointmentForm(FlaskForm):
    """A meeting that is still to come."""

    meeting = HiddenField()
    on = DateField(_("Which day?"), validators=[DataRequired(_("Please give the day."))])
    begins = TimeField(
        _("What time? (optional)"),
        description=_("By the clock where you are."),
        validators=[Optional()],
    )
    minutes = IntegerField(
        _("How many minutes? (optional)"),
        validators=[Optional(), NumberRange(5, 480, _("Between 5 minutes and 8 hours."))],
    )
    medium = SelectField(_("How will you meet?"), choices=MEDIUM_CHOICES, default="")
    place = StringField(
        _("Where? (optional)"), description=_("A room, a café, or the address of a video call.")
    )


class ShortForm(Form):
    """One of several meetings: what became of it, a rating, and a line."""

    meeting = HiddenField()
    status = RadioField(_("What happened?"), choices={}, default="")
    on = DateField(
        _("On which day?"), validators=[DataRequired(_("Please give the day, like 20/11/2026."))]
    )
    rating = SelectField(_("How was it, all in all?"), choices=RATING_CHOICES, default="")
    feedback = TextAreaField(_("A line, if you like"))

    @classmethod
    def of(cls, mentorship: OwnMentorship, day: date) -> ShortForm:
        """The form for the meeting with this mentee that a word is missing about."""
        waits = next(iter(mentorship.unanswered), None)
        form = cls(
            request.form if request.method == "POST" else None,
            prefix=mentorship.mentorship_id,
            meeting=waits.meeting_id if waits else "",
            on=waits.on if waits else day,
        )
        form.status.choices = options(
            {
                "": _("Nothing to say now"),
                "held": _("We met"),
                "cancelled:mentee": mentorship.words.other_cancelled,
                "cancelled:mentor": _("I cancelled"),
                "cancelled": _("No meeting came about"),
            }
        )
        return form

    @property
    def says_something(self) -> bool:
        """Whether it is more than was there to begin with."""
        return bool(self.status.data or self.rating.data or (self.feedback.data or "").strip())

    @property
    def entry(self) -> Entry:
        """What it says, for the service."""
        status, _colon, whom = (self.status.data or "held").partition(":")
        return Entry(
            on=self.on.data,
            status=status,
            cancelled_by=whom or None,
            feedback=self.feedback.data or "",
            rating=int(self.rating.data) if self.rating.data else None,
            meeting_id=self.meeting.data or None,
        )
