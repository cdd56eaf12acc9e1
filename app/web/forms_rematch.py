"""Forms of a rematch: the request, the proposal, its answers, the change, and its undoing."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from app.services.rematching import choices
from app.services.rematching.beginnings import MOST_CADENCE_DAYS
from app.services.rematching.proposal_life import MENTEE_REASONS, MENTOR_REASONS
from app.web.forms import MultiCheckboxField
from app.web.options import options

_NEVER_AGAIN = _(
    "The two are not suggested to each other in any case, whoever of them would be the mentor, "
    "until you lift it under “Rules”."
)


class RematchForm(FlaskForm):
    """A request for another mentor."""

    what_is_missing = MultiCheckboxField(
        _("What is missing?"),
        description=_("Tick what fits, or say it in your own words below."),
        choices=[],
    )
    reason = TextAreaField(
        _("In your own words, if you like"), description=_("What would you wish for instead?")
    )


class NoteForm(FlaskForm):
    """A wish for another mentor that was told to a coordinator."""

    side = RadioField(_("Who said so?"), validators=[InputRequired(_("Please choose one."))])
    what_is_missing = MultiCheckboxField(_("What is missing?"), choices=[])
    reason = TextAreaField(
        _("What they said"), description=_("They see that a request is open, not these words.")
    )


class ProposeForm(FlaskForm):
    """What each of the three reads of a proposal, and when."""

    to_mentor = TextAreaField(_("To the mentor, with the question"))
    to_mentee = TextAreaField(_("To the mentee, once the mentor has said yes"))
    to_old_mentor = TextAreaField(_("To the leaving mentor, once both have said yes"))
    expires_on = DateField(
        _("Answer by"),
        description=_("Then it lapses by itself, and you are told."),
        validators=[DataRequired(_("Please give the last day for an answer."))],
    )
    never_again = BooleanField(_("Never pair the two of today again"), description=_NEVER_AGAIN)


class ApproveForm(FlaskForm):
    """A coordinator's last look before a change that all three have agreed to."""

    message = TextAreaField(_("To the mentee"))
    to_mentor = TextAreaField(_("To the new mentor"))
    to_old_mentor = TextAreaField(_("To the leaving mentor"))
    never_again = BooleanField(_("Never pair the two of today again"), description=_NEVER_AGAIN)


class DeclineRequestForm(FlaskForm):
    """A no to a request, with an answer."""

    answer = TextAreaField(
        _("Your answer"),
        description=_("Say what you can offer instead, and that asking again is welcome."),
        validators=[DataRequired(_("Please write an answer: the person who asked reads it."))],
    )


class OfferForm(FlaskForm):
    """Whom the mentee may choose among."""

    mentors = MultiCheckboxField(
        _("Whom may they choose among?"), description=_("Up to five, in this order."), choices=[]
    )
    words = TextAreaField(_("A word to the mentee"))


class UndoForm(FlaskForm):
    """What all three are told when a rematch is taken back."""

    words = TextAreaField(
        _("What all three read"),
        validators=[DataRequired(_("Please write what the three of them are told."))],
    )


class BeginForm(FlaskForm):
    """What mentees and mentors read when their mentorship begins."""

    cadence_days = IntegerField(
        _("How many days between two meetings?"),
        description=_("The two can agree on something else."),
        validators=[
            InputRequired(_("Please give a number of days.")),
            NumberRange(1, MOST_CADENCE_DAYS, _("At least 1 and at most a year.")),
        ],
    )
    to_mentees = TextAreaField(_("To each mentee"))
    to_mentors = TextAreaField(_("To each mentor"))


class MentorAnswerForm(FlaskForm):
    """A mentor's answer; which one is the button that was pressed."""

    until = DateField(_("Ask me again on"), validators=[Optional()])
    reason = RadioField(
        _("What speaks against it?"),
        choices=options(MENTOR_REASONS),
        validators=[Optional()],
    )
    words = TextAreaField(
        _("A word to the coordinators, if you like"),
        description=_("What would fit you better, or when?"),
    )
    answer = StringField()


class MenteeAnswerForm(FlaskForm):
    """A mentee's answer; which one is the button that was pressed."""

    reason = RadioField(
        _("What speaks against it?"),
        choices=options(MENTEE_REASONS),
        validators=[Optional()],
    )
    words = TextAreaField(
        _("A word to the coordinators, if you like"), description=_("What would fit you better?")
    )
    answer = StringField()


class RankForm(FlaskForm):
    """Whom a mentee would like, best first."""

    first = SelectField(_("Best of all"), default="")
    second = SelectField(_("Then"), default="")
    third = SelectField(_("Then"), default="")

    @property
    def wanted(self) -> list[str]:
        """Those who were named, best first."""
        named = (self.first.data, self.second.data, self.third.data)
        return [one for one in named[: choices.MOST_RANKED] if one]
