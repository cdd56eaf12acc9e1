"""Proposing a mentor for a request, letting the mentee choose, and taking either back."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Conflict, Invalid, ScoresOff
from app.services import current_session, models, programme
from app.services.explaining import mentorship
from app.services.matching import suggestions
from app.services.participants import profile
from app.services.rematching import choices, rematch_board
from app.services.rematching import proposals as service
from app.services.rematching.changeover import Words
from app.web import rematch_words
from app.web.forms import put_at_field, shown
from app.web.forms_rematch import OfferForm, ProposeForm
from app.web.options import options
from app.web.reader import actor


def propose(request_id: int, mentor_id: str) -> ResponseReturnValue:
    """Ask a mentor, with the words that each of the three will read."""
    session = current_session()
    course = rematch_board.course(session, request_id)
    asked, mentor = course.request, profile.get(session, mentor_id)
    detail = mentorship.detail(session, asked.mentorship_id)
    form = ProposeForm(
        to_mentor=rematch_words.to_mentor(asked, detail.kind),
        to_mentee=rematch_words.to_mentee(asked, mentor.person.name),
        to_old_mentor=rematch_words.to_old_mentor(asked),
        expires_on=programme.programme_day(session) + timedelta(service.ANSWER_DAYS),
    )
    if form.validate_on_submit():
        try:
            service.propose(
                session,
                actor(),
                request_id,
                mentor_id,
                Words(
                    to_mentee=form.to_mentee.data or "",
                    to_mentor=form.to_mentor.data or "",
                    to_old_mentor=form.to_old_mentor.data or "",
                ),
                expires_on=form.expires_on.data,
                never_again=form.never_again.data,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                _(
                    "%(mentor)s is asked, and one place is kept for %(mentee)s.",
                    mentor=mentor.person.name,
                    mentee=asked.mentee_name,
                )
            )
            return redirect(url_for("coordinator.rematches"))
    return shown(
        "rematch/propose.html", form, asked=asked, course=course, mentor=mentor, detail=detail
    )


def withdraw_proposal(proposal_id: int) -> Response:
    """Take a proposal back."""
    service.withdraw(current_session(), actor(), proposal_id)
    flash(_("The proposal is withdrawn. Whoever was asked is told that no answer is needed."))
    return redirect(url_for("coordinator.rematches"))


def let_choose(request_id: int) -> ResponseReturnValue:
    """Let the mentee choose among the candidates."""
    session = current_session()
    course = rematch_board.course(session, request_id)
    asked = course.request
    form = OfferForm(words=rematch_words.offer(asked))
    try:
        found = suggestions.candidates(
            session, asked.mentee_id, 10, mentorship_id=asked.mentorship_id
        )
        form.mentors.choices = options(
            {
                one.person_id: " · ".join(filter(None, (one.name, one.job_title, one.department)))
                for one in (candidate.mentor for candidate in found.candidates)
            }
        )
    except ScoresOff:
        found = None
    if form.validate_on_submit():
        try:
            choices.offer(
                session,
                actor(),
                request_id,
                form.mentors.data or [],
                form.words.data or "",
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("%(name)s can choose now, and is told by mail.", name=asked.mentee_name))
            return redirect(url_for("coordinator.rematches"))
    return shown("rematch/let_choose.html", form, asked=asked, found=found, model=models.status())
