"""The coordinator's page of rules, and what other pages say of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app.web.words import house_rule
from model.programme import HouseRule
from tests import small_programme

Read = Callable[[FlaskClient, str], str]
RULES = "/coordinator/rules"


def test_at_first_only_the_rules_of_every_programme_hold(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, RULES)
    assert "No rules of the house" in said
    assert "shares no language with the mentee" in said
    assert "5 pairs of mentee and mentor could be made" in said


def test_the_page_is_in_the_bar(coordinator: FlaskClient) -> None:
    assert f'<a href="{RULES}" >Rules</a>' in coordinator.get("/coordinator/").text


def test_rules_for_everyone_are_saved_and_told_in_plain_words(
    coordinator: FlaskClient, read: Read
) -> None:
    values = {"same_department": "excluded", "least_seniority_gap": "-2", "greatest_load": "2"}
    assert coordinator.post(RULES, data=values).status_code == 302
    said = read(coordinator, RULES)
    for part in (
        "The rules for everyone are saved.",
        "3 rules of the house",
        "Mentor and mentee never share a department",
        "The mentor is at most 2 levels below the mentee",
        "Nobody mentors more than 2 at once",
        "Rules out 1 pair today; 2 mentors offer more places",
        "and 4 of them under those of the house",
    ):
        assert part in said
    assert 'value="-2"' in coordinator.get(RULES).text


def test_an_empty_field_lifts_its_rule(coordinator: FlaskClient, read: Read) -> None:
    coordinator.post(RULES, data={"greatest_load": "2"})
    coordinator.post(RULES, data={"greatest_load": ""})
    assert "No rules of the house" in read(coordinator, RULES)


def test_what_can_not_be_is_told_at_its_field_and_kept(coordinator: FlaskClient) -> None:
    answer = coordinator.post(RULES, data={"greatest_load": "many"})
    assert answer.status_code == 422
    assert "&#39;many&#39; is not a whole number of 1 or more" in answer.text
    assert 'id="greatest_load-wrong"' in answer.text
    assert 'value="many"' in answer.text


def test_two_people_can_be_kept_apart(coordinator: FlaskClient, read: Read) -> None:
    pair = {"person_id": "mia", "other_person_id": "carl"}
    assert coordinator.post(f"{RULES}/never-together", data=pair).status_code == 302
    said = read(coordinator, RULES)
    assert "Carl Mentor and Mia Mentee are never paired" in said
    assert "They are in a mentorship now, which goes on until you end it" in said


@pytest.mark.parametrize(
    ("pair", "field"),
    [
        ({"person_id": "mia", "other_person_id": "mia"}, "other_person_id"),
        ({"person_id": "", "other_person_id": "mia"}, "person_id"),
        ({"person_id": "nobody", "other_person_id": "mia"}, "person_id"),
    ],
)
def test_a_pair_that_is_none_is_told_at_its_field(
    coordinator: FlaskClient, read: Read, pair: dict[str, str], field: str
) -> None:
    answer = coordinator.post(f"{RULES}/never-together", data=pair)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert "No rules of the house" in read(coordinator, RULES)


def test_a_mentor_can_be_paused_until_a_day(coordinator: FlaskClient, read: Read) -> None:
    pause = {"mentor_id": "dora", "until": "2026-12-24"}
    coordinator.post(f"{RULES}/pause", data=pause)
    said = read(coordinator, RULES)
    assert "Dora Mentor is on pause until Thu 24 Dec 2026" in said
    assert "Rules out 1 pair today; 2 mentees stay" in said


def test_a_pause_in_the_past_is_told_at_its_field(coordinator: FlaskClient) -> None:
    pause = {"mentor_id": "dora", "until": "2026-11-19"}
    answer = coordinator.post(f"{RULES}/pause", data=pause)
    assert answer.status_code == 422
    assert 'id="until-wrong"' in answer.text


def test_only_who_offers_mentoring_can_be_paused(coordinator: FlaskClient) -> None:
    page = coordinator.get(RULES).text
    choices = re.search(r'<select[^>]* id="mentor_id".*?</select>', page, re.DOTALL)
    assert choices
    assert 'value="dora"' in choices[0]
    assert 'value="mia"' not in choices[0]


def test_every_rule_can_be_lifted_from_its_row(coordinator: FlaskClient, read: Read) -> None:
    coordinator.post(RULES, data={"same_location": "wanted"})
    coordinator.post(f"{RULES}/pause", data={"mentor_id": "dora"})
    coordinator.post(
        f"{RULES}/never-together", data={"person_id": "mia", "other_person_id": "carl"}
    )
    page = coordinator.get(RULES).text
    assert "until you end it" in page
    forms = re.findall(r'action="/coordinator/rules/lift".*?</form>', page, re.DOTALL)
    assert len(forms) == 3
    for form in forms:
        cells = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        answer = coordinator.post(f"{RULES}/lift", data=cells, follow_redirects=True)
        assert "The rule is lifted." in answer.text
    assert "No rules of the house" in read(coordinator, RULES)


def test_a_rule_that_another_coordinator_lifted_is_told(coordinator: FlaskClient) -> None:
    answer = coordinator.post(f"{RULES}/lift", data={"rule": "greatest_load"})
    assert answer.status_code == 409
    assert "not set any more" in answer.text


def test_rules_that_leave_nobody_are_pointed_out(coordinator: FlaskClient, read: Read) -> None:
    for mentor in ("carl", "dora", "eve", "rita"):
        coordinator.post(f"{RULES}/pause", data={"mentor_id": mentor})
    assert "Nobody can be suggested to anybody: lift a rule." in read(coordinator, RULES)


def test_a_name_is_no_markup(coordinator: FlaskClient) -> None:
    small = small_programme.programme()
    people = {**small.people, "dora": replace(small.people["dora"], name="<b>Dora</b>")}
    bundle = replace(small, people=people, rules=(HouseRule("on_pause", "", "dora"),))
    file = {"bundle": (small_programme.as_zip(bundle), "hr.zip")}
    preview = coordinator.post("/coordinator/import", data=file).location
    coordinator.post(preview, data={"mode": "update"})
    page = coordinator.get(RULES).text
    assert "&lt;b&gt;Dora&lt;/b&gt; is on pause" in page
    assert "<b>Dora" not in page


@pytest.mark.parametrize(
    ("rule", "value", "says"),
    [
        ("same_location", "excluded", "Mentor and mentee never share a location"),
        ("same_department", "wanted", "Mentor and mentee always share a department"),
        ("least_seniority_gap", "1", "The mentor is at least 1 level above the mentee"),
        ("least_seniority_gap", "0", "The mentor is not below the mentee"),
        ("least_seniority_gap", "-2", "The mentor is at most 2 levels below the mentee"),
        ("greatest_seniority_gap", "3", "The mentor is at most 3 levels above the mentee"),
        ("greatest_seniority_gap", "0", "The mentor is not above the mentee"),
        ("greatest_seniority_gap", "-1", "The mentor is at least 1 level below the mentee"),
    ],
)
def test_a_rule_says_which_way_it_goes(rule: str, value: str, says: str) -> None:
    assert house_rule(rule, value, [], None).says == says


# ---- on other pages ----------------------------------------------------------------------------


def test_the_preview_says_what_becomes_of_rules_that_are_not_in_the_file(
    coordinator: FlaskClient, read: Read
) -> None:
    coordinator.post(RULES, data={"greatest_load": "2", "same_location": "wanted"})
    file = {"bundle": (small_programme.as_zip(small_programme.programme()), "hr.zip")}
    preview = coordinator.post("/coordinator/import", data=file).location
    said = read(coordinator, preview)
    assert "2 house rules that are set here are not in the file." in said
    assert "Adding keeps them; replacing lifts them." in said
    asked = coordinator.post(preview, data={"mode": "replace"}).text
    assert "2 house rules" in asked
    coordinator.post(preview, data={"mode": "update"})
    assert "2 rules of the house" in read(coordinator, RULES)


def test_a_rematch_can_keep_the_old_two_apart_for_good(
    coordinator: FlaskClient, mentee: FlaskClient, read: Read
) -> None:
    mentee.post("/mentee/mentorships/m-bad/rematch", data={"reason": "Please."})
    path = "/coordinator/rematch-requests/1/approve/dora"
    assert "Never pair the two of today again" in read(coordinator, path)
    coordinator.post(path, data={"never_again": "y"})
    assert "Carl Mentor and Mia Mentee are never paired" in read(coordinator, RULES)


@pytest.mark.parametrize("reader", ["mentee", "mentor", "administrator"])
def test_nobody_else_sees_or_sets_rules(reader: str, request: pytest.FixtureRequest) -> None:
    client: FlaskClient = request.getfixturevalue(reader)
    assert client.get(RULES).status_code == 403
    for path in ("", "/never-together", "/pause", "/lift"):
        assert client.post(RULES + path, data={"rule": "greatest_load"}).status_code == 403
