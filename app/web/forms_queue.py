"""The forms of the review queue: a step for the ticked cases, and a view to keep."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from app.services.review.case_bulk import STEP_LABELS
from app.services.review.case_words import VERDICT_LABELS
from app.services.review.case_work import MOVES
from app.services.review.cases import STATUS_LABELS
from app.services.review.saved_views import LONGEST_NAME
from app.web.options import options


class BulkForm(FlaskForm):
    """What to do with the ticked cases; each step needs only some of the fields.

    What can be chosen is for the services to check: a field that the step does not need may hold
    anything.
    """

    step = SelectField(
        _l("With the ticked ones"), choices=options(STEP_LABELS), validate_choice=False
    )
    owner_id = SelectField(_l("To whom"), validate_choice=False)
    status = SelectField(
        _l("To"), choices=options({one: STATUS_LABELS[one] for one in MOVES}), validate_choice=False
    )
    due_on = DateField(
        _l("Due on"), description=_l("Empty takes the date away."), validators=[Optional()]
    )
    until = DateField(_l("Until"), validators=[Optional()])
    verdict = SelectField(
        _l("What was found out"), choices=options(VERDICT_LABELS), validate_choice=False
    )
    words = StringField(_l("Why, in a few words"))


class ViewForm(FlaskForm):
    """A name for the queue as it is narrowed now."""

    name = StringField(_l("Name"), validators=[Length(max=LONGEST_NAME)])
    shared = BooleanField(_l("All coordinators see it"))
