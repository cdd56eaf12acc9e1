"""Rematches: for whom they wait, how those that took place go, and a coordinator's decisions."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.errors import Conflict, Invalid
from app.services import current_session, models
from app.services.explaining import mentorship
from app.services.participants import profile
from app.services.rematching import changeback, changeover, followup, rematch_board
from app.services.rematching import rematch as service
from app.web import rematch_words
from app.web.forms import put_at_field, shown
from app.web.forms_rematch import ApproveForm, DeclineRequestForm, NoteForm, UndoForm
from app.web.options import options
from app.web.reader import actor

TABS = ("waiting", "done", "followup")


def rematches() -> str:
    """The open requests by whom they wait for; those that took place; the follow-up."""
    session = current_session()
    tab = request.args.get("tab", "")
    tab = tab if tab in TABS else "waiting"
    courses = rematch_board.open_courses(session)
    return render_template(
        "rematch/rematches.html",
        tab=tab,
        courses=courses,
        changes=changeover.newest(session) if tab == "done" else (),
        followed=followup.follow_up(session) if tab != "waiting" else None,
    )


def note_request(mentorship_id: str) -> ResponseReturnValue:
    """Write down what one side has told the reader."""
    session = current_session()
    detail = mentorship.detail(session, mentorship_id)
    form = NoteForm(side="mentee")
    form.side.choices = options(
        {
            "mentee": _("%(name)s, mentee", name=detail.mentee.name),
            "mentor": _("%(name)s, mentor", name=detail.mentor.name),
        }
    )
    form.what_is_missing.choices = options(dict(models.complaint_choices()))
    if form.validate_on_submit():
        try:
            service.note(
                session,
                actor(),
                mentorship_id,
                side=form.side.data,
                what_is_missing=form.what_is_missing.data or [],
                reason=form.reason.data or "",
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("The request is noted. Now look who could take over."))
            return redirect(url_for("coordinator.candidates", mentorship_id=mentorship_id))
    return shown("rematch/note.html", form, detail=detail)


def approve(request_id: int, mentor_id: str) -> ResponseReturnValue:
    """Say what will happen; then do it, because all three have agreed."""
    session = current_session()
    asked = service.get(session, request_id)
    mentor = profile.get(session, mentor_id)
    form = ApproveForm(
        message=rematch_words.begins_for_mentee(asked, mentor.person.name),
        to_mentor=rematch_words.begins_for_mentor(asked),
        to_old_mentor=rematch_words.to_old_mentor(asked),
    )
    if form.validate_on_submit():
        try:
            new_id = changeover.approve(
                session,
                actor(),
                request_id,
                mentor_id,
                form.message.data or "",
                to_mentor=form.to_mentor.data or "",
                to_old_mentor=form.to_old_mentor.data or "",
                never_again=form.never_again.data,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                _(
                    "%(mentor)s now mentors %(mentee)s. The mentorship with %(old)s has ended, "
                    "without blame. You can undo it for a week.",
                    mentor=mentor.person.name,
                    mentee=asked.mentee_name,
                    old=asked.mentor_name,
                )
            )
            return redirect(url_for("coordinator.mentorship", mentorship_id=new_id))
    return shown(
        "rematch/approve.html",
        form,
        asked=asked,
        mentor=mentor,
        detail=mentorship.detail(session, asked.mentorship_id),
    )


def decline(request_id: int) -> ResponseReturnValue:
    """Say no, with an answer."""
    session = current_session()
    asked = service.get(session, request_id)
    form = DeclineRequestForm()
    if form.validate_on_submit():
        try:
            service.decline(session, actor(), request_id, form.answer.data or "")
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                _(
                    "Answered. %(name)s reads your answer; nobody else does.",
                    name=asked.asked_by_name,
                )
            )
            return redirect(url_for("coordinator.rematches"))
    return shown("rematch/decline.html", form, asked=asked)


def undo_rematch(mentorship_id: str) -> ResponseReturnValue:
    """Say what will be as before; then take the change back."""
    session = current_session()
    change = changeover.of_mentorship(session, mentorship_id)
    if change is None:
        raise Conflict(_("There is no rematch here that could be undone."))
    form = UndoForm(words=rematch_words.undone(change.mentee, change.old_mentor))
    if form.validate_on_submit():
        try:
            old_id = changeback.undo(session, actor(), mentorship_id, form.words.data or "")
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                _(
                    "%(mentee)s and %(mentor)s go on as before. The request is open again.",
                    mentee=change.mentee,
                    mentor=change.old_mentor,
                )
            )
            return redirect(url_for("coordinator.mentorship", mentorship_id=old_id))
    return shown("rematch/undo.html", form, change=change)
