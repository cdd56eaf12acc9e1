"""A rematch from the mentee's wish to the coordinator's answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignIn

Read = Callable[[FlaskClient, str], str]
ASK = "/mentee/mentorships/m-bad/rematch"
CANDIDATES = "/coordinator/mentorships/m-bad/candidates"
WISH = {"what_is_missing": ["mentor_availability"], "reason": "Someone with an hour for me."}


@pytest.fixture
def asked(mentee: FlaskClient) -> None:
    assert mentee.post(ASK, data=WISH).status_code == 302


def test_the_page_says_who_reads_it_and_what_happens_next(mentee: FlaskClient, read: Read) -> None:
    said = read(mentee, ASK)
    assert "Read by: programme coordinators. Not by your mentor. Not by your manager." in said
    assert "Nothing is told to Carl Mentor until a coordinator has decided" in said


def test_the_choices_speak_as_the_mentee_would(mentee: FlaskClient, read: Read) -> None:
    assert "my mentor is hard to get hold of" in read(mentee, ASK)


@pytest.mark.usefixtures("asked")
def test_the_mentee_sees_that_it_was_sent_and_can_take_it_back(
    mentee: FlaskClient, read: Read
) -> None:
    said = read(mentee, "/mentee/")
    assert "You asked for a rematch on Fri 20 Nov 2026" in said
    answer = mentee.post("/mentee/rematch-requests/1/withdraw", follow_redirects=True)
    assert "Your request is withdrawn" in answer.text
    assert "You asked for a rematch" not in read(mentee, "/mentee/")


def test_an_empty_wish_is_asked_for_at_its_field(mentee: FlaskClient) -> None:
    answer = mentee.post(ASK, data={"reason": " "})
    assert answer.status_code == 422
    assert 'id="reason-wrong"' in answer.text


@pytest.mark.usefixtures("asked")
def test_a_second_tab_is_told_and_keeps_what_was_written(mentee: FlaskClient) -> None:
    answer = mentee.post(ASK, data={"reason": "Words from another tab."})
    assert answer.status_code == 422
    assert "open already. Take it back first" in answer.text
    assert "Words from another tab.</textarea>" in answer.text


def test_nobody_asks_in_someone_elses_mentorship(sign_in: SignIn) -> None:
    assert sign_in("dora@example.org").post(ASK, data=WISH).status_code == 404


@pytest.mark.usefixtures("asked")
def test_the_mentor_learns_nothing_of_it(mentor: FlaskClient, read: Read) -> None:
    said = read(mentor, "/mentor/")
    assert "rematch" not in said
    assert "hour for me" not in said


@pytest.mark.usefixtures("asked")
def test_the_coordinator_sees_it_in_the_list_the_page_and_the_rematches(
    coordinator: FlaskClient, read: Read
) -> None:
    assert "Asks for a rematch" in read(coordinator, "/coordinator/mentorships")
    said = read(coordinator, "/coordinator/mentorships/m-bad")
    assert "Someone with an hour for me." in said
    assert "Nobody has been asked yet." in said
    said = read(coordinator, "/coordinator/rematches")
    assert "Waiting for you 1" in said
    assert "Mia Mentee asked on Fri 20 Nov 2026." in said


def test_nobody_waiting_is_said(coordinator: FlaskClient, read: Read) -> None:
    assert "Nobody is waiting" in read(coordinator, "/coordinator/rematches")


def test_todays_mentor_stands_beside_the_candidates(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, CANDIDATES)
    assert "1 candidate, beside Carl Mentor" in said
    for part in (
        "negotiate contracts",
        "1 place free",
        "Counsel, Law",
        "Clearly better than today",
    ):
        assert part in said


def test_a_fit_is_told_in_words_and_never_as_a_figure(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, CANDIDATES)
    assert "of 100" not in said
    assert "0." not in said


def test_the_page_says_what_changed_the_search(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, CANDIDATES)
    assert "Because time was missing, free places and kept appointments count more." in said
    assert "Going by the reasons of the flag; no request names what is missing." in said
    assert "Keeps appointments 3 of 4 1 of 1" in said


@pytest.mark.usefixtures("asked")
def test_what_the_request_names_is_said_to_come_from_it(
    coordinator: FlaskClient, read: Read
) -> None:
    assert "Going by what the request names as missing." in read(coordinator, CANDIDATES)


def test_what_does_not_fit_is_told_beside_what_does(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, CANDIDATES)
    assert "speak in front of groups nothing offered for it nothing offered for it" in said


def test_whom_only_a_rule_keeps_out_is_told_with_the_rule(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, CANDIDATES)
    offered, _, barred = said.partition("Would fit better, but may not")
    assert "Rita" not in offered and "Ève" not in offered
    assert "Would fit, but is in the mentee's line of management" in barred
    assert "Would fit, but shares no language with the mentee" in barred


@pytest.mark.parametrize("missing", ["mentor_availability", "listening"])
def test_nothing_is_told_of_what_others_wrote_about_a_candidate(
    coordinator: FlaskClient, mentee: FlaskClient, missing: str
) -> None:
    mentee.post(ASK, data={"what_is_missing": [missing]})
    page = coordinator.get(CANDIDATES).text
    assert "Dora Mentor" in page
    for written in ("helped me plan", "helped a lot", "came prepared", "Ned"):
        assert written not in page


def test_that_what_others_said_moved_the_order_is_told_in_general_words(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    mentee.post(ASK, data={"what_is_missing": ["listening"]})
    said = read(coordinator, CANDIDATES)
    assert "how mentees have felt with a mentor moves the order" in said
    assert "What they wrote is not shown here." in said
    assert "appointments" not in said


def test_that_no_one_is_clearly_better_is_an_answer_with_what_can_help(
    coordinator: FlaskClient, sign_in: SignIn, read: Read
) -> None:
    sign_in("dora@example.org").post(
        "/mentor/expertise", data={"expertise": "negotiate contracts", "capacity": 2}
    )
    said = read(coordinator, CANDIDATES)
    assert "No one who could take over is clearly better than Carl Mentor" in said
    assert "1 with no free place" in said
    assert "Another place: Dora Mentor would fit better, but has no free place." in said
    assert "Goals said more openly: ask Mia Mentee" in said


def test_without_goals_the_page_asks_for_them(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    mentee.post("/mentee/goals", data={"goals": ""})
    said = read(coordinator, CANDIDATES)
    assert "Mia Mentee has written no goals, so nothing says what would fit." in said
    assert "is clearly better" not in said


def test_without_a_request_candidates_are_only_to_look_at(coordinator: FlaskClient) -> None:
    page = coordinator.get(CANDIDATES).text
    assert "/propose/" not in page and "/approve/" not in page
    assert "One of them has told you that they want a change?" in page


def test_without_a_model_the_page_says_so(
    coordinator: FlaskClient, read: Read, models: object
) -> None:
    models.broken = "gone. Run make train."  # type: ignore[attr-defined]
    assert "Scores are off: gone." in read(coordinator, CANDIDATES)


@pytest.mark.usefixtures("asked")
def test_if_all_three_have_agreed_it_says_what_happens_and_then_does_it(
    coordinator: FlaskClient, mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    path = "/coordinator/rematch-requests/1/approve/dora"
    assert path in coordinator.get(path.replace("approve", "propose")).text
    said = read(coordinator, path)
    assert "The mentorship with Carl Mentor ends on Fri 20 Nov 2026" in said
    assert "Dora Mentor then has 3 mentees of 3" in said
    words = {"message": "Good luck to you both.", "to_old_mentor": "Thank you, Carl."}
    answer = coordinator.post(path, data=words)
    assert answer.status_code == 302
    new = coordinator.get(answer.location).text
    assert "Dora Mentor now mentors Mia Mentee" in new
    home = read(mentee, "/mentee/")
    assert "Dora Mentor, your mentor" in home
    assert "Good luck to you both." in home
    assert "Thank you, Carl." in read(mentor, "/mentor/")


@pytest.mark.usefixtures("asked")
def test_a_no_needs_an_answer_and_the_mentee_reads_it(
    coordinator: FlaskClient, mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    path = "/coordinator/rematch-requests/1/decline"
    assert coordinator.post(path, data={"answer": ""}).status_code == 422
    coordinator.post(path, data={"answer": "Let us talk, the three of us."})
    assert "Let us talk, the three of us." in read(mentee, "/mentee/")
    assert "Let us talk" not in read(mentor, "/mentor/")


@pytest.mark.usefixtures("asked")
def test_a_second_coordinator_is_told_that_it_was_decided_and_keeps_the_answer(
    coordinator: FlaskClient,
) -> None:
    path = "/coordinator/rematch-requests/1/decline"
    coordinator.post(path, data={"answer": "No."})
    answer = coordinator.post(path, data={"answer": "A long and kind answer."})
    assert answer.status_code == 422
    assert "is not open any more" in answer.text
    assert "A long and kind answer.</textarea>" in answer.text
