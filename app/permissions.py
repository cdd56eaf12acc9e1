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
    # Pages of the coordinator.
    "coordinator.mentorships": Action.SEE_PROGRAMME,
    "coordinator.mentorship": Action.SEE_PROGRAMME,
    "coordinator.candidates": Action.DECIDE_REMATCH,
    "coordinator.plan": Action.DECIDE_REMATCH,
    "coordinator.rematch_requests": Action.DECIDE_REMATCH,
    "coordinator.approve": Action.DECIDE_REMATCH,
    "coordinator.decline": Action.DECIDE_REMATCH,
    "coordinator.people": Action.INVITE_PEOPLE,
    "coordinator.sign_in_link": Action.INVITE_PEOPLE,
    "coordinator.rules": Action.SET_RULES,
    "coordinator.never_together": Action.SET_RULES,
    "coordinator.pause": Action.SET_RULES,
    "coordinator.lift_rule": Action.SET_RULES,
    "coordinator.upload": Action.CHANGE_PROGRAMME,
    "coordinator.preview": Action.CHANGE_PROGRAMME,
    "coordinator.job": Action.CHANGE_PROGRAMME,
    "coordinator.export_zip": Action.CHANGE_PROGRAMME,
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
    # The JSON API.
    "api-docs.openapi_json": Action.SEE_PROGRAMME,
    "mentorships-api.list": Action.SEE_PROGRAMME,
    "mentorships-api.one": Action.SEE_PROGRAMME,
    "candidates-api.list": Action.DECIDE_REMATCH,
    "rematch-api.list": Action.DECIDE_REMATCH,
    "plan-api.plan": Action.DECIDE_REMATCH,
    "rules-api.list": Action.SET_RULES,
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
