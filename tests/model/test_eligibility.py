"""The rules of the contract and of the house, each alone, and all against a second telling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.eligibility import Eligibility, Rule
from model.programme import HouseRule, Kind, Mentorship, Person, Programme
from tests.model.programmes import days, programmes

DAY = date(2026, 6, 1)
START = date(2026, 1, 5)

MENTEE = Person("mentee", "Mia", "mia@example.org", mentee_goals="lead")
MENTOR = Person("mentor", "Max", "max@example.org", mentor_expertise="leading", mentor_capacity=1)
OTHERS = tuple(Person(name, name, f"{name}@example.org") for name in ("a", "b", "c"))


def rule(
    *mentorships: Mentorship,
    mentee: Person = MENTEE,
    mentor: Person = MENTOR,
    others: tuple[Person, ...] = OTHERS,
    day: date = DAY,
    house: tuple[HouseRule, ...] = (),
    kind: Kind = "traditional",
) -> Rule | None:
    """Which rule forbids ``mentor`` to ``mentee``."""
    people = {one.person_id: one for one in (mentee, mentor, *others)}
    programme = Programme(people, {one.mentorship_id: one for one in mentorships}, rules=house)
    return Eligibility(programme, day).against(mentee, mentor, kind)


def of(mentor: str, mentee: str, **changes: object) -> Mentorship:
    return replace(Mentorship("m", mentor, mentee, START), **changes)  # type: ignore[arg-type]


def test_a_stranger_with_a_free_place_is_allowed() -> None:
    assert rule() is None


@pytest.mark.parametrize("expertise", ["", "  ", "\n"])
def test_who_offers_nothing_is_never_suggested(expertise: str) -> None:
    assert rule(mentor=replace(MENTOR, mentor_expertise=expertise)) == "no_expertise"


def test_nobody_mentors_themselves() -> None:
    both = replace(MENTOR, mentee_goals="lead")
    assert Eligibility(Programme({"mentor": both}), DAY).against(both, both) == "same_person"


# ---- line of management ------------------------------------------------------------------------


def test_a_manager_is_never_suggested() -> None:
    assert rule(mentee=replace(MENTEE, manager_id="mentor")) == "line_of_management"


def test_a_manager_of_a_manager_is_never_suggested() -> None:
    others = (replace(OTHERS[0], manager_id="b"), replace(OTHERS[1], manager_id="mentor"))
    mentee = replace(MENTEE, manager_id="a")
    assert rule(mentee=mentee, others=others) == "line_of_management"


def test_who_reports_to_the_mentee_is_never_suggested() -> None:
    assert rule(mentor=replace(MENTOR, manager_id="mentee")) == "line_of_management"


def test_who_reports_to_someone_who_reports_to_the_mentee_is_never_suggested() -> None:
    others = (replace(OTHERS[0], manager_id="mentee"),)
    assert rule(mentor=replace(MENTOR, manager_id="a"), others=others) == "line_of_management"


def test_two_who_share_a_manager_may_be_paired() -> None:
    mentee, mentor = replace(MENTEE, manager_id="a"), replace(MENTOR, manager_id="a")
    assert rule(mentee=mentee, mentor=mentor) is None


def test_a_circle_in_the_roster_ends_the_walk_and_forbids_only_its_members() -> None:
    circle = (replace(OTHERS[0], manager_id="b"), replace(OTHERS[1], manager_id="a"))
    mentee = replace(MENTEE, manager_id="a")
    assert rule(mentee=mentee, others=circle) is None


def test_two_in_one_circle_are_in_each_others_line() -> None:
    mentee = replace(MENTEE, manager_id="mentor")
    mentor = replace(MENTOR, manager_id="mentee")
    assert rule(mentee=mentee, mentor=mentor) == "line_of_management"


def test_who_manages_themselves_can_mentor_a_stranger() -> None:
    assert rule(mentor=replace(MENTOR, manager_id="mentor")) is None


# ---- mentors of today and before ---------------------------------------------------------------

ROOMY = replace(MENTOR, mentor_capacity=9)


@pytest.mark.parametrize("kind", ["traditional", "reverse", "peer"])
def test_the_mentor_of_today_is_never_suggested(kind: str) -> None:
    assert rule(of("mentor", "mentee", kind=kind), mentor=ROOMY) == "current_mentor"


def test_the_mentee_of_today_may_become_the_mentor() -> None:
    assert rule(of("mentee", "mentor"), mentor=ROOMY) is None


def test_a_mentor_of_tomorrow_is_not_the_mentor_of_today() -> None:
    begins = of("mentor", "mentee", started_on=DAY + timedelta(days=1))
    assert rule(begins, mentor=ROOMY) is None


ENDED = {"status": "ended_early", "ended_on": DAY}


def test_a_mentor_before_who_ended_for_the_relationship_is_never_suggested() -> None:
    ended = of("mentor", "mentee", **ENDED, end_reason="relationship")
    assert rule(ended, mentor=ROOMY) == "ended_for_relationship"


def test_a_completed_mentorship_that_ended_for_the_relationship_counts_too() -> None:
    ended = of("mentor", "mentee", status="completed", ended_on=DAY, end_reason="relationship")
    assert rule(ended, mentor=ROOMY) == "ended_for_relationship"


@pytest.mark.parametrize("reason", ["goals_met", "logistics", "left_organisation", "other", None])
def test_a_mentor_before_who_ended_for_another_reason_may_be_suggested(reason: str | None) -> None:
    assert rule(of("mentor", "mentee", **ENDED, end_reason=reason), mentor=ROOMY) is None


def test_a_break_in_the_other_direction_forbids_nothing() -> None:
    ended = of("mentee", "mentor", **ENDED, end_reason="relationship")
    assert rule(ended, mentor=ROOMY) is None


def test_the_day_before_it_ends_for_the_relationship_he_is_still_the_mentor() -> None:
    ended = of("mentor", "mentee", **ENDED, end_reason="relationship")
    assert rule(ended, mentor=ROOMY, day=DAY - timedelta(days=1)) == "current_mentor"


# ---- places ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["traditional", "reverse", "peer"])
def test_an_active_mentorship_of_any_kind_takes_a_place(kind: str) -> None:
    assert rule(of("mentor", "a", kind=kind)) == "no_free_place"


def test_without_a_capacity_nobody_has_a_place() -> None:
    assert rule(mentor=replace(MENTOR, mentor_capacity=0)) == "no_free_place"


def test_being_a_mentee_takes_no_place() -> None:
    assert rule(of("a", "mentor")) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [(START - timedelta(days=1), None), (START, "no_free_place"),
     (DAY - timedelta(days=1), "no_free_place"), (DAY, None)],
    ids=["before it began", "on its first day", "before it ended", "once it ended"],
)  # fmt: skip
def test_places_are_counted_as_of_the_day(day: date, expected: Rule | None) -> None:
    assert rule(of("mentor", "a", **ENDED), day=day) == expected


def test_more_mentees_than_places_leave_none_free_rather_than_a_debt() -> None:
    taken = [replace(of("mentor", name), mentorship_id=name) for name in ("a", "b", "c")]
    programme = Programme({"mentor": MENTOR}, {one.mentorship_id: one for one in taken})
    places = Eligibility(programme, DAY).places(MENTOR)
    assert (places.capacity, places.taken, places.free) == (1, 3, 0)


# ---- languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_mentee", "of_mentor", "shared"),
    [
        (("pt-BR",), ("pt",), True),
        (("pt-BR",), ("pt-PT",), True),
        (("EN",), ("en-GB",), True),
        (("de", "en"), ("fr", "en"), True),
        (("en",), ("de",), False),
        (("zh-Hant",), ("en", "de"), False),
        (("en",), ("eng",), False),
        ((), ("de",), True),
        (("de",), (), True),
        ((), (), True),
    ],
)
def test_languages_are_compared_by_primary_subtag_where_both_list_theirs(
    of_mentee: tuple[str, ...], of_mentor: tuple[str, ...], shared: bool
) -> None:
    found = rule(
        mentee=replace(MENTEE, languages=of_mentee), mentor=replace(MENTOR, languages=of_mentor)
    )
    assert found == (None if shared else "no_shared_language")


# ---- house rules -------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["department", "location"])
@pytest.mark.parametrize(
    ("wish", "of_mentee", "of_mentor", "broken"),
    [
        ("excluded", "Works", "Works", True),
        ("excluded", "Works", " works", True),
        ("excluded", "Works", "Rail", False),
        ("wanted", "Works", "Works", False),
        ("wanted", "Works", "Rail", True),
        ("wanted", "Works", "", False),
        ("wanted", "", "Rail", False),
        ("excluded", "", "", False),
    ],
)
def test_the_same_department_or_location_can_be_excluded_or_wanted_where_both_are_known(
    column: str, wish: str, of_mentee: str, of_mentor: str, broken: bool
) -> None:
    found = rule(
        mentee=replace(MENTEE, **{column: of_mentee}),  # type: ignore[arg-type]
        mentor=replace(MENTOR, **{column: of_mentor}),  # type: ignore[arg-type]
        house=(HouseRule(f"same_{column}", wish),),  # type: ignore[arg-type]
    )
    assert found == (column if broken else None)


def at_levels(of_mentee: int | None, of_mentor: int | None, *house: HouseRule, **how: Kind) -> bool:
    """Whether a gap in seniority forbids the pair."""
    mentee, mentor = replace(MENTEE, seniority=of_mentee), replace(MENTOR, seniority=of_mentor)
    found = rule(mentee=mentee, mentor=mentor, house=house, **how)  # type: ignore[arg-type]
    assert found in (None, "seniority_gap")
    return found is not None


@pytest.mark.parametrize(
    ("gap", "of_mentor", "broken"),
    [("2", 6, True), ("2", 7, False), ("0", 4, True), ("0", 5, False), ("-1", 4, False),
     ("-1", 3, True), ("2", None, False)],
)  # fmt: skip
def test_a_mentor_below_the_least_gap_is_too_near(
    gap: str, of_mentor: int | None, broken: bool
) -> None:
    assert at_levels(5, of_mentor, HouseRule("least_seniority_gap", gap)) == broken


@pytest.mark.parametrize(
    ("gap", "of_mentor", "broken"),
    [("2", 7, False), ("2", 8, True), ("-1", 4, False), ("-1", 5, True), ("2", None, False)],
)
def test_a_mentor_above_the_greatest_gap_is_too_far(
    gap: str, of_mentor: int | None, broken: bool
) -> None:
    assert at_levels(5, of_mentor, HouseRule("greatest_seniority_gap", gap)) == broken


def test_a_mentee_of_unknown_seniority_is_left_no_one_out_for_it() -> None:
    assert not at_levels(None, 1, HouseRule("least_seniority_gap", "3"))


@pytest.mark.parametrize(
    ("kind", "broken"), [("traditional", True), ("reverse", False), ("peer", False)]
)
def test_gaps_in_seniority_hold_for_traditional_mentorships_alone(kind: Kind, broken: bool) -> None:
    assert at_levels(5, 5, HouseRule("least_seniority_gap", "1"), kind=kind) == broken


@pytest.mark.parametrize(("load", "expected"), [("1", "no_free_place"), ("2", None), ("9", None)])
def test_the_greatest_load_bounds_what_a_mentor_offers(load: str, expected: Rule | None) -> None:
    taken = of("mentor", "a")
    assert rule(taken, mentor=ROOMY, house=(HouseRule("greatest_load", load),)) == expected


def test_the_greatest_load_gives_nobody_a_place_that_they_do_not_offer() -> None:
    programme = Programme({"mentor": MENTOR}, rules=(HouseRule("greatest_load", "5"),))
    assert Eligibility(programme, DAY).places(MENTOR).capacity == 1


@pytest.mark.parametrize("pair", [("mentee", "mentor"), ("mentor", "mentee")])
def test_two_who_are_kept_apart_are_never_paired_either_way(pair: tuple[str, str]) -> None:
    assert rule(house=(HouseRule("never_together", "", *pair),)) == "never_together"


def test_keeping_two_apart_concerns_nobody_else() -> None:
    assert rule(house=(HouseRule("never_together", "", "mentee", "a"),)) is None


@pytest.mark.parametrize(
    ("until", "expected"),
    [("", "on_pause"), (DAY.isoformat(), "on_pause"),
     ((DAY - timedelta(days=1)).isoformat(), None)],
    ids=["no end is known", "on the last day", "the day after"],
)  # fmt: skip
def test_a_mentor_on_pause_is_not_suggested_until_it_is_over(
    until: str, expected: Rule | None
) -> None:
    assert rule(house=(HouseRule("on_pause", until, "mentor"),)) == expected


def test_a_mentor_on_pause_may_still_find_a_mentor() -> None:
    assert rule(house=(HouseRule("on_pause", "", "mentee"),)) is None


# ---- all of them -------------------------------------------------------------------------------


def above(person_id: str, programme: Programme) -> set[str]:
    """Everyone above someone: the closure of "is managed by", told without a walk."""
    pairs = {(one.person_id, one.manager_id) for one in programme.people.values()}
    closure: set[str] = {person_id}
    for _ in programme.people:
        closure |= {manager for one, manager in pairs if one in closure and manager}
    return closure - {person_id}


def may(
    mentee: Person, mentor: Person, programme: Programme, day: date, kind: Kind = "traditional"
) -> bool:
    """The contract's last paragraph, rule for rule, and then the house rules."""
    load = [int(one.value) for one in programme.rules if one.rule == "greatest_load"]
    everything = programme.mentorships.values()
    active = [
        one
        for one in everything
        if one.started_on <= day
        and (one.status == "active" or (one.ended_on is not None and one.ended_on > day))
    ]
    theirs = [
        one
        for one in everything
        if (one.mentor_id, one.mentee_id) == (mentor.person_id, mentee.person_id)
    ]
    tongues = [{tag.lower().split("-")[0] for tag in one.languages} for one in (mentee, mentor)]
    return (
        mentor.mentor_expertise.strip() != ""
        and mentor != mentee
        and mentor.person_id not in above(mentee.person_id, programme)
        and mentee.person_id not in above(mentor.person_id, programme)
        and not any(one in active for one in theirs)
        and not any(
            one.end_reason == "relationship" and one.ended_on is not None and one.ended_on <= day
            for one in theirs
        )
        and sum(one.mentor_id == mentor.person_id for one in active)
        < min([mentor.mentor_capacity, *load])
        and (not all(tongues) or bool(tongues[0] & tongues[1]))
        and all(holds(one, mentee, mentor, day, kind) for one in programme.rules)
    )


def holds(one: HouseRule, mentee: Person, mentor: Person, day: date, kind: Kind) -> bool:
    """Whether a pair keeps to a house rule, the load aside."""
    if one.rule in ("same_department", "same_location"):
        place = one.rule.removeprefix("same_")
        here, there = (getattr(who, place).strip().casefold() for who in (mentee, mentor))
        return not here or not there or (here == there) == (one.value == "wanted")
    if one.rule in ("least_seniority_gap", "greatest_seniority_gap"):
        if kind != "traditional" or mentee.seniority is None or mentor.seniority is None:
            return True
        gap, asked = mentor.seniority - mentee.seniority, int(one.value)
        return gap >= asked if one.rule == "least_seniority_gap" else gap <= asked
    if one.rule == "never_together":
        return {one.person_id, one.other_person_id} != {mentee.person_id, mentor.person_id}
    if one.rule == "on_pause" and one.person_id == mentor.person_id:
        return one.value != "" and date.fromisoformat(one.value) < day
    return True


kinds = st.sampled_from(get_args(Kind))


@given(programmes(), days, kinds)
def test_the_rules_are_those_of_the_contract_and_the_house_for_any_programme(
    programme: Programme, day: date, kind: Kind
) -> None:
    rules = Eligibility(programme, day)
    for mentee in programme.people.values():
        for mentor in programme.people.values():
            allowed = rules.against(mentee, mentor, kind) is None
            assert allowed == may(mentee, mentor, programme, day, kind)


@given(programmes(), days, kinds)
def test_of_one_pair_and_of_everyone_it_is_told_alike(
    programme: Programme, day: date, kind: Kind
) -> None:
    rules = Eligibility(programme, day)
    for mentee in programme.people.values():
        one_by_one = [rules.against(mentee, one, kind) for one in programme.people.values()]
        assert rules.verdicts(mentee, kind) == one_by_one
        np.testing.assert_array_equal(
            rules.allowed(mentee, kind), [rule is None for rule in one_by_one]
        )
