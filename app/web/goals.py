"""Goals of a mentorship, for either side."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.participants import goals as service
from app.services.participants import mine
from app.web.forms import put_at_field, shown
from app.web.forms_mine import GoalChangeForm, GoalForm, SplitForm
from app.web.options import options
from app.web.reader import actor


def goals(mentorship_id: str) -> ResponseReturnValue:
    """The goals of one mentorship; a new one is added below."""
    session = current_session()
    mentorship = mine.mentorship(session, actor(), mentorship_id)
    form = GoalForm()
    if form.validate_on_submit():
        try:
            service.add(session, actor(), mentorship_id, [form.text.data or ""])
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            return _saved(mentorship_id)
    offered = service.offered(session, actor(), mentorship_id) if mentorship.active else []
    split = SplitForm(formdata=None)
    split.text.choices = options({text: text for text in offered})
    return shown(
        "goals/goals.html",
        form,
        split=split,
        mentorship=mentorship,
        goals=service.of_mentorship(session, mentorship_id),
        goal_steps=service.STEPS,
    )


def split_goals(mentorship_id: str) -> Response:
    """Take goals from what the mentee wrote for the matching; only what is offered there."""
    session = current_session()
    form = SplitForm()
    offered = service.offered(session, actor(), mentorship_id)
    chosen = [text for text in form.text.raw_data or () if text in offered]
    try:
        service.add(session, actor(), mentorship_id, chosen)
    except Invalid as refused:
        flash(refused.message, "error")
        return redirect(url_for("participant.goals", mentorship_id=mentorship_id))
    return _saved(mentorship_id)


def goal(goal_id: int) -> ResponseReturnValue:
    """Word a goal anew, or say how far it is."""
    session = current_session()
    mentorship, now = service.own(session, actor(), goal_id)
    form = GoalChangeForm(text=now.text, progress=str(now.progress))
    if form.validate_on_submit():
        try:
            service.change(
                session,
                actor(),
                goal_id,
                text=form.text.data or "",
                progress=int(form.progress.data),
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            return _saved(now.mentorship_id)
    return shown("goals/goal.html", form, mentorship=mentorship, goal=now)


def drop_goal(goal_id: int) -> Response:
    """Put a goal away; it can be taken up again."""
    gone = service.change(current_session(), actor(), goal_id, dropped=True)
    flash(_("The goal is put away. You can take it up again below."))
    return redirect(url_for("participant.goals", mentorship_id=gone.mentorship_id))


def take_up_goal(goal_id: int) -> Response:
    """Take a goal up again that was put away."""
    back = service.change(current_session(), actor(), goal_id, dropped=False)
    return _saved(back.mentorship_id)


def _saved(mentorship_id: str) -> Response:
    flash(_("Your goals are saved. Both of you see them."))
    return redirect(url_for("participant.goals", mentorship_id=mentorship_id))
