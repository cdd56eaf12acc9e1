"""The coordinator's pages: every address in one table."""

from __future__ import annotations

from flask import Blueprint

from app.web.coordinator import (
    imports,
    mentorships,
    people,
    planning,
    programme,
    rematch,
    rules,
    suggestions,
)

blueprint = Blueprint("coordinator", __name__, url_prefix="/coordinator")
page = blueprint.add_url_rule
BOTH = ("GET", "POST")

page("/", view_func=mentorships.mentorships)
page("/mentorships/<key:mentorship_id>", view_func=mentorships.mentorship)
page("/mentorships/<key:mentorship_id>/candidates", view_func=suggestions.candidates)
page("/plan", view_func=planning.plan)
page("/rematch-requests", view_func=rematch.rematch_requests)
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
page("/rules", view_func=rules.rules, methods=BOTH)
page("/rules/never-together", view_func=rules.never_together, methods=("POST",))
page("/rules/pause", view_func=rules.pause, methods=("POST",))
page("/rules/lift", view_func=rules.lift_rule, methods=("POST",))
page("/import", view_func=imports.upload, methods=BOTH)
page("/import/<token>", view_func=imports.preview, methods=BOTH)
page("/jobs/<token>", view_func=imports.job)
page("/export.zip", view_func=imports.export_zip)
page("/programme-date", view_func=programme.programme_day, methods=BOTH)
