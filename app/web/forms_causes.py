"""One form for all cases of a cause."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, TextAreaField
from wtforms.validators import Optional

from app.services.review.cause_actions import Wish
from app.web.forms import MultiCheckboxField


class CauseForm(FlaskForm):
    """What to do about a cause. What is left empty is not done."""

    mentorship_ids = MultiCheckboxField(_("For these mentorships"))
    take = BooleanField(_("Take them: mine, and in review"))
    due_on = DateField(_("Due on, for all of them (optional)"), validators=[Optional()])
    note = TextAreaField(_("One note for all of them (optional)"))
    write = BooleanField(_("Send the message below"))
    message = TextAreaField(
        _("Message to the mentor"),
        description=_(
            "It quotes nobody. With so few mentees, whoever reads “they say …” knows who: leave "
            "out what was written, and by whom."
        ),
    )
    pause = BooleanField(_("Pause the mentor: suggested to nobody new"))
    pause_until = DateField(_("Last day of the pause (optional)"), validators=[Optional()])

    @property
    def wish(self) -> Wish:
        """What is asked for."""
        return Wish(
            mentorship_ids=tuple(self.mentorship_ids.data or ()),
            message=(self.message.data or "") if self.write.data else "",
            pause=self.pause.data,
            pause_until=self.pause_until.data,
            take=self.take.data,
            due_on=self.due_on.data,
            note=self.note.data or "",
        )
