"""Many placed at once: never against a rule or beyond a place, and nobody's plan is better."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.optimize import linear_sum_assignment

from model import planning
from model.planning import NOBODY, Assignment, Counts, Load, Matrix, PinBroken, Plan, assign, plan
from model.programme import HouseRule, Kind, Mentorship, Person, Programme
from tests.model.programmes import days, programmes
from tests.model.test_eligibility import may

DAY = date(2026, 6, 1)
START = date(2026, 1, 5)

# ---- the numbers -------------------------------------------------------------------------------

Problem = tuple[Matrix, np.ndarray, Counts, float]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to four mentees and four mentors, with ties, gaps, and mentors of several places."""
    shape = draw(st.sampled_from([(1, 3), (2, 2), (2, 4), (3, 2), (3, 3), (3, 4), (4, 3), (4, 4)]))
    # Few different fits make ties; the others make every sum of its own.
    fits = st.sampled_from([0.0, 0.1, 0.3, 0.4, 0.6, 0.7, 1.0]) | st.floats(0, 1)
    return (
        draw(arrays.arrays(np.float64, shape, elements=fits)),
        draw(arrays.arrays(np.bool_, shape, elements=st.sampled_from([True, True, False]))),
        draw(arrays.arrays(np.intp, shape[1], elements=st.integers(0, 3))),
        draw(st.sampled_from([0.0, 0.3, 0.5, 0.7])),
    )


def worth(chosen: Sequence[int], problem: Problem) -> tuple[int, int, float]:
    """How many are placed, minus how many of them below the floor, the sum of fits."""
    fit, _, _, floor = problem
    own = [float(fit[at, mentor]) for at, mentor in enumerate(chosen) if mentor != NOBODY]
    return len(own), -sum(one < floor for one in own), round(sum(own), 9)


def is_possible(chosen: Sequence[int], problem: Problem) -> bool:
    _, allowed, places, _ = problem
    load = Counter(mentor for mentor in chosen if mentor != NOBODY)
    return all(load[mentor] <= places[mentor] for mentor in load) and all(
        mentor == NOBODY or allowed[at, mentor] for at, mentor in enumerate(chosen)
    )


@given(problems(), st.sampled_from([0, 1, 4]))
@settings(max_examples=300, deadline=None)
def test_no_possible_plan_is_better_however_soon_the_asking_is_given_up(
    problem: Problem, patience: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "_PATIENCE", patience)
        chosen = assign(*problem).tolist()
    mentees, mentors = problem[0].shape
    all_plans = product(range(NOBODY, mentors), repeat=mentees)
    best = max(worth(one, problem) for one in all_plans if is_possible(one, problem))
    assert is_possible(chosen, problem)
    assert worth(chosen, problem) == pytest.approx(best, abs=1e-8)


def placed(
    fit: Sequence[Sequence[float]], *, places: Sequence[int] | None = None, floor: float = 0.0
) -> list[int]:
    """Who gets whom, where a fit of -1 stands for a forbidden pair."""
    numbers = np.array(fit, dtype=np.float64)
    free = np.ones(numbers.shape[1], dtype=np.intp) if places is None else np.array(places)
    return assign(numbers, numbers >= 0, free, floor).tolist()


def test_two_who_want_the_same_are_placed_for_the_greatest_sum() -> None:
    assert placed([[0.9, 0.8], [0.7, 0.1]]) == [1, 0]


def test_two_get_a_bad_fit_rather_than_one_a_good_one() -> None:
    assert placed([[1.0, 0.0], [0.0, -1]]) == [1, 0]


def test_nobody_is_left_below_the_floor_for_the_sake_of_the_sum() -> None:
    fit = [[1.0, 0.5], [0.6, 0.05]]
    assert placed(fit) == [1, 0]
    fit = [[1.0, 0.4], [0.4, 0.15]]
    assert placed(fit) == [0, 1]
    assert placed(fit, floor=0.3) == [1, 0]


def test_a_fit_at_the_floor_is_not_below_it() -> None:
    assert placed([[1.0, 0.3], [0.3, 0.1]], floor=0.3) == [1, 0]


def test_all_above_the_floor_count_for_less_than_one_more_mentee_with_a_mentor() -> None:
    # The last mentee can only be served if all the others move to mentors below the floor.
    many = 60
    fit = np.full((many, many), -1.0)
    for at in range(many - 1):
        fit[at, at], fit[at, at + 1] = 1.0, 0.0
    fit[many - 1, 0] = 0.0
    assert placed(fit.tolist(), floor=0.5) == [*range(1, many), 0]


def test_one_more_above_the_floor_counts_for_more_than_all_fits() -> None:
    # Two chains of one length: in one plan all but one are at 1.0, in the other all at the floor.
    many = 60
    fit = np.full((many, many), -1.0)
    for at in range(many):
        fit[at, at], fit[at, (at + 1) % many] = 1.0, 0.3
    fit[0, 0] = 0.2
    assert placed(fit.tolist(), floor=0.3) == [*range(1, many), 0]


def test_a_ten_millionth_decides_even_among_two_thousand_who_go_without() -> None:
    fit = np.full((2000, 1), 0.5)
    fit[1234] += 1e-7
    chosen = assign(fit, np.ones(fit.shape, dtype=bool), np.array([1]), 0.6)
    assert np.flatnonzero(chosen != NOBODY).tolist() == [1234]


def test_a_mentor_takes_as_many_as_there_are_places() -> None:
    assert Counter(placed([[0.5]] * 3, places=[2])) == {0: 2, NOBODY: 1}


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_either_side_gives_nobody(shape: tuple[int, int]) -> None:
    nothing = np.zeros(shape)
    free = np.ones(shape[1], dtype=np.intp)
    assert assign(nothing, nothing > 0, free, 0.3).tolist() == [NOBODY] * shape[0]


def test_places_that_cant_matter_are_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def spy(cost: Matrix) -> object:
        seen.append(cost.shape)
        return linear_sum_assignment(cost)

    monkeypatch.setattr(planning, "linear_sum_assignment", spy)
    fit = np.random.default_rng(7).random((200, 1000))
    assign(fit, fit > 0.1, np.full(1000, 2), 0.05)
    ((mentees, columns),) = seen
    assert mentees == 200
    assert columns < 220


# ---- the plan ----------------------------------------------------------------------------------


def mentee(name: str, **changes: object) -> Person:
    one = Person(name, name, f"{name}@x.org", mentee_goals="lead")
    return replace(one, **changes)  # type: ignore[arg-type]


def mentor(name: str, capacity: int = 1, **changes: object) -> Person:
    one = Person(name, name, f"{name}@x.org", mentor_expertise="leading", mentor_capacity=capacity)
    return replace(one, **changes)  # type: ignore[arg-type]


def of(
    mentor_id: str, mentee_id: str, kind: Kind = "traditional", start: date = START
) -> Mentorship:
    return Mentorship(f"{mentor_id}-{mentee_id}", mentor_id, mentee_id, start, kind)


def programme(*members: Person | Mentorship | HouseRule) -> Programme:
    return Programme(
        {one.person_id: one for one in members if isinstance(one, Person)},
        {one.mentorship_id: one for one in members if isinstance(one, Mentorship)},
        rules=tuple(one for one in members if isinstance(one, HouseRule)),
    )


FitsOf = Callable[[Sequence[Person], Sequence[Person]], Matrix]


def told(**fits: float) -> FitsOf:
    """Fits by "mentee_mentor"; those not told are 0.5."""

    def of_all(mentees: Sequence[Person], mentors: Sequence[Person]) -> Matrix:
        rows = [[fits.get(f"{a.person_id}_{b.person_id}", 0.5) for b in mentors] for a in mentees]
        return np.array(rows)

    return of_all


def any_fit(mentees: Sequence[Person], mentors: Sequence[Person]) -> Matrix:
    """Fits without rhyme or reason, the same for the same pair."""

    def fit(a: Person, b: Person) -> float:
        return crc32(f"{a.person_id}>{b.person_id}".encode()) / 2**32

    return np.array([[fit(a, b) for b in mentors] for a in mentees])


def pairs(of_plan: Plan) -> dict[str, str]:
    return {one.mentee_id: one.mentor_id for one in of_plan.assignments}


def kinds(of_plan: Plan) -> dict[str, Kind]:
    return {one.mentee_id: one.kind for one in (*of_plan.assignments, *of_plan.unassigned)}


made_up = given(programmes(), days)
some = settings(max_examples=60, deadline=None)


def everyone(made: Programme, day: date, **more: object) -> Plan:
    """A plan for all people, with and without goals and mentors of today."""
    return plan(made, day, any_fit, [*made.people], **more)  # type: ignore[arg-type]


@made_up
@some
def test_no_pair_breaks_a_rule(made: Programme, day: date) -> None:
    for one in everyone(made, day).assignments:
        assert may(made.people[one.mentee_id], made.people[one.mentor_id], made, day, one.kind)


@made_up
@some
def test_no_mentor_gets_more_mentees_than_places(made: Programme, day: date) -> None:
    found = everyone(made, day)
    today = Counter(one.mentor_id for one in made.active_on(day))
    given_now = Counter(pairs(found).values())
    assert {one.mentor_id for one in found.loads} == {*given_now}
    for one in found.loads:
        assert one.taken == today[one.mentor_id]
        assert one.after == one.taken + given_now[one.mentor_id]
        load = [int(rule.value) for rule in made.rules if rule.rule == "greatest_load"]
        assert one.capacity == min([made.people[one.mentor_id].mentor_capacity, *load])
        assert one.after <= one.capacity


@made_up
@some
def test_everyone_is_placed_or_told_why_not(made: Programme, day: date) -> None:
    found = everyone(made, day)
    without = [one.mentee_id for one in found.unassigned]
    assert Counter([*pairs(found), *without]) == Counter([*made.people])
    assert all(one.reason for one in found.unassigned)


@made_up
@some
def test_who_goes_without_has_no_eligible_mentor_with_a_place_left(
    made: Programme, day: date
) -> None:
    found = everyone(made, day)
    full = {one.mentor_id for one in found.loads if one.after == one.capacity}
    for one in found.unassigned:
        seeker = made.people[one.mentee_id]
        mentors = made.people.values()
        eligible = {m.person_id for m in mentors if may(seeker, m, made, day, one.kind)}
        assert len(eligible) == one.eligible
        assert eligible <= full


@made_up
@some
def test_any_pair_of_a_plan_can_be_pinned_and_then_nothing_changes(
    made: Programme, day: date
) -> None:
    found = everyone(made, day)
    assert pairs(everyone(made, day, pinned=[*pairs(found).items()])) == pairs(found)


@made_up
@some
def test_a_pair_that_is_allowed_holds_once_it_is_pinned(made: Programme, day: date) -> None:
    kind = kinds(everyone(made, day))
    allowed = [
        (a.person_id, b.person_id)
        for a in made.people.values()
        for b in made.people.values()
        if may(a, b, made, day, kind[a.person_id])
    ]
    for pair in allowed:
        pinned = everyone(made, day, pinned=[pair])
        assert pair in pairs(pinned).items()
        assert all(one.after <= one.capacity for one in pinned.loads)


@made_up
@some
def test_a_forbidden_pair_is_never_used(made: Programme, day: date) -> None:
    first = pairs(everyone(made, day))
    second = pairs(everyone(made, day, forbidden=[*first.items()]))
    assert not first.items() & second.items()


@made_up
@some
def test_the_plan_adds_up_and_can_be_sent(made: Programme, day: date) -> None:
    found = everyone(made, day, floor=0.5)
    fits = [one.fit for one in found.assignments]
    assert found.total_fit == pytest.approx(sum(fits))
    assert found.lowest_fit == min(fits, default=None)
    assert all(one.below_floor == (one.fit < 0.5) for one in found.assignments)
    sent = json.loads(json.dumps(found.to_json()))
    assert len(sent["assignments"]) == len(fits)


def test_two_who_want_the_same_mentor_are_weighed_against_each_other() -> None:
    made = programme(mentee("mia"), mentee("leo"), mentor("max"), mentor("eva"))
    found = plan(made, DAY, told(mia_max=0.9, mia_eva=0.8, leo_max=0.7, leo_eva=0.1))
    assert found.assignments == (
        Assignment("mia", "eva", "traditional", 0.8, 0.9, below_floor=False, first_choice=False),
        Assignment("leo", "max", "traditional", 0.7, 0.7, below_floor=False, first_choice=True),
    )
    assert found.loads == (Load("max", 1, 0, 1), Load("eva", 1, 0, 1))
    assert (found.total_fit, found.lowest_fit) == (1.5, 0.7)


def test_the_best_fit_alone_is_that_of_a_mentor_who_may_be_had() -> None:
    made = programme(
        mentee("mia", manager_id="boss"), mentee("leo"), mentor("max"), mentor("boss"),
        mentor("full", 0),
    )  # fmt: skip
    fits = told(mia_max=0.6, mia_boss=0.8, mia_full=0.9)
    (one, _) = plan(made, DAY, fits).assignments
    assert (one.mentor_id, one.best_fit, one.first_choice) == ("max", 0.6, True)


def test_the_best_fit_alone_does_not_depend_on_a_pin() -> None:
    made = programme(mentee("mia"), mentor("max"), mentor("eva"))
    fits = told(mia_max=0.6, mia_eva=0.9)
    (one,) = plan(made, DAY, fits, pinned=[("mia", "max")]).assignments
    assert (one.fit, one.best_fit, one.first_choice) == (0.6, 0.9, False)


@pytest.mark.parametrize(("fit", "is_below"), [(0.29, True), (0.3, False)])
def test_who_fits_as_the_floor_asks_is_not_below_it(fit: float, is_below: bool) -> None:
    made = programme(mentee("mia"), mentor("max"))
    (one,) = plan(made, DAY, told(mia_max=fit), floor=0.3).assignments
    assert one.below_floor is is_below


def test_only_places_that_are_free_today_are_given() -> None:
    made = programme(
        mentee("mia"), mentee("leo"), mentee("zoe"), mentor("max", 2), of("max", "zoe")
    )
    found = plan(made, DAY, told())
    assert len(found.assignments) == len(found.unassigned) == 1
    assert found.loads == (Load("max", 2, 1, 2),)


def test_the_floor_of_the_plan_is_the_floor_of_the_numbers() -> None:
    made = programme(mentee("mia"), mentee("leo"), mentor("max"), mentor("eva"))
    fits = told(mia_max=1.0, mia_eva=0.4, leo_max=0.4, leo_eva=0.15)
    assert pairs(plan(made, DAY, fits, floor=0.1)) == {"mia": "max", "leo": "eva"}
    assert pairs(plan(made, DAY, fits, floor=0.3)) == {"mia": "eva", "leo": "max"}


def test_fits_are_sent_with_four_decimals() -> None:
    sent = plan(programme(mentee("mia"), mentor("max")), DAY, told(mia_max=2 / 3)).to_json()
    assert sent["assignments"] == [
        {"mentee_id": "mia", "mentor_id": "max", "kind": "traditional", "fit": 0.6667,
         "best_fit": 0.6667, "below_floor": False, "first_choice": True}
    ]  # fmt: skip
    assert sent["total_fit"] == sent["lowest_fit"] == 0.6667


# ---- for whom ----------------------------------------------------------------------------------


def mentees(of_plan: Plan) -> list[str]:
    return [*pairs(of_plan), *(one.mentee_id for one in of_plan.unassigned)]


def test_by_default_it_is_for_all_with_goals_and_without_a_mentor_today() -> None:
    past = replace(of("max", "was"), status="completed", ended_on=DAY)
    made = programme(
        mentee("new"), mentee("was"), mentee("has"), mentee("blank", mentee_goals=" "),
        mentor("max", 9), mentor("busy", mentee_goals="learn"),
        past, of("max", "has"), of("busy", "has"),
    )  # fmt: skip
    assert mentees(plan(made, DAY, told())) == ["new", "was", "busy"]


def test_who_is_asked_for_comes_in_the_order_asked_and_once() -> None:
    made = programme(mentee("a"), mentee("b"), mentee("c"), mentor("max", 9))
    assert mentees(plan(made, DAY, told(), ["c", "a", "c"])) == ["c", "a"]


def test_who_has_a_mentor_today_is_looked_for_another_one() -> None:
    made = programme(mentee("mia"), mentor("max", 2), mentor("eva"), of("max", "mia"))
    assert pairs(plan(made, DAY, told(mia_max=1.0, mia_eva=0.3), ["mia"])) == {"mia": "eva"}


def test_a_place_that_a_rematch_will_free_is_not_given_away_in_the_same_plan() -> None:
    made = programme(mentee("mia"), mentee("leo"), mentor("max"), mentor("eva"), of("max", "mia"))
    found = plan(made, DAY, told(mia_eva=0.9, leo_eva=0.1), ["mia", "leo"])
    assert pairs(found) == {"mia": "eva"}
    assert [one.mentee_id for one in found.unassigned] == ["leo"]


def test_an_empty_programme_gives_an_empty_plan() -> None:
    found = plan(Programme(), DAY, told())
    assert found.to_json() == {
        "as_of": "2026-06-01",
        "floor": planning.FLOOR,
        "assignments": [],
        "unassigned": [],
        "loads": [],
        "total_fit": 0.0,
        "lowest_fit": None,
    }


def test_where_nobody_can_be_placed_no_fit_is_asked_for() -> None:
    def never(mentees: Sequence[Person], mentors: Sequence[Person]) -> Matrix:
        raise AssertionError

    assert plan(programme(mentee("mia")), DAY, never).assignments == ()
    assert plan(programme(mentor("max")), DAY, never).assignments == ()


def test_only_mentors_whom_someone_may_have_are_asked_about() -> None:
    asked: list[str] = []

    def fits(mentees: Sequence[Person], mentors: Sequence[Person]) -> Matrix:
        asked.extend(one.person_id for one in mentors)
        return np.ones((len(mentees), len(mentors)))

    plan(programme(mentee("mia"), mentor("full", 0), mentor("max")), DAY, fits)
    assert asked == ["max"]


# ---- kinds -------------------------------------------------------------------------------------

GAP = HouseRule("least_seniority_gap", "2")
JUNIOR = mentor("junior", 9, seniority=1)
SENIOR = mentee("senior", seniority=8)


def test_without_a_mentorship_the_kind_is_traditional() -> None:
    found = plan(programme(SENIOR, JUNIOR, GAP), DAY, told())
    assert kinds(found) == {"senior": "traditional"}
    assert found.assignments == ()


def test_the_caller_can_ask_for_another_kind_and_the_rules_follow_it() -> None:
    found = plan(programme(SENIOR, JUNIOR, GAP), DAY, told(), kinds={"senior": "reverse"})
    assert pairs(found) == {"senior": "junior"}
    assert kinds(found) == {"senior": "reverse"}


def test_a_rematch_is_of_the_kind_of_the_newest_mentorship_of_today() -> None:
    later, tomorrow = START + timedelta(days=9), DAY + timedelta(days=1)
    made = programme(
        SENIOR, JUNIOR, GAP, mentor("a", 9), mentor("b", 9), mentor("c", 9),
        of("b", "senior", "reverse", later), of("a", "senior"), of("c", "senior", "peer", tomorrow),
    )  # fmt: skip
    found = plan(made, DAY, told(senior_junior=0.9), ["senior"])
    assert kinds(found) == {"senior": "reverse"}
    assert pairs(found) == {"senior": "junior"}


def test_the_caller_outweighs_the_kind_of_today() -> None:
    made = programme(SENIOR, JUNIOR, mentor("a", 9), of("a", "senior", "reverse"))
    found = plan(made, DAY, told(), ["senior"], kinds={"senior": "peer"})
    assert kinds(found) == {"senior": "peer"}


# ---- pins --------------------------------------------------------------------------------------

TWO = programme(mentee("mia"), mentee("leo"), mentor("max"), mentor("eva"))


def test_a_pin_outweighs_the_sum() -> None:
    found = plan(TWO, DAY, told(mia_max=0.9, leo_max=0.1), pinned=[("leo", "max")])
    assert pairs(found) == {"mia": "eva", "leo": "max"}


def test_a_pin_holds_even_where_someone_else_has_no_other_choice() -> None:
    made = programme(mentee("mia"), mentee("leo"), mentor("max"))
    found = plan(made, DAY, told(leo_max=0.9), pinned=[("mia", "max")])
    assert pairs(found) == {"mia": "max"}
    (one,) = found.unassigned
    assert "taken by others in this plan" in one.reason


@pytest.mark.parametrize(
    ("pins", "why"),
    [
        ([("mia", "boss")], "boss is in the mentee's line of management"),
        ([("mia", "full")], "full has no free place"),
        ([("mia", "gone")], "gone is not in the programme"),
        ([("max", "eva")], "max is not a mentee of this plan"),
        ([("mia", "max"), ("mia", "eva")], "max is pinned to them already"),
        ([("leo", "eva"), ("mia", "eva")], "others are pinned to all free places of eva"),
        ([("mia", "far")], "the same pair is forbidden in this plan"),
    ],
)
def test_a_pin_that_cant_hold_is_named_with_the_rule(pins: list[tuple[str, str]], why: str) -> None:
    made = programme(
        mentee("mia", manager_id="boss"), mentee("leo"), mentor("boss"), mentor("full", 0),
        mentor("max"), mentor("eva"), mentor("far"),
    )  # fmt: skip
    with pytest.raises(PinBroken) as found:
        plan(made, DAY, told(), pinned=pins, forbidden=[("mia", "far")])
    mentee_id, mentor_id = pins[-1]
    assert (found.value.mentee_id, found.value.mentor_id) == (mentee_id, mentor_id)
    assert f"{mentor_id} can't be pinned to {mentee_id}: {why}." in str(found.value)


def test_a_pin_is_held_against_the_rules_of_its_kind() -> None:
    made = programme(SENIOR, JUNIOR, GAP)
    with pytest.raises(PinBroken, match="in seniority"):
        plan(made, DAY, told(), pinned=[("senior", "junior")])
    reverse: dict[str, Kind] = {"senior": "reverse"}
    found = plan(made, DAY, told(), kinds=reverse, pinned=[("senior", "junior")])
    assert pairs(found) == {"senior": "junior"}


def test_the_same_pin_twice_is_one_pin() -> None:
    assert pairs(plan(TWO, DAY, told(), pinned=[("mia", "eva")] * 2))["mia"] == "eva"


def test_forbidding_people_who_are_not_there_does_no_harm() -> None:
    strangers = [("mia", "x"), ("x", "max"), ("max", "mia")]
    assert plan(TWO, DAY, told(), forbidden=strangers) == plan(TWO, DAY, told())


# ---- why nobody --------------------------------------------------------------------------------


def reasons(of_plan: Plan) -> dict[str, str]:
    return {one.mentee_id: one.reason for one in of_plan.unassigned}


def test_who_has_nobody_eligible_is_told_how_many_fall_to_which_rule() -> None:
    made = programme(
        mentee("mia", manager_id="boss", languages=("de",), mentor_expertise="baking"),
        mentor("boss"), mentor("a", 0), mentor("b", 0), mentor("c", 0),
        mentor("d", languages=("fr",)), mentor("e", languages=("fr",)), mentor("far"),
        mentee("leo", mentee_goals=""),
    )  # fmt: skip
    assert reasons(plan(made, DAY, told(), forbidden=[("mia", "far")])) == {
        "mia": "Nobody is eligible. All mentors by what forbids them: has no free place (3); "
        "shares no language with the mentee (2); is in the mentee's line of management (1); "
        "must not be paired with the mentee in this plan (1)."
    }


def test_the_reason_names_only_rules_of_the_kind_that_is_sought() -> None:
    found = plan(
        programme(SENIOR, JUNIOR, GAP), DAY, told(),
        kinds={"senior": "reverse"}, forbidden=[("senior", "junior")],
    )  # fmt: skip
    assert "in this plan (1)" in reasons(found)["senior"]


def test_without_any_mentor_the_reason_says_so() -> None:
    made = programme(mentee("mia", mentor_expertise="baking", mentor_capacity=1))
    assert reasons(plan(made, DAY, told())) == {"mia": "Nobody else offers mentoring."}


def test_who_comes_last_is_told_that_others_took_the_places() -> None:
    made = programme(mentee("mia"), mentee("leo"), mentee("zoe"), mentor("max"), mentor("eva"))
    fits = told(zoe_max=0.1, zoe_eva=0.1)
    assert reasons(plan(made, DAY, fits)) == {
        "zoe": "All 2 mentors who are eligible are taken by others in this plan."
    }
    assert reasons(plan(made, DAY, fits, forbidden=[("zoe", "eva")])) == {
        "zoe": "The one mentor who is eligible is taken by others in this plan."
    }


# ---- two plans ---------------------------------------------------------------------------------


def test_a_pin_shows_who_moves_and_what_it_costs() -> None:
    made = programme(
        mentee("mia"), mentee("leo"), mentee("zoe"), mentor("max"), mentor("eva"), mentor("ida")
    )
    fits = told(mia_max=8 / 9, leo_max=0.3, leo_eva=0.8, mia_eva=5 / 9, zoe_ida=0.9, zoe_max=0.1)
    before = plan(made, DAY, fits)
    found = planning.changes(before, plan(made, DAY, fits, pinned=[("leo", "max")]))
    assert found.to_json() == {
        "moves": [
            {"mentee_id": "mia", "mentor_before": "max", "mentor_after": "eva",
             "fit_before": 0.8889, "fit_after": 0.5556},
            {"mentee_id": "leo", "mentor_before": "eva", "mentor_after": "max",
             "fit_before": 0.8, "fit_after": 0.3},
        ],
        "total_fit": -0.8333,
    }  # fmt: skip


def test_who_loses_or_gains_a_mentor_moves_from_or_to_nobody() -> None:
    made = programme(mentee("mia"), mentee("leo"), mentor("max"))
    fits = told(mia_max=0.9, leo_max=0.4)
    before = plan(made, DAY, fits)
    found = planning.changes(before, plan(made, DAY, fits, forbidden=[("mia", "max")]))
    assert [(one.mentee_id, one.mentor_before, one.mentor_after) for one in found.moves] == [
        ("mia", "max", None),
        ("leo", None, "max"),
    ]
    assert found.total_fit == pytest.approx(-0.5)


@made_up
@some
def test_a_plan_against_itself_shows_no_change(made: Programme, day: date) -> None:
    found = everyone(made, day)
    assert planning.changes(found, found) == planning.Changes((), 0.0)
