"""The coordinator's pages: every address in one table."""

from __future__ import annotations

from flask import Blueprint

from app.web.agreements import mentorship_agreement
from app.web.coordinator import (
    beginnings,
    case_page,
    case_work,
    causes,
    imports,
    mails,
    mentorships,
    participation,
    people,
    planning,
    programme,
    programme_view,
    proposals,
    queue,
    rematch,
    repair,
    rules,
    suggestions,
)

blueprint = Blueprint("coordinator", __name__, url_prefix="/coordinator")
page = blueprint.add_url_rule
BOTH = ("GET", "POST")

page("/", view_func=queue.queue)
page("/bulk", view_func=queue.bulk, methods=("POST",))
page("/views", view_func=queue.save_view, methods=("POST",))
page("/views/<int:view_id>/delete", view_func=queue.delete_view, methods=("POST",))
page("/mentorships", view_func=mentorships.mentorships)
page("/mentorships/<key:mentorship_id>", view_func=case_page.mentorship)
page(
    "/mentorships/<key:mentorship_id>/case",
    view_func=case_work.open_case,
    methods=("POST",),
)
for step, view in (
    ("verdict", case_work.case_verdict),
    ("answers/<int:concern_id>", case_work.case_answer),
    ("reopen", case_work.case_reopen),
    ("read", case_work.case_read),
    ("owner", case_work.case_owner),
    ("status", case_work.case_status),
    ("due", case_work.case_due),
    ("snooze", case_work.case_snooze),
    ("wake", case_work.case_wake),
    ("quiet", case_work.case_quiet),
    ("notes", case_work.case_note),
    ("contacts", case_work.case_contact),
):
    page(f"/cases/<int:case_id>/{step}", view_func=view, methods=("POST",))
page("/mentorships/<key:mentorship_id>/candidates", view_func=suggestions.candidates)
page("/causes", view_func=causes.causes)
page("/causes/<any(mentor, department):scope>/<key:key>", view_func=causes.cause, methods=BOTH)
page("/plan", view_func=planning.plan)
page("/rematches", view_func=rematch.rematches)
page(
    "/rematch-requests/<int:request_id>/propose/<key:mentor_id>",
    view_func=proposals.propose,
    methods=BOTH,
)
page(
    "/rematch-requests/<int:request_id>/let-choose",
    view_func=proposals.let_choose,
    methods=BOTH,
)
page(
    "/proposals/<int:proposal_id>/withdraw",
    view_func=proposals.withdraw_proposal,
    methods=("POST",),
)
page(
    "/mentorships/<key:mentorship_id>/note-request",
    view_func=rematch.note_request,
    methods=BOTH,
)
page(
    "/mentorships/<key:mentorship_id>/undo-rematch",
    view_func=rematch.undo_rematch,
    methods=BOTH,
)
page("/begin", view_func=beginnings.begin, methods=BOTH)
page(
    "/rematch-requests/<int:request_id>/approve/<key:mentor_id>",
    view_func=rematch.approve,
    methods=BOTH,
)
page(
    "/rematch-requests/<int:request_id>/decline",
    view_func=rematch.decline,
    methods=BOTH,
)
page("/people", view_func=people.people)
page(
    "/people/<key:person_id>/sign-in-link",
    view_func=people.sign_in_link,
    methods=("POST",),
)
page("/mails", view_func=mails.mails)
page("/mails/<int:mail_id>", view_func=mails.mail)
page("/mails/<int:mail_id>/calendar.ics", view_func=mails.mail_calendar)
page("/mails/<int:mail_id>/again", view_func=mails.send_mail_again, methods=("POST",))
page("/rules", view_func=rules.rules, methods=BOTH)
page("/rules/never-together", view_func=rules.never_together, methods=("POST",))
page("/rules/pause", view_func=rules.pause, methods=("POST",))
page("/rules/lift", view_func=rules.lift_rule, methods=("POST",))
page("/import", view_func=imports.upload, methods=BOTH)
page("/import/<token>", view_func=imports.preview, methods=BOTH)
page("/jobs/<token>", view_func=imports.job)
page("/export.zip", view_func=imports.export_zip)
page("/programme", view_func=programme_view.programme_view)
page("/programme/brought", view_func=programme_view.brought)
page("/programme-date", view_func=programme.programme_day, methods=BOTH)
page("/mentorships/<key:mentorship_id>/repair", view_func=repair.repair, methods=BOTH)
page("/mentorships/<key:mentorship_id>/guides/<key:trouble>", view_func=repair.repair_guides)
page("/mentorships/<key:mentorship_id>/agreement", view_func=mentorship_agreement, methods=BOTH)
page("/repairs/<int:repair_id>/check", view_func=repair.check_repair, methods=BOTH)
page(
    "/mentorships/<key:mentorship_id>/undo-leaving",
    view_func=participation.undo_leaving,
    methods=("POST",),
)
page(
    "/mentorships/<key:mentorship_id>/end-pause",
    view_func=participation.end_pause,
    methods=("POST",),
)
