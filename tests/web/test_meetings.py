"""Where mentees and mentors write: meetings, feedback, goals, expertise."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db.tables import MentorshipRow
from app.services import current_session
from app.services.participants import appointments, meeting_steps, meetings, next_steps
from tests.conftest import SignIn, participant
from tests.small_programme import DAY

Read = Callable[[FlaskClient, str], str]
NEW = "/mentee/mentorships/m-bad/meetings/new"
MET = {
    "status": "held",
    "on": "2026-11-18",
    "rating": "2",
    "feedback": "He cancelled twice before.",
}


def test_the_mentee_first_sees_the_next_thing_to_do(
    app: Flask, mentee: FlaskClient, read: Read
) -> None:
    with app.app_context():
        appointments.call_off(current_session(), participant("mia"), "mt-5")
    said = read(mentee, "/mentee/")
    assert said.startswith("My mentor You last met Carl Mentor 18 days ago")
    assert "Have you met since, or did something come between?" in said


@pytest.fixture
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only meetings give something to do."""
    monkeypatch.setattr(next_steps, "SOURCES", (meeting_steps.steps,))


@pytest.mark.usefixtures("nothing_else")
def test_nothing_waits_while_the_next_meeting_is_planned(mentee: FlaskClient, read: Read) -> None:
    said = read(mentee, "/mentee/")
    assert said.startswith("My mentor Nothing waits for you You meet Carl Mentor on Mon 30 Nov")


@pytest.mark.usefixtures("nothing_else")
def test_who_has_said_why_there_was_no_meeting_is_not_asked_again(
    mentee: FlaskClient, read: Read
) -> None:
    missed = MET | {"status": "cancelled:mentor", "rating": ""}
    assert mentee.post(NEW, data=missed).status_code == 302
    said = read(mentee, "/mentee/")
    assert "You wrote about Wed 18 Nov 2026. The coordinators can read it" in said
    assert "Have you met since" not in said


def test_a_mentee_who_is_a_mentor_too_sees_what_waits_there(
    app: Flask, mentee: FlaskClient, read: Read
) -> None:
    with app.app_context():
        session = current_session()
        row = session.get_one(MentorshipRow, "m-good")
        row.mentor_id = "mia"
        session.commit()
        meetings.record(session, participant("ned"), "m-good", on=DAY, status="held", feedback="x")
    said = read(mentee, "/mentee/")
    assert "For those whom you mentor: How did it go with Ned Mentee" in said


def test_a_meeting_without_a_word_is_asked_about(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    mentee.post(NEW, data=MET)
    assert "How did it go with Mia Mentee on Wed 18 Nov 2026?" in read(mentor, "/mentor/")


@pytest.mark.parametrize(
    ("email", "path", "reader"),
    [
        ("mia@example.org", NEW, "Not by your mentor."),
        ("mia@example.org", "/mentee/meetings/mt-3/feedback", "Not by your mentor."),
        ("carl@example.org", "/mentor/meetings/mt-3/feedback", "Not by your mentee."),
    ],
)
def test_every_box_says_who_reads_it(
    sign_in: SignIn, read: Read, email: str, path: str, reader: str
) -> None:
    said = read(sign_in(email), path)
    assert f"Read by: programme coordinators. {reader} Not by your manager." in said


def test_a_note_is_saved_confirmed_and_counts_at_once(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    answer = mentee.post(NEW, data=MET, follow_redirects=True)
    assert "Your meeting is saved." in answer.text
    assert "Carl Mentor cannot" in answer.text
    said = read(coordinator, "/coordinator/mentorships/m-bad")
    assert "“He cancelled twice before.”" in said
    assert "the score follows in a moment" not in said


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"on": "2026-07-01"}, "The mentorship began on 3 August 2026."),
        ({"on": "2026-12-01"}, "Choose an earlier day, or plan the meeting instead."),
        ({"on": "yesterday"}, "Please give the day"),
        ({"feedback": "x" * 20_001}, "at most 20,000 fit"),
        ({"rating": "7"}, "Not a valid choice"),
        ({"minutes": "-1"}, "Minutes are between 0 and 1440."),
        ({"status": "danced"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_written_stays(
    mentee: FlaskClient, change: dict[str, str], complaint: str
) -> None:
    answer = mentee.post(NEW, data=MET | change)
    assert answer.status_code == 422
    assert complaint in answer.text
    assert change.get("feedback", MET["feedback"]) in answer.text


def test_a_text_of_many_lines_fits_however_the_browser_breaks_them(mentee: FlaskClient) -> None:
    lines = "\r\n".join(["x" * 9] * 2000)
    assert mentee.post(NEW, data=MET | {"feedback": lines}).status_code == 302


def test_who_cancelled_is_asked_in_the_first_person(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    assert "My mentor cancelled" in read(mentee, NEW)
    mentee.post(NEW, data=MET | {"status": "cancelled:mentor"})
    assert "Cancelled by the mentor" in read(coordinator, "/coordinator/mentorships/m-bad")


def test_a_meeting_that_never_came_about_blames_nobody(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    mentee.post(NEW, data=MET | {"status": "cancelled"})
    said = read(coordinator, "/coordinator/mentorships/m-bad")
    assert "Wed 18 Nov 2026 Cancelled Mentee" in said


def test_feedback_can_be_corrected(mentee: FlaskClient, read: Read) -> None:
    path = "/mentee/meetings/mt-3/feedback"
    assert "He has cancelled" in mentee.get(path).text
    mentee.post(path, data={"feedback": "It helped.", "rating": "4"})
    assert "It helped." in read(mentee, "/mentee/")


def test_a_side_never_sees_the_others_words_or_any_risk(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    hers, his = read(mentee, "/mentee/"), read(mentor, "/mentor/")
    assert "A good talk, I think." not in hers
    assert "He cancelled again." not in his
    for said in (hers, his):
        assert "risk" not in said.lower()
        assert " %" not in said


@pytest.mark.parametrize(
    "path",
    [
        "/mentee/mentorships/m-good/meetings/new",
        "/mentee/meetings/mt-4/feedback",
        "/mentee/mentorships/m-good/rematch",
    ],
)
def test_nobody_writes_in_someone_elses_mentorship(mentee: FlaskClient, path: str) -> None:
    assert mentee.get(path).status_code == 404


def test_goals_are_saved_and_said_who_reads_them(mentee: FlaskClient, read: Read) -> None:
    assert "Read by:" in read(mentee, "/mentee/goals")
    mentee.post("/mentee/goals", data={"goals": "Sing in tune."})
    assert "Sing in tune." in read(mentee, "/mentee/")


def test_expertise_and_capacity_are_saved(mentor: FlaskClient, read: Read) -> None:
    mentor.post("/mentor/expertise", data={"expertise": "Harbours.", "capacity": "3"})
    said = read(mentor, "/mentor/")
    assert "Harbours." in said
    assert "Room for 3 mentees at once; 1 now." in said


def test_a_capacity_that_cannot_be_is_said(mentor: FlaskClient) -> None:
    answer = mentor.post("/mentor/expertise", data={"expertise": "x", "capacity": "-2"})
    assert answer.status_code == 422


def test_whoever_has_no_mentor_is_told_how_to_find_one(mentor: FlaskClient, read: Read) -> None:
    assert "No mentor yet" in read(mentor, "/mentee/")


def test_whoever_has_no_mentees_is_told_what_to_do(mentee: FlaskClient, read: Read) -> None:
    assert "No mentees yet" in read(mentee, "/mentor/")
