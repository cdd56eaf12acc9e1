"""Requests for a rematch: the open ones, and the two answers to them."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.errors import Conflict, Invalid
from app.services import current_session, mentorship, profile
from app.services import rematch as service
from app.web.forms import ApproveForm, DeclineForm, put_at_field, shown
from app.web.reader import actor


def rematch_requests() -> str:
    """The open requests, oldest first."""
    return render_template("rematch/open.html", requests=service.open_requests(current_session()))


def approve(request_id: int, mentor_id: str) -> ResponseReturnValue:
    """Say what will happen; then do it."""
    session = current_session()
    asked = service.get(session, request_id)
    mentor = profile.get(session, mentor_id)
    form = ApproveForm()
    form.never_again.label.text = f"Never pair {asked.mentee_name} and {asked.mentor_name} again"
    if form.validate_on_submit():
        try:
            new_id = service.approve(
                session,
                actor(),
                request_id,
                mentor_id,
                form.message.data or "",
                never_again=form.never_again.data,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                f"{mentor.person.name} now mentors {asked.mentee_name}. "
                f"The mentorship with {asked.mentor_name} has ended, without blame."
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
    form = DeclineForm()
    if form.validate_on_submit():
        try:
            service.decline(session, actor(), request_id, form.answer.data or "")
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(f"Answered. {asked.asked_by_name} reads your answer; nobody else does.")
            return redirect(url_for("coordinator.rematch_requests"))
    return shown("rematch/decline.html", form, asked=asked)
