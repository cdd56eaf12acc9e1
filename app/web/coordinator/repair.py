"""Repair before replace: choose a rung, write to the two, and look again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.repairing import repair as service
from app.services.repairing import repair_plan
from app.services.repairing.guides import get, label_of
from app.services.repairing.repair_record import Next
from app.web.forms import put_at_field, shown
from app.web.forms_repair import CheckForm, RepairForm
from app.web.reader import actor


def repair(mentorship_id: str) -> ResponseReturnValue:
    """The ladder for a trouble, three guides, two drafts, and a day to look again."""
    session = current_session()
    asked = request.form if request.method == "POST" else request.args
    plan = repair_plan.plan(
        session, actor(), mentorship_id, asked.get("trouble", ""), asked.get("rung", "")
    )
    form = RepairForm(obj=plan, revision="" if plan.revision is None else str(plan.revision))
    form.speak_of(plan.names)
    if form.validate_on_submit():
        try:
            service.start(
                session,
                actor(),
                mentorship_id,
                trouble=form.trouble.data or "",
                rung=form.rung.data or "",
                check_back_on=form.check_back_on.data,
                to_mentee=form.to_mentee.data or "",
                to_mentor=form.to_mentor.data or "",
                revision=form.shown_revision,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_("The repair has begun. The case comes back on the day that you chose."))
            there = "mentorship_agreement" if form.rung.data == "agreement" else "mentorship"
            return redirect(url_for(f".{there}", mentorship_id=mentorship_id))
    open_now = service.panel(session, mentorship_id).open
    return shown("repair/repair.html", form, plan=plan, open_now=open_now)


def repair_guides(mentorship_id: str, trouble: str) -> str:
    """The three guides for a trouble on paper, a sheet for each reader."""
    session = current_session()
    mentorship = service.get_mentorship(session, mentorship_id)
    names = service.names_of(session, mentorship)
    return render_template(
        "repair/guides.html",
        mentorship_id=mentorship_id,
        names=names,
        label=get(trouble).label,
        guides=repair_plan.three_guides(trouble, names, mentorship.kind),
    )


def check_repair(repair_id: int) -> ResponseReturnValue:
    """Say whether it helped."""
    session = current_session()
    tried = service.get(session, repair_id)
    panel = service.panel(session, tried.mentorship_id)
    form = CheckForm(revision="" if panel.revision is None else str(panel.revision))
    if form.validate_on_submit():
        try:
            following = service.check(
                session,
                actor(),
                repair_id,
                outcome=form.outcome.data,
                note=form.note.data or "",
                revision=form.shown_revision,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(_what_now(form.outcome.data, following))
            return redirect(
                url_for(".mentorship", mentorship_id=tried.mentorship_id, _anchor="repair")
            )
    return shown("repair/check.html", form, tried=tried)


def _what_now(outcome: str, following: Next) -> str:
    if outcome == "helped":
        return _("Good to know. If nothing else is open, the verdict “working” closes the case.")
    if following.rung is None:
        return _("It is kept. The ladder ends here: look who else would fit.")
    rung = label_of(following.rung)
    if following.rematch:
        return _("It is kept. Next on the ladder: “%(rung)s”. Or think of a rematch.", rung=rung)
    return _("It is kept. Next on the ladder: “%(rung)s”.", rung=rung)
