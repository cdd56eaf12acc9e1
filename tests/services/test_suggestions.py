"""Candidates for a replacement, beside today's mentor."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound, ScoresOff
from app.services.matching import rules, suggestions
from app.services.participants import profile
from app.services.rematching import rematch
from model import rematch as library
from model.errors import WeightsMissing
from model.outcomes import Outcomes
from model.programme import Person, Programme
from tests.conftest import COORDINATOR, participant
from tests.fakes import FakeEmbedder, FakeGoalReader, FakeModels, FakeReader


def ask(session: Session, *missing: str) -> None:
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=missing, reason="Please.")


def test_todays_mentor_stands_beside_the_candidates(session: Session) -> None:
    found = suggestions.candidates(session, "mia")
    [today] = found.today
    assert (today.mentor.name, today.mentorship_id) == ("Carl Mentor", "m-bad")


def test_a_candidate_is_told_with_what_fits_and_the_room_they_have(session: Session) -> None:
    [candidate] = suggestions.candidates(session, "mia").candidates
    assert candidate.mentor.location == "Leeds"
    assert (candidate.capacity, candidate.mentees_now, candidate.places_free) == (3, 2, 1)
    assert (candidate.fits[0].goal, candidate.fits[0].expertise) == (
        "learn to negotiate contracts",
        "negotiate contracts",
    )


def test_the_candidate_fits_better_than_todays_mentor(session: Session) -> None:
    found = suggestions.candidates(session, "mia")
    assert found.candidates[0].score > found.today[0].score


def test_the_gain_over_todays_mentor_is_told_as_a_band(session: Session) -> None:
    [candidate] = suggestions.candidates(session, "mia").candidates
    assert candidate.gain == "clearly_better"


def test_what_does_not_fit_is_told_too(session: Session) -> None:
    [candidate] = suggestions.candidates(session, "mia").candidates
    [misfit] = candidate.misfits
    assert (misfit.kind, misfit.goal) == ("unmet", "speak in front of groups")


def test_nobody_who_does_not_do_better_than_todays_mentor_is_offered(session: Session) -> None:
    ask(session, "expertise_fit")
    profile.update(session, participant("dora"), "dora", expertise="knitting")
    found = suggestions.candidates(session, "mia")
    assert (found.candidates, found.none_clearly_better) == ((), True)
    assert found.why_none == (
        "One mentor who could take over does less well than Carl Mentor, by the same measure."
    )


def test_todays_mentor_without_a_word_of_expertise_can_not_be_compared_with(
    session: Session,
) -> None:
    profile.update(session, participant("carl"), "carl", expertise="")
    found = suggestions.candidates(session, "mia")
    assert found.compared_with is None
    assert (found.today[0].mentor.name, found.today[0].score) == ("Carl Mentor", 0.0)


def test_whom_only_a_rule_keeps_out_is_told_with_the_rule(session: Session) -> None:
    told = {
        one.mentor.person_id: (one.why_not, one.remedy)
        for one in suggestions.candidates(session, "mia").tempting
    }
    assert told == {
        "eve": ("shares no language with the mentee", None),
        "rita": ("is in the mentee's line of management", None),
    }


def test_a_rule_about_which_something_can_be_done_is_told_as_such(session: Session) -> None:
    rules.pause(session, COORDINATOR, "dora")
    found = suggestions.candidates(session, "mia").tempting
    assert ("dora", "rule") in {(one.mentor.person_id, one.remedy) for one in found}
    rules.lift(session, COORDINATOR, "on_pause", "dora")
    profile.update(session, participant("dora"), "dora", capacity=2)
    found = suggestions.candidates(session, "mia").tempting
    assert ("dora", "place") in {(one.mentor.person_id, one.remedy) for one in found}


# ---- what went wrong changes the search --------------------------------------------------------


def test_without_a_request_the_reasons_of_the_flag_change_the_search(session: Session) -> None:
    [change] = suggestions.candidates(session, "mia").changed_by
    assert (change.aspect, change.signals) == ("availability", ("mentor_availability",))
    assert not change.said


def test_what_a_request_names_as_missing_counts_before_the_flag(session: Session) -> None:
    ask(session, "listening")
    [change] = suggestions.candidates(session, "mia").changed_by
    assert (change.aspect, change.signals, change.said) == ("manner", ("listening",), True)


def test_a_request_that_names_nothing_leaves_it_to_the_flag(session: Session) -> None:
    ask(session)
    [change] = suggestions.candidates(session, "mia").changed_by
    assert (change.aspect, change.said) == ("availability", False)


def test_where_nothing_went_wrong_nothing_changes_the_search(session: Session) -> None:
    assert suggestions.candidates(session, "ned").changed_by == ()


def test_where_time_was_missing_kept_appointments_are_told(session: Session) -> None:
    found = suggestions.candidates(session, "mia")
    carl, dora = found.today[0].appointments, found.candidates[0].appointments
    assert carl == suggestions.Appointments(3, 4)
    assert dora == suggestions.Appointments(1, 1)


def test_where_something_else_was_missing_nobodys_record_is_told(session: Session) -> None:
    ask(session, "listening")
    found = suggestions.candidates(session, "mia")
    assert {one.appointments for one in (*found.today, *found.candidates)} == {None}


def test_how_mentees_felt_with_a_mentor_moves_the_order(session: Session) -> None:
    before = suggestions.candidates(session, "mia").candidates[0].score
    ask(session, "listening")
    assert suggestions.candidates(session, "mia").candidates[0].score != before


@pytest.mark.parametrize(
    ("missing", "looked_up"),
    [
        ("expertise_fit", []),
        ("mentor_availability", [None]),
        ("listening", [FakeReader]),
    ],
)
def test_no_record_is_looked_up_that_the_search_does_not_ask_for(
    session: Session, monkeypatch: pytest.MonkeyPatch, missing: str, looked_up: list[object]
) -> None:
    ask(session, missing)
    readers: list[object] = []

    def records(_programme: Programme, _day: object, reader: object) -> dict[str, object]:
        readers.append(reader and type(reader))
        return {}

    monkeypatch.setattr(library, "records_of", records)
    suggestions.candidates(session, "mia")
    assert readers == looked_up


def test_nobody_waits_for_the_database_while_the_model_reads(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []
    read = FakeGoalReader.goals

    def goals(self: FakeGoalReader, mentees: list[Person]) -> object:
        held.append(session.in_transaction())
        return read(self, mentees)

    monkeypatch.setattr(FakeGoalReader, "goals", goals)
    suggestions.candidates(session, "mia")
    assert held == [False]


def test_if_no_one_can_it_says_why(session: Session) -> None:
    profile.update(session, participant("dora"), "dora", capacity=2)
    found = suggestions.candidates(session, "mia")
    assert found.candidates == ()
    assert found.why_none == (
        "No one can take over today. Of 4 who offer mentoring: 1 already their mentor, "
        "1 with no free place, 1 with no shared language, "
        "1 in the mentee's line of management."
    )


def test_without_goals_it_asks_for_them(session: Session) -> None:
    profile.update(session, participant("mia"), "mia", goals="")
    assert "has written no goals" in (suggestions.candidates(session, "mia").why_none or "")


def test_without_weights_it_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_embedder: object, _texts: object) -> None:
        raise WeightsMissing("the package is missing; install it")

    monkeypatch.setattr(FakeEmbedder, "encode", fail)
    with pytest.raises(ScoresOff, match="the package is missing"):
        suggestions.candidates(session, "mia")


def test_without_a_released_model_it_says_so(session: Session, models: FakeModels) -> None:
    models.broken = "it was changed by hand"
    with pytest.raises(ScoresOff, match="it was changed by hand"):
        suggestions.candidates(session, "mia")


def test_an_unknown_mentee_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        suggestions.candidates(session, "nobody")


def test_it_is_told_whether_earlier_outcomes_join_the_ranking(session: Session) -> None:
    told = suggestions.candidates(session, "mia").outcomes
    assert told is None or "not used" in told


def test_what_earlier_mentorships_teach_is_learnt_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[Programme] = []

    def learn(programme: Programme, *_: object) -> Outcomes:
        learnt.append(programme)
        return Outcomes(used=False, cases=7, gone_badly=3)

    monkeypatch.setattr("model.outcomes.learn", learn)
    for _ in range(2):
        assert "7 mentorships" in (suggestions.candidates(session, "mia").outcomes or "")
    assert len(learnt) == 1


def test_what_earlier_mentorships_teach_moves_the_order(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Outcomes, "added", lambda _self, _one, _all, fits: -2.0 * fits)
    before = suggestions.candidates(session, "mia").candidates
    monkeypatch.undo()
    assert before != suggestions.candidates(session, "mia").candidates
