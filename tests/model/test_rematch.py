"""A rematch asks who would do better than today's mentor, after what went wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.programme import HouseRule, Meeting, Mentorship, Person, Programme
from model.rematch import Record, Search, gain_of, records_of, search
from tests.fakes import FakeReader, fake_matcher
from tests.model.programmes import days, feedback, programmes
from tests.model.test_eligibility import may

DAY = date(2026, 6, 1)
START = date(2026, 1, 5)
MATCHER = fake_matcher()
MIA = Person("mia", "Mia", "mia@x.org", mentee_goals="negotiate contracts. swim")


def mentor(name: str, expertise: str, **changes: object) -> Person:
    one = Person(name, name, f"{name}@x.org", mentor_expertise=expertise, mentor_capacity=2)
    return replace(one, **changes)  # type: ignore[arg-type]


def programme(*people: Person, today: str = "max", **more: object) -> Programme:
    roster = {one.person_id: one for one in (MIA, *people)}
    with_today = {"m": Mentorship("m", today, "mia", START)} if today else {}
    return Programme(roster, with_today, **more)  # type: ignore[arg-type]


def searched(of: Programme, trouble: tuple[str, ...] = (), **more: object) -> Search:
    return search(of, "mia", as_of=DAY, matcher=MATCHER, trouble=trouble, **more)  # type: ignore[arg-type]


def names(found: Search) -> list[str]:
    return [one.candidate.mentor_id for one in found.offered]


MAX = mentor("max", "negotiate contracts")


def test_only_who_does_better_than_todays_mentor_is_offered() -> None:
    found = searched(
        programme(MAX, mentor("better", "negotiate contracts. swim"), mentor("worse", "cook"))
    )
    assert names(found) == ["better"]
    assert found.today is not None
    assert found.today.mentor_id == "max"


def test_nobody_is_clearly_better_where_nobody_is_better() -> None:
    found = searched(programme(MAX, mentor("worse", "cook")))
    assert found.offered == ()
    assert found.none_clearly_better


def test_without_a_mentor_today_everyone_allowed_is_offered() -> None:
    found = searched(programme(MAX, mentor("worse", "cook"), today=""))
    assert names(found) == ["max", "worse"]
    assert found.today is None


@pytest.mark.parametrize(
    ("chance", "gain"),
    [(0.5, "no_clear_gain"), (0.7, "somewhat_better"), (0.9, "clearly_better")],
)
def test_a_gain_is_told_as_a_band(chance: float, gain: str) -> None:
    assert gain_of(chance) == gain


def test_a_great_difference_is_clearly_better_and_a_small_one_is_not() -> None:
    found = searched(
        programme(
            mentor("max", "cook"),
            mentor("great", "negotiate contracts. swim"),
            mentor("small", "cook. swimming"),
        )
    )
    bands = {one.candidate.mentor_id: one.gain for one in found.offered}
    assert bands["great"] == "clearly_better"


def test_who_would_fit_but_is_full_is_told_with_the_rule() -> None:
    found = searched(programme(MAX, mentor("full", "negotiate contracts. swim", mentor_capacity=0)))
    assert [(one.candidate.mentor_id, one.rule) for one in found.tempting] == [
        ("full", "no_free_place")
    ]
    assert found.tempting[0].why_not == "has no free place"


def test_who_would_fit_less_than_those_offered_tempts_nobody() -> None:
    found = searched(
        programme(
            MAX,
            mentor("free", "negotiate contracts. swim"),
            mentor("full", "negotiate", mentor_capacity=0),
        )
    )
    assert found.tempting == ()


def test_a_house_rule_stands_in_the_way_like_any_other() -> None:
    better = mentor("better", "negotiate contracts. swim")
    apart = HouseRule("never_together", "", "mia", "better")
    found = searched(programme(MAX, better, rules=(apart,)))
    assert names(found) == []
    assert found.tempting[0].rule == "never_together"


# ---- what went wrong changes the search --------------------------------------------------------


def test_after_missing_expertise_the_goal_counts_that_todays_mentor_does_not_meet() -> None:
    of = programme(
        MAX, mentor("same", "negotiate contracts. sing"), mentor("other", "swim. sing. dance")
    )
    plain, after = searched(of), searched(of, ("expertise_fit",))
    assert after.changed_by == ("expertise_fit",)
    assert plain.changed_by == ()
    assert names(after)[0] == "other"
    assert "other" not in names(plain)


def test_after_missing_time_who_keeps_appointments_comes_first() -> None:
    of = programme(MAX, mentor("a", "negotiate contracts"), mentor("b", "negotiate contracts"))
    records = {"a": Record(kept=0.4, meetings=9), "b": Record(kept=1.0, meetings=9)}
    assert names(searched(of, ("mentor_availability",), records=records))[0] == "b"


def test_after_missing_time_free_places_count() -> None:
    of = programme(
        MAX,
        mentor("a", "negotiate contracts", mentor_capacity=1),
        mentor("b", "negotiate contracts", mentor_capacity=3),
    )
    assert names(searched(of, ("missed_meetings",)))[0] == "b"


def test_after_bad_listening_what_others_say_of_the_manner_counts() -> None:
    of = programme(MAX, mentor("a", "negotiate contracts"), mentor("b", "negotiate contracts"))
    records = {"a": Record(manner=-0.5, sentences=9), "b": Record(manner=0.5, sentences=9)}
    found = searched(of, ("listening",), records=records)
    assert names(found) == ["b"]
    assert found.changed_by == ("listening",)


def test_todays_mentor_is_measured_like_all_others() -> None:
    of = programme(MAX, mentor("b", "negotiate contracts"))
    records = {"max": Record(manner=0.5, sentences=9), "b": Record(manner=0.4, sentences=9)}
    assert names(searched(of, ("listening",), records=records)) == []


def test_trouble_that_no_mentor_can_help_changes_nothing() -> None:
    of = programme(MAX, mentor("b", "negotiate contracts. swim"))
    assert searched(of, ("mentee_engagement",)) == searched(of)


# ---- records -----------------------------------------------------------------------------------


def meeting(number: int, status: str = "held", **changes: object) -> Meeting:
    day = START + timedelta(days=7 * number)
    return replace(Meeting(f"x{number}", "m", day, status), **changes)  # type: ignore[arg-type]


def recorded(*meetings: Meeting, day: date = DAY) -> Record:
    of = programme(MAX, meetings={one.meeting_id: one for one in meetings})
    return records_of(of, day, FakeReader()).get("max", Record())


def test_a_record_knows_which_meetings_failed_because_of_the_mentor() -> None:
    held = [meeting(number) for number in range(6)]
    missed = [meeting(9, "cancelled", cancelled_by="mentor")]
    assert recorded(*held, *missed).kept < recorded(*held).kept
    assert recorded(*held, *missed).meetings == 7


def test_what_the_mentee_cancelled_is_not_held_against_the_mentor() -> None:
    held = meeting(1)
    assert recorded(held, meeting(2, "cancelled", cancelled_by="mentee")) == recorded(held)


def test_a_record_knows_what_mentees_say_of_the_manner() -> None:
    good = recorded(meeting(1, mentee_feedback="She listens well."))
    bad = recorded(meeting(1, mentee_feedback="She never listens."))
    assert bad.manner < 0.0 < good.manner


def test_what_the_mentor_says_of_herself_counts_nothing() -> None:
    assert recorded(meeting(1, mentor_feedback="She listens well.")).sentences == 0


def test_nothing_dated_later_enters_a_record() -> None:
    later = meeting(4, mentee_feedback="She never listens.")
    assert recorded(meeting(1), later, day=START + timedelta(days=10)) == recorded(meeting(1))


@given(programmes(feedback), days, st.sets(st.sampled_from(["listening", "expertise_fit"])))
@settings(max_examples=40)
def test_nobody_offered_breaks_a_rule_and_nobody_does_worse(
    of: Programme, day: date, trouble: set[str]
) -> None:
    for mentee in of.people.values():
        found = search(of, mentee.person_id, as_of=day, matcher=MATCHER, trouble=trouble)
        active = [one for one in of.active_on(day) if one.mentee_id == mentee.person_id]
        kind = active[0].kind if active else "traditional"
        for one in found.offered:
            assert may(mentee, of.people[one.candidate.mentor_id], of, day, kind)
            if found.today is not None:
                assert one.candidate.fit > found.today.fit
