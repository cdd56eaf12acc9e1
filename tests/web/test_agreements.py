"""The page of an agreement for the two and for the coordinator; help to say it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import Base
from app.services.participants import goals
from app.services.repairing import agreements
from tests.conftest import COORDINATOR, SignIn, participant
from tests.web.conftest import Read, words_of

MIA, CARL = participant("mia"), participant("carl")
OWN = "/participant/mentorships/m-bad/agreement"
COORDINATORS = "/coordinator/mentorships/m-bad/agreement"
SAY_IT = "/participant/mentorships/m-bad/help-me-say-it"
TERMS = {
    "cadence_days": "21",
    "medium": "video",
    "goals": "Negotiate one contract.",
    "mentee_brings": "One question, the day before.",
    "mentor_brings": "A fixed half hour.",
    "seen": "0",
}


def test_who_reads_it_stands_above_the_boxes(mentee: FlaskClient, read: Read) -> None:
    said = read(mentee, OWN)
    assert "Read by: both of you and the programme coordinators." in said
    assert said.index("Read by:") < said.index("What are you working towards?")


def test_each_side_is_asked_what_it_brings_itself(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    assert "What does Carl Mentor bring?" in read(mentee, OWN)
    assert "What does Mia Mentee bring?" in read(mentor, OWN)


def test_the_rhythm_and_the_shared_goals_of_today_stand_there_already(
    mentee: FlaskClient, session: Session
) -> None:
    goals.add(session, MIA, "m-bad", ["Speak in front of groups"])
    page = mentee.get(OWN).text
    assert '<option selected value="14">every 2 weeks</option>' in page
    assert "Speak in front of groups</textarea>" in page


def test_a_proposal_is_read_and_agreed_to_by_the_other(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    assert mentee.post(OWN, data=TERMS).status_code == 302
    said = read(mentor, OWN)
    assert "Mia Mentee proposes this" in said
    assert "every 3 weeks" in said and "One question, the day before." in said
    assert "Mia Mentee has agreed" in said and "Carl Mentor has not answered yet" in said
    answer = mentor.post("/participant/agreements/1/agree", follow_redirects=True)
    assert "You two have an agreement." in answer.text
    assert "What holds now" in words_of(answer.text)
    assert "What holds now" in read(mentee, OWN)


def test_whoever_proposed_is_not_asked_to_agree(mentee: FlaskClient, read: Read) -> None:
    mentee.post(OWN, data=TERMS)
    said = read(mentee, OWN)
    assert "Your proposal of" in said
    assert "I agree" not in said
    assert "It holds once Carl Mentor has agreed, too." in said


def test_a_change_shows_what_is_new(mentor: FlaskClient, session: Session, read: Read) -> None:
    first = agreements.propose(session, MIA, "m-bad", cadence_days=14, goals="Plan.")
    agreements.agree(session, CARL, first)
    agreements.propose(session, MIA, "m-bad", cadence_days=28, goals="Plan.")
    proposal = read(mentor, OWN).partition("What holds now")[0]
    assert "every 4 weeks new" in proposal
    assert "Plan. new" not in proposal


def test_a_newer_proposal_is_noticed_and_nothing_is_lost(
    mentee: FlaskClient, session: Session
) -> None:
    agreements.propose(session, CARL, "m-bad", cadence_days=7)
    answer = mentee.post(OWN, data=TERMS)
    assert answer.status_code == 422
    assert "There is a newer proposal than the one you saw." in answer.text
    assert "A fixed half hour.</textarea>" in answer.text
    assert 'name="seen" type="hidden" value="1"' in answer.text


def test_a_coordinator_proposes_and_agrees_for_nobody(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    assert "Read by: both of them and the programme coordinators." in read(
        coordinator, COORDINATORS
    )
    assert coordinator.post(COORDINATORS, data=TERMS).status_code == 302
    said = read(coordinator, COORDINATORS)
    assert "I agree" not in said and "Mia Mentee has not answered yet" in said
    assert "The coordinators propose this" in read(mentee, OWN)


def test_it_is_nobody_elses(sign_in: SignIn, coordinator: FlaskClient) -> None:
    dora = sign_in("dora@example.org")
    assert dora.get(OWN).status_code == 404
    assert dora.post(OWN, data=TERMS).status_code == 404
    assert coordinator.get(OWN).status_code == 403


def test_help_says_that_nobody_reads_it(mentee: FlaskClient, read: Read) -> None:
    said = read(mentee, SAY_IT)
    assert "Read by: nobody." in said
    assert "neither Carl Mentor nor the coordinators are told" in said


def test_help_has_no_form_so_that_nothing_can_be_sent(mentee: FlaskClient) -> None:
    page = mentee.get(SAY_IT).text
    main = page[page.index("<main") :]
    assert "<form" not in main and "method=" not in main
    assert not [part for part in main.split("<textarea")[1:] if "name=" in part.split(">")[0]]


def test_help_stores_nothing_and_leaves_no_trace_of_a_visit(
    mentee: FlaskClient, session: Session
) -> None:
    def rows() -> dict[str, int | None]:
        tables = Base.metadata.sorted_tables
        return {one.name: session.scalar(select(func.count()).select_from(one)) for one in tables}

    before = rows()
    mentee.get(SAY_IT)
    assert rows() == before


def test_help_works_without_scripts(mentee: FlaskClient) -> None:
    page = mentee.get(SAY_IT).text
    assert 'href="mailto:carl@example.org?subject=' in page
    assert page.count("<details") >= 10


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_help_speaks_for_either_side(who: str, request: pytest.FixtureRequest, read: Read) -> None:
    said = read(request.getfixturevalue(who), SAY_IT)
    expected = {
        "mentee": "Carl Mentor is hard to get hold of",
        "mentor": "I have too little time for this",
    }
    assert expected[who] in said


def test_a_coordinators_page_of_an_agreement_is_theirs_alone(mentee: FlaskClient) -> None:
    assert mentee.get(COORDINATORS).status_code == 403


def test_an_ended_mentorship_shows_what_held_and_takes_no_proposal(
    mentor: FlaskClient, read: Read
) -> None:
    said = read(mentor, "/participant/mentorships/m-over/agreement")
    assert "Propose this" not in said


def test_the_coordinator_is_the_actor_of_a_proposal(session: Session) -> None:
    agreements.propose(session, COORDINATOR, "m-bad", cadence_days=7)
    proposal = agreements.of_mentorship(session, "m-bad").proposal
    assert proposal is not None and proposal.proposed_by == "coordinator"
