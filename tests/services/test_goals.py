"""Goals that both sides set, move and see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor
from app.services import programme as programmes
from app.services.participants import goals
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY

MIA, CARL, NED = participant("mia"), participant("carl"), participant("ned")


def goal(session: Session, actor: Actor = MIA, text: str = "Lead a talk") -> goals.Goal:
    goals.add(session, actor, "m-bad", [text])
    return goals.of_mentorship(session, "m-bad")[-1]


def test_either_side_sets_goals_and_both_change_them(session: Session) -> None:
    hers = goal(session, MIA, "  Lead \n a talk  ")
    assert (hers.text, hers.progress, hers.set_on) == ("Lead a talk", 0, DAY)
    assert goals.change(session, CARL, hers.goal_id, progress=50).progress == 50


def test_a_goal_that_is_reached_keeps_its_day_and_loses_it_when_it_was_not(
    session: Session,
) -> None:
    hers = goal(session)
    assert goals.change(session, MIA, hers.goal_id, progress=100).reached_on == DAY
    programmes.set_as_of(session, DAY + timedelta(days=3))
    assert goals.change(session, MIA, hers.goal_id, text="Lead two talks").reached_on == DAY
    assert goals.change(session, MIA, hers.goal_id, progress=75).reached_on is None


def test_a_goal_that_is_put_away_can_be_taken_up_again(session: Session) -> None:
    hers = goal(session)
    assert goals.change(session, CARL, hers.goal_id, dropped=True).dropped_on == DAY
    assert goals.change(session, MIA, hers.goal_id, dropped=False).dropped_on is None


def test_what_the_mentee_wrote_is_offered_in_pieces_until_they_are_goals(
    session: Session,
) -> None:
    pieces = ["learn to negotiate contracts", "speak in front of groups"]
    assert goals.offered(session, MIA, "m-bad") == pieces
    goal(session, MIA, "Learn to negotiate contracts")
    assert goals.offered(session, MIA, "m-bad") == pieces[1:]


def test_the_mentor_is_not_shown_what_the_mentee_wrote_for_the_matching(session: Session) -> None:
    assert goals.offered(session, CARL, "m-bad") == []


@pytest.mark.parametrize("text", ["", " \n ", "x" * 301])
def test_a_goal_needs_a_few_words_and_of_several_none_is_half_set(
    session: Session, text: str
) -> None:
    with pytest.raises(Invalid) as refused:
        goals.add(session, MIA, "m-bad", ["Fine", text])
    assert refused.value.field == "text"
    assert goals.of_mentorship(session, "m-bad") == []


def test_there_is_an_end_to_how_many_goals_there_are(session: Session) -> None:
    goals.add(session, MIA, "m-bad", [f"Goal {n}" for n in range(goals.MAX_GOALS)])
    with pytest.raises(Invalid):
        goals.add(session, MIA, "m-bad", ["One more"])


def test_progress_has_five_steps(session: Session) -> None:
    with pytest.raises(Invalid) as refused:
        goals.change(session, MIA, goal(session).goal_id, progress=60)
    assert refused.value.field == "progress"


@pytest.mark.parametrize("actor", [NED, COORDINATOR])
def test_nobody_else_sets_or_changes_them(session: Session, actor: Actor) -> None:
    hers = goal(session)
    with pytest.raises(NotFound):
        goals.add(session, actor, "m-bad", ["Mine"])
    with pytest.raises(NotFound):
        goals.change(session, actor, hers.goal_id, progress=100)


def test_in_a_mentorship_that_is_over_nothing_changes(session: Session) -> None:
    with pytest.raises(Conflict):
        goals.add(session, NED, "m-over", ["Late"])
