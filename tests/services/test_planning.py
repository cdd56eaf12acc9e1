"""One plan for everyone who waits for a mentor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.errors import Invalid, ScoresOff
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.matching import planning
from app.services.matching.planning import HeldPair, PlannedPair, PlanView
from app.services.participants import profile
from app.services.rematching import rematch
from model.errors import WeightsMissing
from model.programme import Mentorship, Person
from tests.conftest import participant
from tests.fakes import FakeEmbedder, FakeModels
from tests.small_programme import DAY, programme

OLA = Person(
    "ola", "Ola Waiting", "ola@example.org", languages=("en",), mentee_goals="plan projects"
)
FAY = Person(
    "fay",
    "Fay Mentor",
    "fay@example.org",
    languages=("en",),
    mentor_expertise="negotiate contracts; speak in front of groups; plan projects",
    mentor_capacity=1,
)


def add(session: Session, *people: Person, mentorships: tuple[Mentorship, ...] = ()) -> None:
    small = programme()
    more = replace(
        small,
        people={**small.people, **{one.person_id: one for one in people}},
        mentorships={**small.mentorships, **{one.mentorship_id: one for one in mentorships}},
    )
    imports.import_programme(session, more, replacing=False)
    programmes.set_as_of(session, DAY)


def ask(session: Session) -> int:
    return rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="Please.")


@pytest.fixture
def waiting(session: Session) -> Session:
    """Mia asks for a rematch, Ola has no mentor; Dora and Fay have a place each."""
    add(session, OLA, FAY)
    ask(session)
    return session


def pairs(found: PlanView) -> dict[str, str]:
    return {one.mentee.person_id: one.mentor.person_id for one in found.pairs}


def pair(found: PlanView, mentee_id: str) -> PlannedPair:
    return next(one for one in found.pairs if one.mentee.person_id == mentee_id)


# ---- who waits -----------------------------------------------------------------------------------


def test_while_nobody_waits_the_plan_is_empty(session: Session) -> None:
    found = planning.plan(session)
    assert (found.mentees, found.pairs, found.left_over) == ((), (), ())


def test_open_requests_and_mentees_without_a_mentor_are_placed_together(waiting: Session) -> None:
    assert pairs(planning.plan(waiting)) == {"mia": "fay", "ola": "dora"}


def test_a_pair_of_a_request_knows_its_request(waiting: Session) -> None:
    found = planning.plan(waiting)
    request = pair(found, "mia").request
    assert request is not None and request.mentor_name == "Carl Mentor"
    assert pair(found, "ola").request is None


def test_who_begins_with_a_mentor_later_waits_for_nobody(session: Session) -> None:
    soon = Mentorship("m-soon", "fay", "ola", date(2026, 12, 1))
    add(session, OLA, FAY, mentorships=(soon,))
    assert planning.plan(session).mentees == ()


def test_who_asks_without_goals_is_named_apart(session: Session) -> None:
    ask(session)
    profile.update(session, participant("mia"), "mia", goals="")
    found = planning.plan(session)
    assert [one.name for one in found.without_goals] == ["Mia Mentee"]
    assert found.mentees == ()


def test_a_rematch_stays_of_its_kind_and_goals_may_ask_for_one(session: Session) -> None:
    ola = replace(OLA, mentee_goals="plan projects with a peer")
    add(session, ola, FAY)
    rematch.ask(session, participant("zoe"), "m-new", what_is_missing=[], reason="Please.")
    found = planning.plan(session)
    kinds = {one.mentee.person_id: one.kind for one in (*found.pairs, *found.left_over)}
    assert kinds == {"zoe": "reverse", "ola": "peer"}


# ---- what the plan says --------------------------------------------------------------------------


def test_a_pair_comes_with_its_strongest_reason(waiting: Session) -> None:
    why = pair(planning.plan(waiting), "ola").why
    assert why is not None
    assert (why.goal, why.expertise) == ("plan projects", "plan projects")


def test_a_pair_says_whether_it_is_the_first_choice(waiting: Session) -> None:
    found = planning.plan(waiting)
    assert pair(found, "mia").first_choice
    assert planning.plan(waiting, [("mia", "dora")]).pairs[0].first_choice is False


def test_a_pair_below_the_floor_is_a_weak_fit(session: Session) -> None:
    add(session, replace(OLA, mentee_goals="weave baskets"))
    assert pair(planning.plan(session), "ola").weak


def test_a_mentor_who_meets_the_goals_less_than_todays_is_told_as_such(session: Session) -> None:
    ask(session)
    profile.update(session, participant("carl"), "carl", expertise="speak in front of groups")
    profile.update(session, participant("dora"), "dora", expertise="knitting")
    assert pair(planning.plan(session), "mia").less_than_today


def test_every_mentors_load_is_told_before_and_after(waiting: Session) -> None:
    loads = {
        one.mentor.person_id: (one.before, one.after, one.capacity)
        for one in planning.plan(waiting).loads
    }
    assert loads == {"dora": (2, 3, 3), "fay": (0, 1, 1)}


def test_for_whom_nobody_is_left_the_plan_says_why(session: Session) -> None:
    add(session, OLA, replace(OLA, person_id="pat", name="Pat", email="pat@example.org"))
    for mentor_id in ("rita", "carl"):
        profile.update(session, participant(mentor_id), mentor_id, capacity=0)
    [left] = planning.plan(session).left_over
    assert left.reason == "The one mentor who is eligible is taken by others in this plan."


# ---- pairs that are held -------------------------------------------------------------------------


def test_a_pinned_pair_holds_and_the_others_make_room(waiting: Session) -> None:
    found = planning.plan(waiting, [("ola", "fay")])
    assert pairs(found) == {"ola": "fay", "mia": "dora"}
    assert pair(found, "ola").pinned and not pair(found, "mia").pinned


def test_a_forbidden_pair_does_not_come_about(waiting: Session) -> None:
    assert pairs(planning.plan(waiting, (), [("mia", "fay")]))["mia"] != "fay"


def test_what_the_pairs_change_is_told_against_the_plan_without_them(waiting: Session) -> None:
    changes = planning.plan(waiting, [("ola", "fay")]).changes
    assert changes is not None
    moves = {
        one.mentee.person_id: (one.before and one.before.person_id, one.after and one.after.name)
        for one in changes.moves
    }
    assert moves == {"mia": ("fay", "Dora Mentor"), "ola": ("dora", "Fay Mentor")}
    assert (changes.effect, changes.more_mentees) == ("clearly_worse", 0)


def test_a_pair_that_leaves_someone_without_a_mentor_says_so(waiting: Session) -> None:
    forbidden = [("ola", one) for one in ("dora", "fay", "rita", "carl")]
    changes = planning.plan(waiting, (), forbidden).changes
    assert changes is not None
    assert (changes.more_mentees, changes.effect) == (-1, "clearly_worse")


def test_without_pairs_there_is_nothing_to_compare(waiting: Session) -> None:
    assert planning.plan(waiting).changes is None


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        (("mia", "eve"), "Ève Mentor shares no language with the mentee"),
        (("mia", "kim"), "Kim Coord offers no mentoring"),
        (("ned", "fay"), "Ned Mentee does not wait for a mentor, or has written no goals"),
        (("mia", "gone"), "there is nobody 'gone' on the roster"),
        (("x", "y"), "there is nobody 'x' and nobody 'y' on the roster"),
    ],
)
def test_a_pin_that_can_not_hold_comes_back_with_what_is_wrong(
    waiting: Session, pin: tuple[str, str], problem: str
) -> None:
    found = planning.plan(waiting, [pin])
    assert [one.problem for one in found.held] == [problem]
    assert pairs(found) == {"mia": "fay", "ola": "dora"}


def test_of_two_pins_that_contradict_each_other_the_first_holds(waiting: Session) -> None:
    found = planning.plan(waiting, [("mia", "dora"), ("mia", "fay"), ("ola", "dora")])
    assert [one.problem for one in found.held] == [
        "",
        "Dora Mentor is pinned to them already",
        "others are pinned to all free places of Dora Mentor",
    ]


def test_a_pair_that_is_pinned_and_forbidden_is_forbidden(waiting: Session) -> None:
    found = planning.plan(waiting, [("mia", "dora")], [("mia", "dora")])
    assert [(one.hold, bool(one.problem)) for one in found.held] == [
        ("pin", True),
        ("forbid", False),
    ]


def test_an_unknown_id_can_not_be_forbidden_either(waiting: Session) -> None:
    [held] = planning.plan(waiting, (), [("mia", "gone")]).held
    assert held == HeldPair(
        "forbid", "mia", "gone", "Mia Mentee", "gone", "there is nobody 'gone' on the roster"
    )


@pytest.mark.parametrize("ids", [("mia", "dora"), ("a,b", "c/d e"), ("100%", "Zoë")])
def test_a_pair_comes_back_from_an_address_as_it_was(ids: tuple[str, str]) -> None:
    assert planning.read_pair(planning.pair_text(ids)) == ids


@pytest.mark.parametrize("text", ["", "mia", "mia,dora,fay"])
def test_what_is_no_pair_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(Invalid, match="Write the id of the mentee, a comma"):
        planning.read_pair(text)


# ---- without the model ---------------------------------------------------------------------------


def test_without_a_released_model_there_is_no_plan(session: Session, models: FakeModels) -> None:
    models.broken = "it was changed by hand"
    with pytest.raises(ScoresOff, match="it was changed by hand"):
        planning.plan(session)


def test_without_weights_there_is_no_plan(
    waiting: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_embedder: object, _texts: object) -> None:
        raise WeightsMissing("the package is missing; install it")

    monkeypatch.setattr(FakeEmbedder, "encode", fail)
    with pytest.raises(ScoresOff, match="the package is missing"):
        planning.plan(waiting)
