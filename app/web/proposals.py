"""The mentor's and the mentee's answers to a proposal, and the mentee's choice."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.errors import Conflict, Invalid
from app.services import current_session, programme
from app.services.rematching import choices, rematch_board
from app.services.rematching import proposals as service
from app.services.rematching.rematch_board import Question
from app.web.forms import put_at_field, shown
from app.web.forms_rematch import MenteeAnswerForm, MentorAnswerForm, RankForm
from app.web.options import options
from app.web.reader import actor


def proposal(proposal_id: int) -> ResponseReturnValue:
    """What is asked, and the reader's answer."""
    session = current_session()
    asked = rematch_board.question(session, actor(), proposal_id)
    day = programme.programme_day(session)
    form = MentorAnswerForm(until=day + timedelta(14)) if asked.side == "mentor" else None
    form = form or MenteeAnswerForm()
    if form.validate_on_submit():
        try:
            said = _answer(asked, form)
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(said)
            return redirect(url_for(f"{asked.side}.home"))
    return shown(f"rematch/asked_{asked.side}.html", form, asked=asked, day=day)


def choose(request_id: int) -> ResponseReturnValue:
    """Who could be the reader's mentor, and whom they would like."""
    session = current_session()
    found = choices.own(session, actor(), request_id)
    ranked = [one.mentor.person_id for one in found.ranked]
    form = RankForm(**dict(zip(("first", "second", "third"), ranked, strict=False)))
    names = {one.mentor.person_id: one.mentor.name for one in found.offers if one.free}
    form.first.choices = options({"": _("Choose somebody"), **names})
    for field in (form.second, form.third):
        field.choices = options({"": _("Nobody else"), **names})
    if form.validate_on_submit():
        none = "none" in request.form
        try:
            _rank(request_id, None if none else form.wanted)
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("Thank you. The coordinators go on by what you said."))
            return redirect(url_for("mentee.home"))
    return shown("rematch/choose.html", form, found=found)


def _rank(request_id: int, wanted: list[str] | None) -> None:
    """Store the wish; ``None`` says that none of them is right."""
    if wanted == []:
        raise Invalid(_("Please choose one, or say that none of them is right."), "first")
    choices.rank(current_session(), actor(), request_id, wanted or [])


def _answer(asked: Question, form: MentorAnswerForm | MenteeAnswerForm) -> str:
    """Take the answer that was pressed; returns what to say then."""
    session, who = current_session(), actor()
    answer = form.answer.data
    if answer == "yes":
        new_id = service.accept(session, who, asked.proposal_id)
        if new_id is None:
            return str(
                _(
                    "Thank you. %(name)s is asked next; you hear from us. Please keep it to "
                    "yourself until then.",
                    name=asked.other.name,
                )
            )
        return str(_("%(name)s is your mentor from today. Good luck!", name=asked.other.name))
    if answer == "later" and isinstance(form, MentorAnswerForm):
        if form.until.data is None:
            raise Invalid(_("Please give the day."), "until")
        service.later(session, who, asked.proposal_id, form.until.data)
        return str(_("You are asked again on that day. Until then nobody presses you."))
    if answer != "no":
        raise Invalid(_("Please choose one of the answers."))
    service.decline(
        session,
        who,
        asked.proposal_id,
        reason=form.reason.data or "",
        words=form.words.data or "",
    )
    return str(_("Thank you for saying so. Nobody is told but the coordinators."))
