"""The part of the API that is for mentees and mentors."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

ME = "/api/v1/me"
BAD = f"{ME}/mentorships/m-bad"


def test_one_sees_ones_own_mentorships_with_ones_own_words(mentor: FlaskClient) -> None:
    reply = mentor.get(f"{ME}/mentorships")
    [bad, over] = reply.json
    assert (bad["mentorship_id"], bad["side"], over["active"]) == ("m-bad", "mentor", False)
    assert "A good talk, I think." in reply.text
    assert "He cancelled again" not in reply.text and "risk" not in reply.text


def test_what_waits_is_listed_most_pressing_first(mentee: FlaskClient) -> None:
    weights = [step["weight"] for step in mentee.get(f"{ME}/next-steps").json]
    assert weights == sorted(weights, reverse=True)


def test_a_meeting_is_told_and_corrected(mentee: FlaskClient) -> None:
    entry = {"on": "2026-11-18", "status": "held", "feedback": "Good.", "rating": 4}
    reply = mentee.post(f"{BAD}/meetings", json=entry)
    assert reply.status_code == 201
    key = reply.json["meeting_id"]
    again = mentee.put(f"{ME}/meetings/{key}/feedback", json={"feedback": "Very good."})
    assert again.status_code == 204
    [bad] = mentee.get(f"{ME}/mentorships").json
    met = next(one for one in bad["meetings"] if one["meeting_id"] == key)
    assert (met["feedback"], met["rating"]) == ("Very good.", None)


def test_a_meeting_is_planned_moved_and_called_off(mentee: FlaskClient) -> None:
    planned = {"on": "2026-11-25", "begins": "10:30:00", "place": "Room 3"}
    key = mentee.post(f"{BAD}/meetings/planned", json=planned).json["meeting_id"]
    moved = planned | {"on": "2026-11-26", "meeting_id": key}
    assert mentee.post(f"{BAD}/meetings/planned", json=moved).json["meeting_id"] == key
    assert mentee.delete(f"{ME}/meetings/{key}").status_code == 204
    assert mentee.delete(f"{ME}/meetings/{key}").status_code == 409


def test_goals_are_set_moved_and_put_away(mentee: FlaskClient, mentor: FlaskClient) -> None:
    assert mentee.get(f"{BAD}/goals/offered").json[0] == "learn to negotiate contracts"
    [goal] = mentee.post(f"{BAD}/goals", json={"texts": ["Lead a talk"]}).json
    path = f"{ME}/goals/{goal['goal_id']}"
    assert mentor.patch(path, json={"progress": 100}).json["reached_on"] == "2026-11-20"
    assert mentee.patch(path, json={"dropped": True}).json["dropped_on"] == "2026-11-20"
    assert mentor.get(f"{BAD}/goals").json[0]["text"] == "Lead a talk"


def test_the_coordinators_are_asked_to_look_and_it_is_taken_back(
    mentee: FlaskClient, mentor: FlaskClient
) -> None:
    raised = mentee.post(f"{BAD}/concerns", json={"words": "Please look."})
    assert raised.status_code == 201
    assert mentor.get(f"{ME}/concerns").json == []
    [concern] = mentee.get(f"{ME}/concerns").json
    assert (concern["words"], concern["open"]) == ("Please look.", True)
    path = f"{ME}/concerns/{concern['concern_id']}"
    assert mentor.delete(path).status_code == 404
    assert mentee.delete(path).status_code == 204
    assert mentee.get(f"{ME}/concerns").json == []


def test_it_rests_and_goes_on(mentee: FlaskClient, mentor: FlaskClient) -> None:
    assert mentee.put(f"{BAD}/pause", json={"until": "2027-01-10"}).status_code == 204
    assert mentor.delete(f"{BAD}/pause").status_code == 204
    assert mentor.delete(f"{BAD}/pause").status_code == 409


def test_one_leaves_and_takes_it_back_and_the_other_reads_the_thanks(
    mentee: FlaskClient, mentor: FlaskClient
) -> None:
    words = {"reason": "goals_met", "words": "For you alone.", "thanks": "Thank you!"}
    assert mentee.post(f"{BAD}/leave", json=words).status_code == 204
    [message] = mentor.get(f"{ME}/messages").json
    assert (message["sender"], message["text"]) == ("Mia Mentee", "Thank you!")
    assert mentor.post(f"{ME}/messages/{message['message_id']}/read").status_code == 204
    assert mentor.get(f"{ME}/messages").json[0]["read"] is True
    assert mentor.delete(f"{BAD}/leave").status_code == 409
    assert mentee.delete(f"{BAD}/leave").status_code == 204
    assert mentee.get(f"{ME}/mentorships").json[0]["active"] is True


def test_alternatives_are_a_band(mentee: FlaskClient) -> None:
    mentee.get(f"{ME}/alternatives")
    assert mentee.get(f"{ME}/alternatives").json == {"band": "none_yet"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("post", f"{BAD}/goals", {}, 422),
        ("post", f"{BAD}/goals", {"texts": [""]}, 422),
        ("put", f"{BAD}/pause", {"until": "2020-01-01"}, 422),
        ("post", f"{BAD}/leave", {"reason": "bored"}, 422),
        ("post", f"{ME}/mentorships/m-good/concerns", {}, 404),
        ("post", f"{ME}/mentorships/m-good/leave", {"reason": "other"}, 404),
        ("patch", f"{ME}/goals/99", {"progress": 0}, 404),
        ("get", f"{ME}/mentorships/m-good/goals", None, 404),
    ],
)
def test_a_wrong_call_is_answered_with_a_problem(
    mentee: FlaskClient, method: str, path: str, body: object, status: int
) -> None:
    reply = mentee.open(path, method=method.upper(), json=body)
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"


def test_a_coordinator_has_no_side_of_their_own(coordinator: FlaskClient) -> None:
    assert coordinator.get(f"{ME}/mentorships").status_code == 403
