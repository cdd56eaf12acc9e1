"""A rematch from the coordinator's proposal to both people's yes, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import current_session
from app.services import programme as programmes
from app.services.bundles import imports
from tests.conftest import SignIn
from tests.small_programme import DAY, programme

Read = Callable[[FlaskClient, str], str]
CANDIDATES = "/coordinator/mentorships/m-bad/candidates"
PROPOSE = "/coordinator/rematch-requests/1/propose/dora"
ASKED = "/participant/proposals/1"
CHOOSE = "/participant/rematch-requests/1/choose"
WORDS = {
    "to_mentor": "Mia would learn from you.",
    "to_mentee": "Dora knows contracts.",
    "to_old_mentor": "Thank you, Carl.",
    "expires_on": "2026-11-30",
}


@pytest.fixture
def dora(sign_in: SignIn) -> FlaskClient:
    return sign_in("dora@example.org")


@pytest.fixture
def asked(mentee: FlaskClient) -> None:
    wish = {"what_is_missing": ["mentor_availability"], "reason": "An hour for me."}
    assert mentee.post("/mentee/mentorships/m-bad/rematch", data=wish).status_code == 302


@pytest.fixture
def proposed(asked: None, coordinator: FlaskClient) -> None:
    assert coordinator.post(PROPOSE, data=WORDS).status_code == 302


# ---- the coordinator ----------------------------------------------------------------------------


@pytest.mark.usefixtures("asked")
def test_a_candidate_stands_beside_todays_mentor_point_by_point(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, CANDIDATES)
    assert "What is wanted Today: Carl Mentor Dora Mentor" in said
    assert "learn to negotiate contracts nothing offered for it negotiate contracts" in said
    assert "Time 1 mentee now, room for 2 in all 1 place free, 2 mentees now" in said
    assert "Keeps appointments 3 of 4 1 of 1" in said
    assert PROPOSE in coordinator.get(CANDIDATES).text


@pytest.mark.usefixtures("asked")
def test_proposing_says_what_happens_and_who_reads_which_words(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, PROPOSE)
    assert "Read by: Dora Mentor and the programme's coordinators. Not by Mia Mentee" in said
    assert "Read by: Mia Mentee and the programme's coordinators. Not by Carl Mentor." in said
    page = coordinator.get(PROPOSE).text
    assert "would you mentor Mia Mentee?" in page
    assert 'value="2026-11-30"' in page


@pytest.mark.usefixtures("asked")
def test_without_a_word_for_the_leaving_mentor_nothing_is_asked(coordinator: FlaskClient) -> None:
    answer = coordinator.post(PROPOSE, data=WORDS | {"to_old_mentor": " "})
    assert answer.status_code == 422
    assert 'id="to_old_mentor-wrong"' in answer.text
    assert "Mia would learn from you." in answer.text


@pytest.mark.usefixtures("proposed")
def test_it_stands_under_whom_it_waits_for_and_can_be_withdrawn(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, "/coordinator/rematches")
    assert "Waiting for a mentor 1" in said
    assert "Dora Mentor is asked; the answer may take until Mon 30 Nov 2026." in said
    assert "Dora Mentor is asked" in read(coordinator, "/coordinator/mentorships/m-bad")
    answer = coordinator.post("/coordinator/proposals/1/withdraw", follow_redirects=True)
    assert "The proposal is withdrawn." in answer.text
    assert "Waiting for you" in answer.text


@pytest.mark.usefixtures("proposed")
def test_while_somebody_is_asked_nobody_else_can_be(coordinator: FlaskClient) -> None:
    assert PROPOSE not in coordinator.get(CANDIDATES).text
    answer = coordinator.post(PROPOSE, data=WORDS)
    assert answer.status_code == 422
    assert "Somebody is asked already for this request." in answer.text


def test_what_was_told_to_a_coordinator_becomes_the_persons_own_request(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    path = "/coordinator/mentorships/m-bad/note-request"
    assert coordinator.post(path, data={"side": "mentee"}).status_code == 422
    answer = coordinator.post(path, data={"side": "mentee", "reason": "Said on the phone."})
    assert answer.location.endswith("/candidates")
    home = read(mentee, "/mentee/")
    assert "You asked for a rematch" in home and "on the phone" not in home


def test_a_proposal_that_nobody_answers_is_back_with_the_coordinator(
    app: Flask, proposed: None, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        programmes.set_as_of(current_session(), DAY + timedelta(11))
    said = read(coordinator, "/coordinator/rematches")
    assert "Waiting for you 1" in said
    assert "Dora Mentor: Nobody answered in time" in said


# ---- the mentor ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("proposed")
def test_the_mentor_reads_first_what_is_asked_and_sees_name_department_goals(
    dora: FlaskClient, read: Read
) -> None:
    assert "Would you mentor Mia Mentee?" in read(dora, "/mentor/")
    said = read(dora, ASKED)
    assert "Mia would learn from you." in said
    assert "Mia Mentee, Sales" in said
    assert "learn to negotiate contracts" in said
    for secret in ("Carl", "An hour for me", "cancelled", "Dora knows contracts"):
        assert secret not in said


@pytest.mark.usefixtures("proposed")
def test_later_needs_a_day_and_is_kept(
    dora: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    assert dora.post(ASKED, data={"answer": "later", "until": "2027-06-01"}).status_code == 422
    assert dora.post(ASKED, data={"answer": "later", "until": "2026-12-04"}).status_code == 302
    assert "Would you mentor" not in read(dora, "/mentor/")
    said = read(coordinator, "/coordinator/rematches")
    assert "Dora Mentor asks for time and is asked again on Fri 4 Dec 2026." in said


@pytest.mark.usefixtures("proposed")
def test_a_no_asks_why_and_only_coordinators_read_it(
    dora: FlaskClient, coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    answer = dora.post(ASKED, data={"answer": "no"})
    assert answer.status_code == 422
    assert 'id="reason-wrong"' in answer.text and '<details class="sheet roomy" open' in answer.text
    no = {"answer": "no", "reason": "too_close", "words": "We are cousins."}
    assert dora.post(ASKED, data=no).status_code == 302
    said = read(coordinator, "/coordinator/rematches")
    assert "We know each other too well" in said and "We are cousins." in said
    assert "cousins" not in read(mentee, "/mentee/")
    assert mentee.get(ASKED).status_code == 404


@pytest.mark.usefixtures("proposed")
def test_an_answer_that_nobody_offers_changes_nothing(dora: FlaskClient) -> None:
    assert dora.post(ASKED, data={"answer": "perhaps"}).status_code == 422


# ---- the mentee ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("proposed")
def test_after_the_mentors_yes_the_mentee_is_asked_and_her_yes_begins_it(
    dora: FlaskClient, mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    assert mentee.get(ASKED).status_code == 404
    dora.post(ASKED, data={"answer": "yes"})
    assert "Dora Mentor would be glad to mentor you" in read(mentee, "/mentee/")
    said = read(mentee, ASKED)
    assert "Dora knows contracts." in said
    assert "Counsel, Law" in said and "Leeds" in said
    assert "negotiate contracts" in said
    assert "Carl Mentor does not know." in said
    assert mentee.post(ASKED, data={"answer": "yes"}).status_code == 302
    assert "Dora Mentor, your mentor" in read(mentee, "/mentee/")
    assert "Mia Mentee" in read(dora, "/mentor/")
    assert "Thank you, Carl." in read(mentor, "/mentor/")


@pytest.mark.usefixtures("proposed")
def test_her_no_leaves_everything_as_it_is(
    dora: FlaskClient, mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    dora.post(ASKED, data={"answer": "yes"})
    mentee.post(ASKED, data={"answer": "no", "reason": "stay", "words": ""})
    assert "Carl Mentor, your mentor" in read(mentee, "/mentee/")
    assert "I would rather stay with my mentor" in read(coordinator, "/coordinator/rematches")
    assert "There is nothing to answer here any more" in read(mentee, ASKED)


@pytest.mark.usefixtures("asked")
def test_the_mentee_may_choose_and_the_coordinator_asks_by_her_wish(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    path = "/coordinator/rematch-requests/1/let-choose"
    assert "Dora Mentor · Counsel · Law" in read(coordinator, path)
    assert coordinator.post(path, data={"words": "Hello."}).status_code == 422
    sent = {"mentors": ["dora"], "words": "Whom would you like?"}
    assert coordinator.post(path, data=sent).status_code == 302
    assert "Mia Mentee can choose since Fri 20 Nov 2026." in read(
        coordinator, "/coordinator/rematches"
    )
    assert "Whom would you like as your mentor?" in read(mentee, "/mentee/")
    said = read(mentee, CHOOSE)
    assert "Counsel, Law" in said and "negotiate contracts" in said
    assert mentee.post(CHOOSE, data={}).status_code == 422
    assert mentee.post(CHOOSE, data={"first": "dora"}).status_code == 302
    assert "Mia Mentee would like, best first:" in read(coordinator, "/coordinator/rematches")
    assert PROPOSE in coordinator.get("/coordinator/rematches").text


@pytest.mark.usefixtures("asked")
def test_she_may_say_that_none_is_right(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    coordinator.post("/coordinator/rematch-requests/1/let-choose", data={"mentors": ["dora"]})
    mentee.post(CHOOSE, data={"none": "1"})
    assert "none of those shown is right" in read(coordinator, "/coordinator/rematches")


# ---- afterwards ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("proposed")
def test_a_rematch_can_be_undone_from_both_pages_and_the_list(
    dora: FlaskClient, mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    dora.post(ASKED, data={"answer": "yes"})
    mentee.post(ASKED, data={"answer": "yes"})
    done = coordinator.get("/coordinator/rematches?tab=done").text
    undo = "/coordinator/mentorships/m-bad/undo-rematch"
    assert undo in done
    assert undo in coordinator.get("/coordinator/mentorships/m-bad").text
    assert "Rematched on Fri 20 Nov 2026" in read(coordinator, "/coordinator/mentorships/m-bad")
    assert "goes on as if it had not ended" in read(coordinator, undo)
    assert coordinator.post(undo, data={"words": "A slip of ours."}).status_code == 302
    home = read(mentee, "/mentee/")
    assert "Carl Mentor, your mentor" in home and "A slip of ours." in home
    assert "A slip of ours." in read(dora, "/mentor/")
    assert coordinator.get(undo).status_code == 409


@pytest.mark.usefixtures("proposed")
def test_the_follow_up_says_what_can_not_be_claimed(
    dora: FlaskClient, mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    path = "/coordinator/rematches?tab=followup"
    assert "No rematch has taken place yet" in read(coordinator, path)
    dora.post(ASKED, data={"answer": "yes"})
    mentee.post(ASKED, data={"answer": "yes"})
    said = read(coordinator, path)
    assert "Nobody drew lots" in said
    assert "fewer than five" in said
    assert "Still to come" in said and "with Dora Mentor since Fri 20 Nov 2026" in said


# ---- first mentorships of the plan ----------------------------------------------------------------


def test_a_first_mentorship_of_the_plan_begins_with_words_to_both(
    app: Flask, coordinator: FlaskClient, dora: FlaskClient, read: Read
) -> None:
    with app.app_context():
        session = current_session()
        people = dict(programme().people)
        people.pop("zoe"), people.pop("ned")
        from dataclasses import replace

        from model.programme import Person

        pat = Person("pat", "Pat", "pat@example.org", mentee_goals="plan projects")
        bundle = replace(programme(), people={**programme().people, "pat": pat})
        imports.import_programme(session, bundle, replacing=False)
        programmes.set_as_of(session, DAY)
    page = coordinator.get("/coordinator/plan").text
    assert "Start it" in page
    path = "/coordinator/begin?pair=traditional:pat,dora"
    assert "Dora Mentor mentors Pat" in read(coordinator, path)
    sent = {"cadence_days": "14", "to_mentees": "Meet Dora.", "to_mentors": "Meet Pat."}
    assert coordinator.post(path, data=sent).status_code == 302
    assert "Meet Pat." in read(dora, "/mentor/")
    again = coordinator.post(path, data=sent)
    assert again.status_code == 422 and "has a mentor by now" in again.text


def test_a_start_without_a_pair_is_told_as_such(coordinator: FlaskClient) -> None:
    assert coordinator.get("/coordinator/begin").status_code == 422
    assert coordinator.get("/coordinator/begin?pair=x").status_code == 422
