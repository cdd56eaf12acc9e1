"""Programmes made up by hypothesis: anything that a bundle may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from model.programme import (
    Career,
    HouseRule,
    HouseRuleName,
    Meeting,
    Mentorship,
    Person,
    Programme,
    Review,
)
from tests.model.small_model import SENTENCES

FIRST = date(2026, 1, 1)
DAYS = 120

days = st.integers(0, DAYS).map(lambda number: FIRST + timedelta(days=number))

_letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
_hard_texts = st.sampled_from(
    [
        '"',
        '""quoted"", twice',
        "a\r\nb\nc\rd",
        ",;\t|",
        " edges ",
        "👩🏽‍🏫 né\u200b",
        "=1+1",
        "\ufeffbom",
        "'",
    ]
)
# A cell of white space alone is an empty cell.
texts = (_letters | _hard_texts).filter(lambda text: text == "" or bool(text.strip()))
filled_texts = texts.filter(bool)
keys = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=64
).filter(lambda key: bool(key.strip()))

feedback = st.lists(st.sampled_from(SENTENCES), max_size=3).map(" ".join)
ratings = st.none() | st.integers(1, 5)


@st.composite
def people(draw: st.DrawFn, count: int, text: st.SearchStrategy[str]) -> dict[str, Person]:
    names = draw(st.lists(keys, min_size=count, max_size=count, unique=True))
    managers = st.sampled_from(["", *names])
    tags = st.sampled_from(["en", "en-GB", "EN", "de", "pt", "pt-BR", "zh-Hant-TW"])
    # Few of them, so that some share one; written by hand, they differ in case and blanks.
    places = st.sampled_from(["", "Works", "works ", "Rail"]) | texts
    return {
        name: Person(
            name,
            draw(filled_texts),
            f"P{at}@Example.org",
            department=draw(places),
            job_title=draw(texts),
            seniority=draw(st.none() | st.integers(1, 10)),
            location=draw(places),
            timezone=draw(st.sampled_from(["", "Europe/Berlin", "Asia/Kolkata", "UTC"])),
            languages=tuple(draw(st.lists(tags, max_size=3))),
            manager_id=draw(managers),
            mentee_goals=draw(text),
            mentor_expertise=draw(text),
            mentor_capacity=draw(st.integers(0, 3)),
        )
        for at, name in enumerate(names)
    }


@st.composite
def mentorships(draw: st.DrawFn, names: list[str]) -> dict[str, Mentorship]:
    found: dict[str, Mentorship] = {}
    for key in draw(st.lists(keys, max_size=6, unique=True)):
        mentor, mentee = draw(st.permutations(names))[:2]
        started = draw(days)
        one = Mentorship(
            key,
            mentor,
            mentee,
            started,
            draw(st.sampled_from(["traditional", "reverse", "peer"])),
            draw(st.integers(1, 365)),
        )
        status = draw(st.sampled_from(["active", "completed", "ended_early"]))
        if status != "active":
            reasons = [None, "goals_met", "relationship", "logistics", "left_organisation", "other"]
            one = replace(
                one,
                status=status,
                ended_on=started + timedelta(days=draw(st.integers(0, DAYS))),
                end_reason=draw(st.sampled_from(reasons)),
            )
        found[key] = one
    return found


@st.composite
def meetings(
    draw: st.DrawFn, of: dict[str, Mentorship], text: st.SearchStrategy[str]
) -> dict[str, Meeting]:
    found: dict[str, Meeting] = {}
    for key in draw(st.lists(keys, max_size=8, unique=True)):
        mentorship = draw(st.sampled_from([*of.values()]))
        status = draw(st.sampled_from(["held", "cancelled", "no_show", "planned"]))
        missed = status in ("cancelled", "no_show")
        found[key] = Meeting(
            key,
            mentorship.mentorship_id,
            mentorship.started_on + timedelta(days=draw(st.integers(0, DAYS))),
            status,
            draw(st.sampled_from([None, "mentor", "mentee"])) if missed else None,
            draw(st.none() | st.integers(0, 600)),
            draw(st.sampled_from([None, "in_person", "video", "phone", "chat"])),
            draw(text),
            draw(text),
            draw(ratings),
            draw(ratings),
        )
    return found


@st.composite
def house_rules(draw: st.DrawFn, names: list[str]) -> tuple[HouseRule, ...]:
    once: dict[HouseRuleName, st.SearchStrategy[str]] = {
        "same_department": st.sampled_from(["excluded", "wanted"]),
        "same_location": st.sampled_from(["excluded", "wanted"]),
        "least_seniority_gap": st.integers(-9, 2).map(str),
        "greatest_seniority_gap": st.integers(2, 9).map(str),
        "greatest_load": st.integers(1, 3).map(str),
    }
    of_all = [rule for rule in once if draw(st.booleans())]
    found = [HouseRule(rule, draw(once[rule])) for rule in of_all]
    if len(names) > 1:
        pairs = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
        for one, other in draw(st.lists(pairs, max_size=2, unique_by=frozenset)):
            found.append(HouseRule("never_together", "", one, other))
    if names:
        until = st.just("") | days.map(date.isoformat)
        for one in draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
            found.append(HouseRule("on_pause", draw(until), one))
    return tuple(draw(st.permutations(found)))


@st.composite
def careers(draw: st.DrawFn, text: st.SearchStrategy[str]) -> tuple[Career, ...]:
    found = []
    for key in draw(st.lists(keys, max_size=3, unique=True)):
        joined = draw(days)
        later = days.filter(lambda day, joined=joined: day >= joined)
        promoted = tuple(sorted(draw(st.lists(later, max_size=2))))
        level = draw(st.none() | st.integers(1, 10))
        found.append(Career(key, joined, draw(text), level, promoted, draw(st.none() | later)))
    return tuple(found)


@st.composite
def programmes(draw: st.DrawFn, text: st.SearchStrategy[str] = feedback) -> Programme:
    """A whole programme; ``text`` makes goals, expertise and feedback."""
    roster = draw(people(draw(st.integers(0, 6)), text))
    rules = draw(house_rules([*roster]))
    pairs = draw(mentorships([*roster])) if len(roster) > 1 else {}
    if not pairs:
        return Programme(roster, rules=rules, careers=draw(careers(text)))
    verdicts = st.sampled_from(["working", "not_working"])
    reviews = draw(
        st.lists(st.builds(Review, st.sampled_from([*pairs]), days, verdicts), max_size=3)
    )
    met, told = draw(meetings(pairs, text)), draw(careers(text))
    return Programme(roster, pairs, met, tuple(reviews), rules, told)
