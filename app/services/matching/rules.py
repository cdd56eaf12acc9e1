"""House rules: whom a coordinator keeps apart beyond the rules of every programme.

They hold for pairs that are still to be made. A mentorship that runs goes on, whatever they say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from flask_babel import gettext
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import HouseRuleRow, PersonRow
from app.errors import Conflict, Forbidden, Invalid
from app.permissions import Action, Actor, may
from app.services.bundles.difference import in_order
from app.services.people import PersonCard, card
from app.services.programme import load_for_matching, lock, programme_day, values_of
from model.columns import RULE_CELLS
from model.eligibility import Eligibility
from model.programme import HouseRule, HouseRuleName, Person, Programme

# In the order in which they are shown; those of two people or of one come after them.
FOR_ALL: tuple[HouseRuleName, ...] = tuple(
    rule for rule, cells in RULE_CELLS.items() if not cells.people
)


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule with what it does today, were it the only one beside those of every programme."""

    rule: HouseRuleName
    value: str
    people: tuple[PersonCard, ...]  # whom it names
    until: date | None  # the last day of a pause, if it is known
    over: bool  # a pause whose last day has passed
    pairs: int  # that could be made today and are ruled out by it
    mentors: int  # who take fewer mentees because of it
    mentorships: int  # of those it names, that run all the same


@dataclass(frozen=True, slots=True)
class RulesOverview:
    """The rules that are set, and how many pairs could be made today without and with them."""

    day: date
    rules: tuple[RuleView, ...]
    possible_pairs: int
    allowed_pairs: int


def overview(session: Session) -> RulesOverview:
    """Every rule with whom it concerns. A mentee is everyone who has written goals."""
    programme, day = load_for_matching(session), programme_day(session)
    count = _Count(programme, day)
    return RulesOverview(
        day=day,
        rules=tuple(sorted(map(count.view, programme.rules), key=_place)),
        possible_pairs=int(count.possible.sum()),
        allowed_pairs=int(count.allowed(programme.rules).sum()),
    )


def for_all(session: Session) -> dict[str, str]:
    """The value of every rule that holds for everyone, by its name."""
    wanted = select(HouseRuleRow).where(HouseRuleRow.rule.in_(FOR_ALL))
    return {row.rule: row.value for row in session.scalars(wanted)}


def set_for_all(session: Session, actor: Actor, wanted: Mapping[HouseRuleName, str]) -> None:
    """Set rules that hold for everyone; an empty value lifts one. Others stay as they are."""
    _check_may_set(actor)
    given = {rule: _checked(rule, value) for rule, value in wanted.items()}
    lock(session)
    values = for_all(session) | given
    least, greatest = (values.get(f"{end}_seniority_gap") for end in ("least", "greatest"))
    if least and greatest and int(least) > int(greatest):
        session.rollback()
        raise Invalid(
            gettext(
                "A mentor can't be at least %(least)s and at most %(greatest)s levels above the "
                "mentee.",
                least=least,
                greatest=greatest,
            ),
            "least_seniority_gap",
        )
    for rule, value in given.items():
        if value:
            _put(session, HouseRule(rule, value))
        elif (row := session.get(HouseRuleRow, (rule, "", ""))) is not None:
            session.delete(row)
    session.commit()


def keep_apart(session: Session, actor: Actor, person_id: str, other_person_id: str) -> None:
    """Never pair these two, whoever of them would be the mentor."""
    _check_may_set(actor)
    if person_id == other_person_id:
        raise Invalid(gettext("Please choose two different people."), "other_person_id")
    lock(session)
    for field, one in (("person_id", person_id), ("other_person_id", other_person_id)):
        _on_roster(session, one, field)
    put_apart(session, person_id, other_person_id)
    session.commit()


def put_apart(session: Session, person_id: str, other_person_id: str) -> None:
    """The same for two who are known, without the commit, for a caller who has more to store."""
    _put(session, in_order(HouseRule("never_together", "", person_id, other_person_id)))


def pause(session: Session, actor: Actor, mentor_id: str, until: date | None = None) -> None:
    """Suggest a mentor to nobody new, until the end of a day or until it is lifted."""
    _check_may_set(actor)
    lock(session)
    mentor = _on_roster(session, mentor_id, "mentor_id")
    if not mentor.mentor_expertise.strip():
        name = mentor.name
        session.rollback()
        raise Invalid(
            gettext("%(name)s offers no mentoring, so there is nothing to pause.", name=name),
            "mentor_id",
        )
    if until is not None and until < programme_day(session):
        session.rollback()
        raise Invalid(gettext("The last day of a pause can't lie in the past."), "until")
    _put(session, HouseRule("on_pause", until.isoformat() if until else "", mentor_id))
    session.commit()


def lift(
    session: Session, actor: Actor, rule: str, person_id: str = "", other_person_id: str = ""
) -> None:
    """Remove a rule, be it a pause, a pair or one for everyone. Conflict if it is gone already."""
    _check_may_set(actor)
    lock(session)
    found = session.get(HouseRuleRow, (rule, person_id, other_person_id))
    if found is None:
        session.rollback()
        raise Conflict(gettext("This rule is not set any more."))
    session.delete(found)
    session.commit()


# ---- whom they concern -------------------------------------------------------------------------


class _Count:
    """Counts pairs by the same rules that decide about them."""

    def __init__(self, programme: Programme, day: date) -> None:
        self.programme = programme
        self.day = day
        self.seekers = [one for one in programme.people.values() if one.mentee_goals.strip()]
        self.without = Eligibility(replace(programme, rules=()), day)
        self.possible = self._allowed(self.without)

    def allowed(self, rules: Sequence[HouseRule]) -> NDArray[np.intp]:
        """To how many mentees each person may be suggested today, of shape (people,)."""
        return self._allowed(self._under(rules)) if rules else self.possible

    def view(self, one: HouseRule) -> RuleView:
        """A rule with whom it concerns."""
        people = self._named(one)
        until = date.fromisoformat(one.value) if one.rule == "on_pause" and one.value else None
        return RuleView(
            rule=one.rule,
            value=one.value,
            people=tuple(map(card, people)),
            until=until,
            over=until is not None and until < self.day,
            pairs=self._pairs(one, people),
            mentors=self._narrowed(one) if one.rule == "greatest_load" else 0,
            mentorships=self._running(one.rule, [person.person_id for person in people]),
        )

    def _pairs(self, one: HouseRule, people: list[Person]) -> int:
        if one.rule == "never_together":
            # Of these two alone, since there can be hundreds of such rules.
            pairs = zip(people, reversed(people), strict=True)
            return sum(
                bool(mentee.mentee_goals.strip()) and self.without.against(mentee, mentor) is None
                for mentee, mentor in pairs
            )
        if one.rule == "on_pause":
            is_on = not one.value or date.fromisoformat(one.value) >= self.day
            return int(self.possible[self.without.place[one.person_id]]) if is_on else 0
        return int(self.possible.sum() - self.allowed([one]).sum())

    def _narrowed(self, one: HouseRule) -> int:
        under = self._under([one])
        offer = (who for who in self.programme.people.values() if who.mentor_expertise.strip())
        return sum(under.places(who).capacity < who.mentor_capacity for who in offer)

    def _running(self, rule: HouseRuleName, named: list[str]) -> int:
        active = self.programme.active_on(self.day)
        if rule == "never_together":
            return sum({one.mentor_id, one.mentee_id} == set(named) for one in active)
        return sum(one.mentor_id in named for one in active)

    def _named(self, one: HouseRule) -> list[Person]:
        return [self.programme.people[key] for key in (one.person_id, one.other_person_id) if key]

    def _under(self, rules: Sequence[HouseRule]) -> Eligibility:
        return Eligibility(replace(self.programme, rules=tuple(rules)), self.day)

    def _allowed(self, eligibility: Eligibility) -> NDArray[np.intp]:
        found = np.zeros(len(self.programme.people), dtype=np.intp)
        for one in self.seekers:
            found += eligibility.allowed(one)
        return found


def _place(one: RuleView) -> tuple[int, list[str]]:
    return [*RULE_CELLS].index(one.rule), [person.name for person in one.people]


# ---- storing -----------------------------------------------------------------------------------


def _check_may_set(actor: Actor) -> None:
    if not may(actor, Action.SET_RULES):
        raise Forbidden(gettext("Only a coordinator sets house rules."))


def _checked(rule: HouseRuleName, value: str) -> str:
    """The value as it is stored; the library knows what each rule can say."""
    parse = RULE_CELLS[rule].value
    if rule not in FOR_ALL or parse is None:
        raise Invalid(gettext("%(rule)s does not hold for everyone.", rule=rule), rule)
    if not value.strip():
        return ""
    try:
        return str(parse(value))
    except ValueError as error:
        raise Invalid(gettext("This can't be: %(problem)s.", problem=error), rule) from error


def _on_roster(session: Session, person_id: str, field: str) -> PersonRow:
    row = session.get(PersonRow, person_id)
    if row is None:
        session.rollback()
        raise Invalid(gettext("Please choose somebody who is on the roster."), field)
    return row


def _put(session: Session, rule: HouseRule) -> None:
    session.merge(HouseRuleRow(**values_of(rule)))
