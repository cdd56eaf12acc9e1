"""House rules as a coordinator sets and lifts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.errors import Conflict, Forbidden, Invalid
from app.permissions import NOBODY, Actor, Role
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.matching import rules, suggestions
from app.services.matching.rules import RuleView
from app.services.participants import meetings
from app.services.rematching import changeover, rematch
from model.programme import HouseRule, Kind
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY, programme

MIA = participant("mia")


def stored(session: Session) -> tuple[HouseRule, ...]:
    return programmes.load(session).rules


def only(session: Session) -> RuleView:
    """What is told of the one rule that is set."""
    [one] = rules.overview(session).rules
    return one


# ---- setting and lifting -----------------------------------------------------------------------


def test_at_first_there_are_none(session: Session) -> None:
    found = rules.overview(session)
    assert (found.rules, found.day) == ((), DAY)
    assert found.possible_pairs == found.allowed_pairs == 5


def test_rules_for_everyone_are_set_changed_and_lifted_together(session: Session) -> None:
    rules.set_for_all(session, COORDINATOR, {"same_department": "excluded", "greatest_load": "3"})
    rules.set_for_all(session, COORDINATOR, {"greatest_load": " +2 ", "same_location": "wanted"})
    assert stored(session) == (
        HouseRule("greatest_load", "2"),
        HouseRule("same_department", "excluded"),
        HouseRule("same_location", "wanted"),
    )
    rules.set_for_all(session, COORDINATOR, {"same_department": "", "same_location": ""})
    assert rules.for_all(session) == {"greatest_load": "2"}


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("same_department", "banned"),
        ("least_seniority_gap", "-10"),
        ("greatest_seniority_gap", "two"),
        ("greatest_load", "0"),
        ("on_pause", "2026-12-24"),
        ("never_together", ""),
    ],
)
def test_a_value_that_does_not_fit_is_told_at_its_field_and_nothing_is_stored(
    session: Session, rule: str, value: str
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.set_for_all(session, COORDINATOR, {"same_location": "wanted", rule: value})  # type: ignore[dict-item]
    assert refused.value.field == rule
    assert stored(session) == ()


def test_gaps_that_leave_nobody_are_refused_whichever_was_set_first(session: Session) -> None:
    rules.set_for_all(session, COORDINATOR, {"greatest_seniority_gap": "1"})
    with pytest.raises(Invalid, match="at least 2 and at most 1"):
        rules.set_for_all(session, COORDINATOR, {"least_seniority_gap": "2"})
    assert rules.for_all(session) == {"greatest_seniority_gap": "1"}


@pytest.mark.parametrize("pair", [("mia", "carl"), ("carl", "mia")])
def test_a_pair_is_one_rule_whoever_is_named_first(session: Session, pair: tuple[str, str]) -> None:
    rules.keep_apart(session, COORDINATOR, "mia", "carl")
    rules.keep_apart(session, COORDINATOR, *pair)
    assert stored(session) == (HouseRule("never_together", "", "carl", "mia"),)


@pytest.mark.parametrize("pair", [("mia", "mia"), ("mia", "nobody"), ("nobody", "mia")])
def test_a_pair_is_of_two_who_are_on_the_roster(session: Session, pair: tuple[str, str]) -> None:
    with pytest.raises(Invalid):
        rules.keep_apart(session, COORDINATOR, *pair)
    assert stored(session) == ()


def test_a_pause_can_be_given_another_end(session: Session) -> None:
    rules.pause(session, COORDINATOR, "dora")
    rules.pause(session, COORDINATOR, "dora", DAY)
    assert stored(session) == (HouseRule("on_pause", DAY.isoformat(), "dora"),)


@pytest.mark.parametrize(
    ("mentor_id", "until", "field"),
    [
        ("nobody", None, "mentor_id"),
        ("mia", None, "mentor_id"),
        ("dora", DAY - timedelta(days=1), "until"),
    ],
)
def test_a_pause_is_of_a_mentor_and_ends_later(
    session: Session, mentor_id: str, until: date | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        rules.pause(session, COORDINATOR, mentor_id, until)
    assert refused.value.field == field
    assert stored(session) == ()


def test_every_rule_can_be_lifted_once(session: Session) -> None:
    rules.set_for_all(session, COORDINATOR, {"greatest_load": "2"})
    rules.keep_apart(session, COORDINATOR, "mia", "carl")
    rules.pause(session, COORDINATOR, "dora")
    for one in stored(session):
        named = one.rule, one.person_id, one.other_person_id
        rules.lift(session, COORDINATOR, *named)
        with pytest.raises(Conflict):
            rules.lift(session, COORDINATOR, *named)
    assert stored(session) == ()


@pytest.mark.parametrize("actor", [MIA, NOBODY, Actor(1, None, frozenset({Role.ADMINISTRATOR}))])
@pytest.mark.parametrize(
    "act",
    [
        lambda session, who: rules.set_for_all(session, who, {"greatest_load": "2"}),
        lambda session, who: rules.keep_apart(session, who, "mia", "carl"),
        lambda session, who: rules.pause(session, who, "dora"),
        lambda session, who: rules.lift(session, who, "greatest_load"),
    ],
    ids=["for everyone", "a pair", "a pause", "lifting"],
)
def test_only_coordinators_set_rules(
    session: Session, actor: Actor, act: Callable[[Session, Actor], None]
) -> None:
    with pytest.raises(Forbidden):
        act(session, actor)
    assert stored(session) == ()


# ---- whom they concern -------------------------------------------------------------------------


def test_a_rule_tells_how_many_pairs_it_rules_out_today(session: Session) -> None:
    # Ned and Zoë are of the Works, where nobody mentors; Carl, Ève and Rita are of none.
    rules.set_for_all(session, COORDINATOR, {"same_department": "wanted"})
    found = rules.overview(session)
    assert only(session).pairs == found.possible_pairs - found.allowed_pairs
    assert found.allowed_pairs < found.possible_pairs


def test_each_rule_is_counted_as_if_it_were_the_only_one(session: Session) -> None:
    rules.pause(session, COORDINATOR, "dora")
    rules.set_for_all(session, COORDINATOR, {"greatest_load": "2"})
    load, pause = rules.overview(session).rules
    # Dora's third place is what both of them take away.
    assert load.pairs == pause.pairs == 1
    assert rules.overview(session).allowed_pairs == 4


def test_a_load_tells_how_many_mentors_offer_more(session: Session) -> None:
    rules.set_for_all(session, COORDINATOR, {"greatest_load": "2"})
    assert only(session).mentors == 2


def test_a_pair_tells_whether_it_is_a_mentorship_now(session: Session) -> None:
    rules.keep_apart(session, COORDINATOR, "mia", "carl")
    one = only(session)
    assert (one.pairs, one.mentorships) == (0, 1)
    assert [person.name for person in one.people] == ["Carl Mentor", "Mia Mentee"]


def test_a_pair_that_could_be_made_is_counted(session: Session) -> None:
    rules.keep_apart(session, COORDINATOR, "mia", "dora")
    assert (only(session).pairs, only(session).mentorships) == (1, 0)


def test_a_pause_tells_its_end_and_who_stays(session: Session) -> None:
    rules.pause(session, COORDINATOR, "dora", date(2026, 12, 24))
    one = only(session)
    assert (one.until, one.over, one.mentorships) == (date(2026, 12, 24), False, 2)


def test_a_pause_is_over_the_day_after_its_last(session: Session) -> None:
    rules.pause(session, COORDINATOR, "dora", DAY)
    assert (only(session).over, only(session).pairs) == (False, 1)
    programmes.set_as_of(session, DAY + timedelta(days=1))
    assert (only(session).over, only(session).pairs) == (True, 0)


def test_they_come_in_one_order(session: Session) -> None:
    given = (
        HouseRule("on_pause", "", "eve"),
        HouseRule("never_together", "", "mia", "dora"),
        HouseRule("on_pause", "", "dora"),
        HouseRule("greatest_load", "2"),
        HouseRule("same_location", "wanted"),
    )
    imports.import_programme(session, replace(programme(), rules=given), replacing=False)
    told = [(one.rule, *(p.person_id for p in one.people)) for one in rules.overview(session).rules]
    assert told == [
        ("same_location",),
        ("greatest_load",),
        ("never_together", "dora", "mia"),
        ("on_pause", "dora"),
        ("on_pause", "eve"),
    ]


# ---- what follows from them --------------------------------------------------------------------


def test_who_is_kept_apart_is_no_candidate_and_the_page_says_why(session: Session) -> None:
    rules.keep_apart(session, COORDINATOR, "mia", "dora")
    found = suggestions.candidates(session, "mia")
    assert found.candidates == ()
    assert "1 kept apart from them by a house rule" in (found.why_none or "")


def test_a_mentor_on_pause_is_no_candidate_and_the_page_says_why(session: Session) -> None:
    rules.pause(session, COORDINATOR, "dora")
    assert "1 on pause" in (suggestions.candidates(session, "mia").why_none or "")


def test_a_pause_ends_nothing_that_runs(session: Session) -> None:
    rules.pause(session, COORDINATOR, "carl")
    assert meetings.record(session, participant("carl"), "m-bad", on=DAY, status="held")


@pytest.fixture
def request_id(session: Session) -> int:
    return rematch.ask(session, MIA, "m-bad", what_is_missing=[], reason="He has no time.")


def test_a_rule_that_was_set_in_the_meantime_stops_a_rematch(
    session: Session, request_id: int
) -> None:
    rules.pause(session, COORDINATOR, "dora")
    with pytest.raises(Conflict, match="is on pause"):
        changeover.approve(session, COORDINATOR, request_id, "dora", never_again=True)
    assert [one.rule for one in stored(session)] == ["on_pause"]


def test_a_rematch_can_keep_the_old_two_apart_for_good(session: Session, request_id: int) -> None:
    changeover.approve(session, COORDINATOR, request_id, "dora", never_again=True)
    assert stored(session) == (HouseRule("never_together", "", "carl", "mia"),)


def test_a_rematch_keeps_nobody_apart_unless_it_is_asked_to(
    session: Session, request_id: int
) -> None:
    changeover.approve(session, COORDINATOR, request_id, "dora")
    assert stored(session) == ()


def test_a_rematch_of_two_who_are_kept_apart_already_adds_nothing(
    session: Session, request_id: int
) -> None:
    rules.keep_apart(session, COORDINATOR, "mia", "carl")
    changeover.approve(session, COORDINATOR, request_id, "dora", never_again=True)
    assert len(stored(session)) == 1


@pytest.mark.parametrize("kind", ["traditional", "reverse"])
def test_a_gap_in_seniority_stops_a_rematch_of_a_traditional_mentorship_alone(
    session: Session, kind: Kind
) -> None:
    small = programme()
    level = {key: replace(small.people[key], seniority=5) for key in ("zoe", "eve")}
    bundle = replace(
        small,
        people={**small.people, **level},
        mentorships={**small.mentorships, "m-new": replace(small.mentorships["m-new"], kind=kind)},
        rules=(HouseRule("least_seniority_gap", "1"),),
    )
    imports.import_programme(session, bundle, replacing=False)
    asked = rematch.ask(session, participant("zoe"), "m-new", what_is_missing=[], reason="Please.")
    if kind == "reverse":
        assert changeover.approve(session, COORDINATOR, asked, "eve")
    else:
        with pytest.raises(Conflict, match="too near or too far in seniority"):
            changeover.approve(session, COORDINATOR, asked, "eve")
