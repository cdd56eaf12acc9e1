"""Pages that are the same for either side of a mentorship: every address in one table."""

from __future__ import annotations

from flask import Blueprint

from app.web import (
    agreements,
    appointments,
    concerns,
    goals,
    inbox,
    pauses,
    proposals,
    pulses,
    say_it,
)

blueprint = Blueprint("participant", __name__, url_prefix="/participant")
page = blueprint.add_url_rule
BOTH = ("GET", "POST")
POST = ("POST",)

page(
    "/mentorships/<key:mentorship_id>/meetings/plan",
    view_func=appointments.plan_meeting,
    methods=BOTH,
)
page("/meetings/<key:meeting_id>/call-off", view_func=appointments.call_off_meeting, methods=POST)
page("/mentorships/<key:mentorship_id>/goals", view_func=goals.goals, methods=BOTH)
page("/mentorships/<key:mentorship_id>/goals/split", view_func=goals.split_goals, methods=POST)
page("/goals/<int:goal_id>", view_func=goals.goal, methods=BOTH)
page("/goals/<int:goal_id>/drop", view_func=goals.drop_goal, methods=POST)
page("/goals/<int:goal_id>/take-up", view_func=goals.take_up_goal, methods=POST)
page("/mentorships/<key:mentorship_id>/not-sure", view_func=concerns.not_sure)
page("/mentorships/<key:mentorship_id>/ask-to-look", view_func=concerns.ask_to_look, methods=BOTH)
page("/concerns/<int:concern_id>/take-back", view_func=concerns.take_concern_back, methods=POST)
page("/mentorships/<key:mentorship_id>/pause", view_func=pauses.pause, methods=BOTH)
page("/mentorships/<key:mentorship_id>/pause/end", view_func=pauses.end_pause, methods=POST)
page("/mentorships/<key:mentorship_id>/leave", view_func=pauses.leave, methods=BOTH)
page("/mentorships/<key:mentorship_id>/leave/undo", view_func=pauses.undo_leaving, methods=POST)
page("/messages/<int:message_id>/read", view_func=inbox.mark_read, methods=POST)
page("/mentorships/<key:mentorship_id>/agreement", view_func=agreements.agreement, methods=BOTH)
page("/agreements/<int:agreement_id>/agree", view_func=agreements.agree, methods=POST)
page("/mentorships/<key:mentorship_id>/help-me-say-it", view_func=say_it.help_me_say_it)
page("/pulse/<int:pulse_id>", view_func=pulses.pulse, methods=BOTH)
page("/pulse/<int:pulse_id>/skip", view_func=pulses.skip_pulse, methods=POST)
page("/proposals/<int:proposal_id>", view_func=proposals.proposal, methods=BOTH)
page("/rematch-requests/<int:request_id>/choose", view_func=proposals.choose, methods=BOTH)
