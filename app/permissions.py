"""Who may see and do what. Pure functions over one table; nothing else decides.

Every route has an entry in ``ROUTES``: one without is refused for everybody, and a test fails.
An administrator manages accounts and reads no feedback.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Side = Literal["mentee", "mentor"]


class Role(StrEnum):
    """What someone is in the programme. Nobody is a coordinator by being a mentor."""

    COORDINATOR = "coordinator"
    PARTICIPANT = "participant"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done, in words that stand in messages and in the tests' table."""

    VISIT = "see pages that need no sign-in"
    USE_ACCOUNT = "use one's own account"
    SEE_PROGRAMME = "see every mentorship, its risk and both sides' feedback"
    CHANGE_PROGRAMME = "import, export, set the programme date, score"
    DECIDE_REMATCH = "see candidates and the plan, and decide requests for a rematch"
    WORK_ON_CASES = "review cases, write to people and try repairs"
    SET_RULES = "see and set the house rules"
    INVITE_PEOPLE = "see the roster and make sign-in links"
    TAKE_PART = "see and write in one's own mentorships"
    MANAGE_ACCOUNTS = "give and take roles"


_EVERY_ROLE = frozenset(Role)
_COORDINATOR = frozenset({Role.COORDINATOR})

MAY: Mapping[Action, frozenset[Role]] = {
    Action.VISIT: _EVERY_ROLE,
    Action.USE_ACCOUNT: _EVERY_ROLE,
    Action.SEE_PROGRAMME: _COORDINATOR,
    Action.CHANGE_PROGRAMME: _COORDINATOR,
    Action.DECIDE_REMATCH: _COORDINATOR,
    Action.WORK_ON_CASES: _COORDINATOR,
    Action.SET_RULES: _COORDINATOR,
    Action.INVITE_PEOPLE: frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    Action.TAKE_PART: frozenset({Role.PARTICIPANT}),
    Action.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
}

# Endpoint → the action it is. Keep it in the order of the blueprints.
ROUTES: Mapping[str, Action] = {
    # Static files of the application and of its packages.
    "static": Action.VISIT,
    "bootstrap.static": Action.VISIT,
    "security.static": Action.VISIT,
    # Accounts (Flask-Security).
    "security.login": Action.VISIT,
    "security.logout": Action.VISIT,
    "security.forgot_password": Action.VISIT,
    "security.reset_password": Action.VISIT,
    "security.change_password": Action.USE_ACCOUNT,
    "security.verify": Action.USE_ACCOUNT,
    # Pages of the account.
    "account.home": Action.USE_ACCOUNT,
    "account.account": Action.USE_ACCOUNT,
    "account.patterns": Action.USE_ACCOUNT,
    "account.settings": Action.USE_ACCOUNT,
    "account.calendar": Action.TAKE_PART,
    # Pages of the coordinator.
    "coordinator.queue": Action.WORK_ON_CASES,
    "coordinator.bulk": Action.WORK_ON_CASES,
    "coordinator.save_view": Action.WORK_ON_CASES,
    "coordinator.delete_view": Action.WORK_ON_CASES,
    "coordinator.mentorships": Action.SEE_PROGRAMME,
    "coordinator.mentorship": Action.SEE_PROGRAMME,
    "coordinator.open_case": Action.WORK_ON_CASES,
    "coordinator.repair": Action.WORK_ON_CASES,
    "coordinator.repair_guides": Action.WORK_ON_CASES,
    "coordinator.check_repair": Action.WORK_ON_CASES,
    "coordinator.mentorship_agreement": Action.WORK_ON_CASES,
    "coordinator.case_verdict": Action.WORK_ON_CASES,
    "coordinator.case_answer": Action.WORK_ON_CASES,
    "coordinator.case_reopen": Action.WORK_ON_CASES,
    "coordinator.case_read": Action.WORK_ON_CASES,
    "coordinator.case_owner": Action.WORK_ON_CASES,
    "coordinator.case_status": Action.WORK_ON_CASES,
    "coordinator.case_due": Action.WORK_ON_CASES,
    "coordinator.case_snooze": Action.WORK_ON_CASES,
    "coordinator.case_wake": Action.WORK_ON_CASES,
    "coordinator.case_quiet": Action.WORK_ON_CASES,
    "coordinator.case_note": Action.WORK_ON_CASES,
    "coordinator.case_contact": Action.WORK_ON_CASES,
    "coordinator.candidates": Action.DECIDE_REMATCH,
    "coordinator.causes": Action.WORK_ON_CASES,
    "coordinator.cause": Action.WORK_ON_CASES,
    "coordinator.plan": Action.DECIDE_REMATCH,
    "coordinator.rematches": Action.DECIDE_REMATCH,
    "coordinator.note_request": Action.DECIDE_REMATCH,
    "coordinator.propose": Action.DECIDE_REMATCH,
    "coordinator.withdraw_proposal": Action.DECIDE_REMATCH,
    "coordinator.let_choose": Action.DECIDE_REMATCH,
    "coordinator.undo_rematch": Action.DECIDE_REMATCH,
    "coordinator.undo_leaving": Action.WORK_ON_CASES,
    "coordinator.end_pause": Action.WORK_ON_CASES,
    "coordinator.begin": Action.DECIDE_REMATCH,
    "coordinator.approve": Action.DECIDE_REMATCH,
    "coordinator.decline": Action.DECIDE_REMATCH,
    "coordinator.people": Action.INVITE_PEOPLE,
    "coordinator.sign_in_link": Action.INVITE_PEOPLE,
    "coordinator.mails": Action.WORK_ON_CASES,
    "coordinator.mail": Action.WORK_ON_CASES,
    "coordinator.mail_calendar": Action.WORK_ON_CASES,
    "coordinator.send_mail_again": Action.WORK_ON_CASES,
    "coordinator.rules": Action.SET_RULES,
    "coordinator.never_together": Action.SET_RULES,
    "coordinator.pause": Action.SET_RULES,
    "coordinator.lift_rule": Action.SET_RULES,
    "coordinator.upload": Action.CHANGE_PROGRAMME,
    "coordinator.preview": Action.CHANGE_PROGRAMME,
    "coordinator.job": Action.CHANGE_PROGRAMME,
    "coordinator.export_zip": Action.CHANGE_PROGRAMME,
    "coordinator.programme_view": Action.SEE_PROGRAMME,
    "coordinator.brought": Action.SEE_PROGRAMME,
    "coordinator.programme_day": Action.CHANGE_PROGRAMME,
    # Pages of the mentee and the mentor.
    "mentee.home": Action.TAKE_PART,
    "mentee.new_meeting": Action.TAKE_PART,
    "mentee.feedback": Action.TAKE_PART,
    "mentee.goals": Action.TAKE_PART,
    "mentee.rematch": Action.TAKE_PART,
    "mentee.withdraw": Action.TAKE_PART,
    "mentor.home": Action.TAKE_PART,
    "mentor.new_meeting": Action.TAKE_PART,
    "mentor.feedback": Action.TAKE_PART,
    "mentor.expertise": Action.TAKE_PART,
    "mentor.several": Action.TAKE_PART,
    # Pages that are the same for either side.
    "participant.proposal": Action.TAKE_PART,
    "participant.choose": Action.TAKE_PART,
    "participant.plan_meeting": Action.TAKE_PART,
    "participant.call_off_meeting": Action.TAKE_PART,
    "participant.goals": Action.TAKE_PART,
    "participant.split_goals": Action.TAKE_PART,
    "participant.goal": Action.TAKE_PART,
    "participant.drop_goal": Action.TAKE_PART,
    "participant.take_up_goal": Action.TAKE_PART,
    "participant.not_sure": Action.TAKE_PART,
    "participant.ask_to_look": Action.TAKE_PART,
    "participant.take_concern_back": Action.TAKE_PART,
    "participant.pause": Action.TAKE_PART,
    "participant.end_pause": Action.TAKE_PART,
    "participant.leave": Action.TAKE_PART,
    "participant.undo_leaving": Action.TAKE_PART,
    "participant.mark_read": Action.TAKE_PART,
    "participant.agreement": Action.TAKE_PART,
    "participant.agree": Action.TAKE_PART,
    "participant.help_me_say_it": Action.TAKE_PART,
    "participant.pulse": Action.TAKE_PART,
    "participant.skip_pulse": Action.TAKE_PART,
    # The JSON API.
    "api-docs.openapi_json": Action.SEE_PROGRAMME,
    "session-api.one": Action.USE_ACCOUNT,
    "pulses-api.list": Action.TAKE_PART,
    "pulses-api.answer": Action.TAKE_PART,
    "pulses-api.skip": Action.TAKE_PART,
    "case-work-api.one": Action.WORK_ON_CASES,
    "case-work-api.open": Action.WORK_ON_CASES,
    "case-work-api.owner": Action.WORK_ON_CASES,
    "case-work-api.status": Action.WORK_ON_CASES,
    "case-work-api.due": Action.WORK_ON_CASES,
    "case-work-api.snooze": Action.WORK_ON_CASES,
    "case-work-api.wake": Action.WORK_ON_CASES,
    "case-work-api.quiet": Action.WORK_ON_CASES,
    "case-work-api.verdict": Action.WORK_ON_CASES,
    "case-work-api.reopen": Action.WORK_ON_CASES,
    "case-work-api.read": Action.WORK_ON_CASES,
    "case-work-api.answer": Action.WORK_ON_CASES,
    "case-work-api.note": Action.WORK_ON_CASES,
    "case-work-api.contact": Action.WORK_ON_CASES,
    "mentorships-api.list": Action.SEE_PROGRAMME,
    "mentorships-api.one": Action.SEE_PROGRAMME,
    "cases-api.list": Action.WORK_ON_CASES,
    "cases-api.bulk": Action.WORK_ON_CASES,
    "saved-views-api.list": Action.WORK_ON_CASES,
    "saved-views-api.save": Action.WORK_ON_CASES,
    "saved-views-api.delete": Action.WORK_ON_CASES,
    "repairs-api.plan": Action.WORK_ON_CASES,
    "repairs-api.list": Action.WORK_ON_CASES,
    "repairs-api.start": Action.WORK_ON_CASES,
    "repairs-api.check": Action.WORK_ON_CASES,
    "repairs-api.which_helped": Action.WORK_ON_CASES,
    "agreements-api.of_mentorship": Action.WORK_ON_CASES,
    "agreements-api.suggest": Action.WORK_ON_CASES,
    "agreements-api.own": Action.TAKE_PART,
    "agreements-api.propose": Action.TAKE_PART,
    "agreements-api.agree": Action.TAKE_PART,
    "agreements-api.say_it": Action.TAKE_PART,
    "candidates-api.list": Action.DECIDE_REMATCH,
    "rematch-api.list": Action.DECIDE_REMATCH,
    "rematch-api.courses": Action.DECIDE_REMATCH,
    "rematch-api.done": Action.DECIDE_REMATCH,
    "rematch-api.followup": Action.DECIDE_REMATCH,
    "rematch-api.withdraw": Action.TAKE_PART,
    "rematch-api.decline": Action.DECIDE_REMATCH,
    "rematch-api.approve": Action.DECIDE_REMATCH,
    "rematch-api.offer": Action.DECIDE_REMATCH,
    "rematch-api.choice": Action.TAKE_PART,
    "rematch-api.rank": Action.TAKE_PART,
    "mentorship-rematch-api.ask": Action.TAKE_PART,
    "mentorship-rematch-api.note": Action.DECIDE_REMATCH,
    "mentorship-rematch-api.undo": Action.DECIDE_REMATCH,
    "proposals-api.propose": Action.DECIDE_REMATCH,
    "proposals-api.one": Action.TAKE_PART,
    "proposals-api.accept": Action.TAKE_PART,
    "proposals-api.decline": Action.TAKE_PART,
    "proposals-api.later": Action.TAKE_PART,
    "proposals-api.withdraw": Action.DECIDE_REMATCH,
    "beginnings-api.begin": Action.DECIDE_REMATCH,
    "plan-api.plan": Action.DECIDE_REMATCH,
    "rules-api.list": Action.SET_RULES,
    "causes-api.list": Action.SEE_PROGRAMME,
    "causes-api.act": Action.WORK_ON_CASES,
    "mails-api.list": Action.WORK_ON_CASES,
    "mails-api.one": Action.WORK_ON_CASES,
    "mails-api.again": Action.WORK_ON_CASES,
    "account-api.settings": Action.USE_ACCOUNT,
    "account-api.change": Action.USE_ACCOUNT,
    "account-api.calendar": Action.TAKE_PART,
    "programme-api.view": Action.SEE_PROGRAMME,
    "programme-api.brought": Action.SEE_PROGRAMME,
    "me-api.mentorships": Action.TAKE_PART,
    "me-api.next_steps": Action.TAKE_PART,
    "me-api.alternatives": Action.TAKE_PART,
    "me-api.record": Action.TAKE_PART,
    "me-api.plan": Action.TAKE_PART,
    "me-api.call_off": Action.TAKE_PART,
    "me-api.feedback": Action.TAKE_PART,
    "me-api.messages": Action.TAKE_PART,
    "me-api.read": Action.TAKE_PART,
    "my-mentorship-api.goals": Action.TAKE_PART,
    "my-mentorship-api.set_goals": Action.TAKE_PART,
    "my-mentorship-api.offered_goals": Action.TAKE_PART,
    "my-mentorship-api.change_goal": Action.TAKE_PART,
    "my-mentorship-api.concerns": Action.TAKE_PART,
    "my-mentorship-api.ask_to_look": Action.TAKE_PART,
    "my-mentorship-api.take_concern_back": Action.TAKE_PART,
    "my-mentorship-api.pause": Action.TAKE_PART,
    "my-mentorship-api.end_pause": Action.TAKE_PART,
    "my-mentorship-api.leave": Action.TAKE_PART,
    "my-mentorship-api.undo_leaving": Action.TAKE_PART,
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the account, the person on the roster it belongs to, and the roles."""

    user_id: int | None = None
    person_id: str | None = None
    roles: frozenset[Role] = frozenset()


NOBODY = Actor()


def may(actor: Actor, action: Action) -> bool:
    """Whether ``actor`` may do ``action`` at all. Signed in or not, anybody may visit."""
    return action is Action.VISIT or bool(MAY[action] & actor.roles)


def side_of(actor: Actor, mentor_id: str, mentee_id: str) -> Side | None:
    """Which side of a mentorship ``actor`` is, or ``None``: then it is not theirs.

    Each side reads and writes its own feedback. Whoever may see the programme reads both sides
    and writes neither.
    """
    if actor.person_id is None or Role.PARTICIPANT not in actor.roles:
        return None
    if actor.person_id == mentee_id:
        return "mentee"
    if actor.person_id == mentor_id:
        return "mentor"
    return None


def may_edit_profile(actor: Actor, person_id: str) -> bool:
    """Goals, expertise and capacity are edited by the person themselves."""
    return Role.PARTICIPANT in actor.roles and actor.person_id == person_id
