"""The forms of one case. All stand on one page, so each has a prefix of its own."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional

from app.services.review import case_work
from app.services.review.case_view import CaseView
from app.services.review.case_words import HOW_LABELS, WITH_LABELS
from app.services.review.cases import STATUS_LABELS
from app.web.options import options


class StepForm(FlaskForm):
    """A step on a case as it was shown; ``revision`` says which one that was."""

    revision = HiddenField()

    @property
    def shown_revision(self) -> int | None:
        """The revision that the page was made from."""
        given = self.revision.data or ""
        return int(given) if given.isdecimal() else None


class OwnerForm(StepForm):
    """Whose case it is."""

    owner = SelectField(_("Owner"))


class StatusForm(StepForm):
    """How far it is."""

    status = SelectField(_("State"))


class DueForm(StepForm):
    """Until when something is to be done."""

    due_on = DateField(_("Due on"), validators=[Optional()])


class SnoozeForm(StepForm):
    """Until when it is put aside, and why."""

    until = DateField(_("Until"), validators=[DataRequired(_("Please give the day."))])
    reason = StringField(
        _("Why it can wait"),
        description=_("Until then only something else, or more risk, brings it back."),
    )


class QuietForm(StepForm):
    """Why it rests until it gets worse."""

    reason = StringField(_("Why (optional)"))


class NoteForm(FlaskForm):
    """A note for the other coordinators."""

    text = TextAreaField(_("Note"))


class ContactForm(FlaskForm):
    """That somebody was talked to."""

    with_whom = SelectField(_("With whom"), choices=options(WITH_LABELS))
    how = SelectField(_("How"), choices=options(HOW_LABELS), default="phone")
    on = DateField(_("When"), validators=[DataRequired(_("Please give the day."))])
    text = TextAreaField(_("What was said (optional)"))


class VerdictForm(StepForm):
    """What was found out, with an answer to everybody who raised something."""

    verdict = RadioField(
        _("What did you find out?"),
        choices=[],
        validators=[InputRequired(_("Please choose what you found out."))],
    )
    note = TextAreaField(_("Why (optional)"))

    @property
    def answers(self) -> dict[int, str]:
        """The answers by what they answer."""
        return {
            int(field.short_name.removeprefix("answer_")): field.data or ""
            for field in self
            if field.short_name.startswith("answer_")
        }

    def answer_to(self, concern_id: int) -> Field:
        """The box of one answer."""
        field: Field = self[f"answer_{concern_id}"]
        return field


class CaseForms(NamedTuple):
    """Every form of the page of a case."""

    verdict: VerdictForm
    owner: OwnerForm
    status: StatusForm
    due: DueForm
    snooze: SnoozeForm
    quiet: QuietForm
    note: NoteForm
    contact: ContactForm


def case_forms(case: CaseView, sent: str = "") -> CaseForms:
    """The forms of a case; the one that was ``sent`` is filled with what was sent."""

    def made(name: str, form: type[FlaskForm], **given: Any) -> Any:
        if issubclass(form, StepForm):
            given["revision"] = str(case.revision)
        return form(**given) if name == sent else form(formdata=None, **given)

    forms = CaseForms(
        made("verdict", _with_answers(case), prefix="verdict-"),
        made("owner", OwnerForm, prefix="owner-", owner=str(case.owner_id or "")),
        made("status", StatusForm, prefix="status-", status=case.status),
        made("due", DueForm, prefix="due-", due_on=case.due_on),
        made("snooze", SnoozeForm, prefix="snooze-"),
        made("quiet", QuietForm, prefix="quiet-"),
        made("note", NoteForm, prefix="note-"),
        made("contact", ContactForm, prefix="contact-", on=case.day),
    )
    forms.verdict.verdict.choices = options({code: label for code, label, _effect in case.verdicts})
    owners = {str(one.user_id): one.name for one in case.coordinators}
    forms.owner.owner.choices = options({"": gettext("Nobody"), **owners})
    moves = dict.fromkeys((case.status, *case_work.MOVES) if case.open else case_work.MOVES)
    forms.status.status.choices = options({one: STATUS_LABELS[one] for one in moves})
    return forms


def _with_answers(case: CaseView) -> type[VerdictForm]:
    """The form of the verdict with a box for everybody who waits."""
    boxes = {
        f"answer_{one.concern_id}": TextAreaField(gettext("Your answer to %(name)s", name=one.name))
        for one in case.waiting
    }
    return type("VerdictFormOfCase", (VerdictForm,), boxes)
