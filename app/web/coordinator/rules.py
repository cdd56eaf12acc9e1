"""House rules: what holds for everyone, who is kept apart, and who is on pause."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.errors import Invalid
from app.services import current_session, people
from app.services.matching import rules as service
from app.web.forms import LiftForm, PairForm, PauseForm, RulesForm, put_at_field
from app.web.reader import actor


class _Forms(NamedTuple):
    """The forms of the page."""

    for_all: RulesForm
    pair: PairForm
    pause: PauseForm


def rules() -> ResponseReturnValue:
    """Every rule with whom it concerns; sending the form sets those that hold for everyone."""
    forms = _forms(sent=RulesForm)
    form = forms.for_all
    if form.validate_on_submit():
        wanted = {rule: form[rule].data or "" for rule in service.FOR_ALL}
        try:
            service.set_for_all(current_session(), actor(), wanted)
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return _done(_("The rules for everyone are saved."))
    return _shown(forms)


def never_together() -> ResponseReturnValue:
    """Keep two people apart."""
    forms = _forms(sent=PairForm)
    form = forms.pair
    if form.validate_on_submit():
        one, other = form.person_id.data, form.other_person_id.data
        try:
            service.keep_apart(current_session(), actor(), one, other)
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return _done(_("The two are never paired from now on."))
    return _shown(forms)


def pause() -> ResponseReturnValue:
    """Suggest a mentor to nobody new for a while."""
    forms = _forms(sent=PauseForm)
    form = forms.pause
    if form.validate_on_submit():
        try:
            service.pause(current_session(), actor(), form.mentor_id.data, form.until.data)
        except Invalid as refused:
            put_at_field(form, refused)
        else:
            return _done(_("The pause is noted. Mentees whom they have stay with them."))
    return _shown(forms)


def lift_rule() -> ResponseReturnValue:
    """Remove a rule, whatever it is."""
    form = LiftForm()
    asked = (form.rule.data or "", form.person_id.data or "", form.other_person_id.data or "")
    service.lift(current_session(), actor(), *asked)
    return _done(_("The rule is lifted."))


def _forms(sent: type[FlaskForm]) -> _Forms:
    """All three; only the one that was sent is filled with what was sent."""
    session = current_session()
    roster = people.roster(session)
    names = {one.person.person_id: f"{one.person.name} · {one.person.email}" for one in roster}
    mentors = [one.person.person_id for one in roster if one.offers]
    nobody = {"": _("Choose somebody")}

    def made(form: type[FlaskForm], **given: object) -> FlaskForm:
        return form(**given) if form is sent else form(formdata=None, **given)

    forms = _Forms(made(RulesForm, data=service.for_all(session)), made(PairForm), made(PauseForm))
    forms.pair.person_id.choices = forms.pair.other_person_id.choices = nobody | names
    forms.pause.mentor_id.choices = nobody | {one: names[one] for one in mentors}
    return forms


def _done(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("coordinator.rules"))


def _shown(forms: _Forms) -> ResponseReturnValue:
    page = render_template(
        "rules/rules.html", forms=forms, overview=service.overview(current_session())
    )
    return page, 422 if any(form.errors for form in forms) else 200
