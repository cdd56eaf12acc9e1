"""The homes of mentee and mentor, and the pages that are the same for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db.tables import MentorshipRow
from app.services import current_session
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.mail import messages
from app.services.participants import concerns, goals
from app.services.review import case_waiting, cases
from model.programme import Mentorship
from tests.conftest import COORDINATOR, SignIn, participant
from tests.small_programme import DAY, MENTORSHIPS, programme

Read = Callable[[FlaskClient, str], str]
NOT_SURE = "/participant/mentorships/m-bad/not-sure"
ASK = "/participant/mentorships/m-bad/ask-to-look"
GOALS = "/participant/mentorships/m-bad/goals"
LEAVE = "/participant/mentorships/m-bad/leave"
PAUSE = "/participant/mentorships/m-bad/pause"


def set_kind(app: Flask, kind: str) -> None:
    with app.app_context():
        session = current_session()
        session.get_one(MentorshipRow, "m-bad").kind = kind
        session.commit()


# ---- when it does not work ---------------------------------------------------------------------


def test_a_quiet_button_leads_to_three_ways_and_says_what_will_not_happen(
    mentee: FlaskClient, read: Read
) -> None:
    assert NOT_SURE in mentee.get("/mentee/").text
    page = mentee.get(NOT_SURE).text
    for way in ("help-me-say-it", "ask-to-look", "rematch"):
        assert f'm-bad/{way}"' in page
    said = read(mentee, NOT_SURE)
    assert "Carl Mentor is not told that you were here." in said
    assert "You have opened a page; nothing has been sent." in said


def test_opening_the_page_asks_for_nothing(app: Flask, mentee: FlaskClient) -> None:
    mentee.get(NOT_SURE)
    with app.app_context():
        assert concerns.own(current_session(), participant("mia")) == {}


def test_a_mentor_can_ask_to_be_released(mentor: FlaskClient, read: Read) -> None:
    assert "Ask to be released" in read(mentor, NOT_SURE)
    assert "I would like to be released" in mentor.get(f"{ASK}?wish=released").text


def test_asking_is_confirmed_and_the_other_side_sees_nothing_of_it(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    before = read(mentor, "/mentor/")
    mentee.post(ASK, data={"words": "I do not dare to say it."})
    assert "You asked the coordinators to look" in read(mentee, "/mentee/")
    assert read(mentor, "/mentor/") == before


def test_the_coordinators_answer_stands_on_the_home(
    app: Flask, mentee: FlaskClient, read: Read
) -> None:
    mentee.post(ASK)
    with app.app_context():
        session = current_session()
        [one] = concerns.own(session, participant("mia"))["m-bad"]
        case = cases.of_mentorship(session, "m-bad")
        assert case is not None
        words = "Let us have a coffee."
        case_waiting.answer(session, COORDINATOR, case.case_id, one.concern_id, words)
    assert "Let us have a coffee." in read(mentee, "/mentee/")


def test_what_was_asked_is_taken_back_with_one_click(mentee: FlaskClient, read: Read) -> None:
    mentee.post(ASK, data={"words": "Hm."})
    page = mentee.post("/participant/concerns/1/take-back", follow_redirects=True)
    assert "your words are removed" in page.text
    assert "You asked the coordinators to look" not in read(mentee, "/mentee/")


# ---- goals -------------------------------------------------------------------------------------


def test_goals_begin_with_what_the_mentee_wrote_and_the_mentor_sees_what_was_chosen(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    assert "speak in front of groups" in read(mentee, GOALS)
    assert "speak in front of groups" not in read(mentor, GOALS)
    mentee.post(f"{GOALS}/split", data={"text": ["speak in front of groups", "made up"]})
    said = read(mentor, GOALS)
    assert "speak in front of groups" in said
    assert "made up" not in said and "negotiate" not in said


def test_how_far_a_goal_is_stands_on_both_homes(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    mentor.post(GOALS, data={"text": "Lead a talk"})
    mentee.post("/participant/goals/1", data={"text": "Lead a talk", "progress": "75"})
    for client, home in ((mentee, "/mentee/"), (mentor, "/mentor/")):
        assert "Lead a talk Nearly there" in " ".join(read(client, home).split())


def test_a_goal_is_put_away_and_taken_up_again(mentee: FlaskClient, read: Read) -> None:
    mentee.post(GOALS, data={"text": "Lead a talk"})
    mentee.post("/participant/goals/1/drop")
    assert "1 goal that was put away" in read(mentee, GOALS)
    mentee.post("/participant/goals/1/take-up")
    assert "put away" not in read(mentee, GOALS).split("Another goal")[1]


def test_a_goal_without_words_is_refused(mentee: FlaskClient) -> None:
    answer = mentee.post(GOALS, data={"text": " "})
    assert answer.status_code == 422
    assert "Please write the goal in a few words." in answer.text


# ---- who reads it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "hers", "his"),
    [
        (ASK, "Not by your mentor. Not by your manager.", "Not by your mentee."),
        (LEAVE, "Not by your mentor. Not by your manager.", "Not by your mentee."),
        (PAUSE, "your mentor and the programme coordinators.", "your mentee and the"),
        (GOALS, "both of you and the programme coordinators.", "both of you and the"),
        ("/participant/mentorships/m-bad/meetings/plan", "your mentor and", "your mentee and"),
    ],
)
def test_every_box_says_who_reads_it_to_either_side(
    mentee: FlaskClient, mentor: FlaskClient, read: Read, path: str, hers: str, his: str
) -> None:
    for client, whom in ((mentee, hers), (mentor, his)):
        said = read(client, path)
        assert "Read by: " in said and whom in said


# ---- kinds -------------------------------------------------------------------------------------


def test_peers_are_called_peers(app: Flask, mentee: FlaskClient, read: Read) -> None:
    set_kind(app, "peer")
    said = read(mentee, "/mentee/")
    assert said.startswith("My peer partner")
    assert "Carl Mentor, your peer partner" in said
    assert "the two of you learn from each other" in said
    assert "My peer partner" in mentee.get(NOT_SURE).text
    assert "Ask for another partner" in read(mentee, NOT_SURE)
    assert "My partner cancelled" in read(mentee, "/mentee/mentorships/m-bad/meetings/new")
    assert "Not by your peer partner." in read(mentee, ASK)


def test_in_a_reverse_mentorship_it_is_said_who_learns_from_whom(
    app: Flask, mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    set_kind(app, "reverse")
    assert "you learn from someone junior to you" in read(mentee, "/mentee/")
    assert "someone senior to you learns from you" in read(mentor, "/mentor/")


# ---- pause and leave ---------------------------------------------------------------------------


def test_both_see_that_it_rests_and_either_lets_it_go_on(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    mentee.post(PAUSE, data={"until": "2027-01-10", "reason": "Year-end closing."})
    assert "You asked for the pause." in read(mentee, "/mentee/")
    his = read(mentor, "/mentor/")
    assert "Mia Mentee asked for the pause." in his and "Year-end closing." in his
    mentor.post(f"{PAUSE}/end")
    assert "It rests until" not in read(mentee, "/mentee/")


def test_a_pause_into_the_past_is_refused_at_its_field(mentee: FlaskClient) -> None:
    answer = mentee.post(PAUSE, data={"until": "2026-01-10", "reason": "Hm."})
    assert answer.status_code == 422 and "Choose a day after today" in answer.text


def test_leaving_says_what_happens_first_and_can_be_taken_back(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    assert "It ends today." in read(mentee, LEAVE)
    mentee.post(LEAVE, data={"reason": "relationship", "words": "We are strangers."})
    assert "You ended your mentorship with Carl Mentor." in read(mentee, "/mentee/")
    his = read(mentor, "/mentor/")
    assert "strangers" not in his and "match" not in his
    mentee.post(f"{LEAVE}/undo")
    assert "Carl Mentor, your mentor" in read(mentee, "/mentee/")


def test_coordinators_read_why_somebody_left_and_can_undo_it(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    page = "/coordinator/mentorships/m-bad"
    mentee.post(LEAVE, data={"reason": "relationship", "words": "We are strangers."})
    said = read(coordinator, page)
    assert "Mia Mentee left on Fri 20 Nov 2026." in said and "We are strangers." in said
    coordinator.post(f"{page}/undo-leaving")
    assert "Mia Mentee left on" not in read(coordinator, page)


def test_coordinators_see_goals_and_end_a_pause(
    mentee: FlaskClient, coordinator: FlaskClient, read: Read
) -> None:
    page = "/coordinator/mentorships/m-bad"
    mentee.post(GOALS, data={"text": "Lead a talk"})
    mentee.post(PAUSE, data={"until": "2027-01-10", "reason": "Year-end closing."})
    said = read(coordinator, page)
    assert "Lead a talk" in said and "Year-end closing." in said
    coordinator.post(f"{page}/end-pause")
    assert "It rests until" not in read(coordinator, page)


def test_a_thank_you_is_sent_only_by_whoever_ticks_it(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    said = {"reason": "goals_met", "thanks": "Thank you, Carl."}
    mentee.post(LEAVE, data=said)
    assert "Thank you, Carl." not in read(mentor, "/mentor/")
    mentee.post(f"{LEAVE}/undo")
    mentee.post(LEAVE, data=said | {"send": "y"})
    assert "Mia Mentee writes: " in read(mentor, "/mentor/")


def test_without_a_reason_nothing_ends(mentee: FlaskClient, read: Read) -> None:
    assert mentee.post(LEAVE, data={"words": "Hm."}).status_code == 422
    assert "Carl Mentor, your mentor" in read(mentee, "/mentee/")


# ---- messages ----------------------------------------------------------------------------------


def test_messages_are_read_on_the_home_and_put_away(
    app: Flask, mentee: FlaskClient, read: Read
) -> None:
    with app.app_context():
        session = current_session()
        messages.write(session, COORDINATOR, to_person="mia", text="How are you?")
        session.commit()
    assert "The coordinators write:" in read(mentee, "/mentee/")
    mentee.post("/participant/messages/1/read", data={"side": "mentee"})
    assert "1 message that you have read" in read(mentee, "/mentee/")


# ---- the next meeting --------------------------------------------------------------------------


def test_a_meeting_is_planned_with_time_and_place_and_both_see_it(
    mentee: FlaskClient, mentor: FlaskClient, read: Read
) -> None:
    path = "/participant/mentorships/m-bad/meetings/plan"
    planned = {"on": "2026-11-25", "begins": "10:30", "place": "Room 3"}
    mentee.post(path, data=planned)
    for client, home in ((mentee, "/mentee/"), (mentor, "/mentor/")):
        assert "You meet on Wed 25 Nov 2026, 10:30, Room 3" in read(client, home)


def test_a_planned_meeting_is_moved_and_called_off(mentee: FlaskClient, read: Read) -> None:
    path = "/participant/mentorships/m-bad/meetings/plan?meeting=mt-5"
    assert 'value="2026-11-30"' in mentee.get(path).text
    mentee.post(path, data={"on": "2026-12-01", "meeting": "mt-5"})
    assert "You meet on Tue 1 Dec 2026" in read(mentee, "/mentee/")
    mentee.post("/participant/meetings/mt-5/call-off")
    assert "You meet on" not in read(mentee, "/mentee/")


def test_a_planned_meeting_whose_day_has_come_is_told_as_one(
    app: Flask, mentee: FlaskClient, read: Read
) -> None:
    with app.app_context():
        programmes.set_as_of(current_session(), DAY.replace(month=12))
    assert "How did it go with Carl Mentor on Mon 30 Nov 2026?" in read(mentee, "/mentee/")
    path = "/mentee/mentorships/m-bad/meetings/new?meeting=mt-5"
    assert 'value="2026-11-30"' in mentee.get(path).text
    mentee.post(path, data={"meeting": "mt-5", "status": "held", "on": "2026-12-01", "rating": "4"})
    assert read(mentee, "/mentee/").count("30 Nov 2026") == 0


# ---- a mentor with several mentees -------------------------------------------------------------


@pytest.fixture
def busy(app: Flask, sign_in: SignIn) -> FlaskClient:
    """Carl, who has three mentees now."""
    more = {
        one.mentorship_id: one
        for one in (
            *MENTORSHIPS,
            Mentorship("m-2", "carl", "zoe", DAY.replace(month=9)),
            Mentorship("m-3", "carl", "eve", DAY.replace(month=9)),
        )
    }
    with app.app_context():
        session = current_session()
        imports.import_programme(session, replace(programme(), mentorships=more), replacing=False)
        programmes.set_as_of(session, DAY)
    return sign_in("carl@example.org")


SEVERAL = {
    "m-bad-status": "",
    "m-bad-on": "2026-11-20",
    "m-2-status": "held",
    "m-2-on": "2026-11-18",
    "m-2-rating": "4",
    "m-3-status": "cancelled:mentor",
    "m-3-on": "2026-11-19",
    "m-3-feedback": "My fault.",
}


def test_each_mentee_has_a_line_with_what_is_next(busy: FlaskClient, read: Read) -> None:
    said = read(busy, "/mentor/")
    for name in ("Mia Mentee", "Zoë Ørsted", "Ève Mentor"):
        assert name in said
    assert "Find a day for your first meeting with Zoë Ørsted" in said


def test_how_it_went_with_several_is_said_on_one_page(busy: FlaskClient, read: Read) -> None:
    answer = busy.post("/mentor/several", data=SEVERAL, follow_redirects=True)
    assert "2 meetings are saved." in answer.text
    said = read(busy, "/mentor/")
    assert "My fault." in said and "You called it off" in said
    assert said.count("20 Nov 2026") == 0


def test_if_one_of_several_can_not_be_none_is_saved_and_the_words_stay(
    busy: FlaskClient, read: Read
) -> None:
    answer = busy.post("/mentor/several", data=SEVERAL | {"m-2-on": "2027-01-01"})
    assert answer.status_code == 422
    assert "Choose an earlier day" in answer.text and "My fault." in answer.text
    assert "My fault." not in read(busy, "/mentor/")


def test_alternatives_are_seen_before_anyone_complains_and_name_nobody(
    mentee: FlaskClient, read: Read
) -> None:
    mentee.get("/mentee/")
    said = read(mentee, "/mentee/")
    assert "the coordinators can look wider" in said
    assert "Dora" not in said


def test_goals_are_kept_apart_by_mentorship(app: Flask, mentee: FlaskClient, read: Read) -> None:
    with app.app_context():
        goals.add(current_session(), participant("ned"), "m-good", ["A secret plan"])
    assert "A secret plan" not in read(mentee, "/mentee/")
    assert mentee.get("/participant/goals/1").status_code == 404
