"""The plan's page: pairs with their reasons, and what a pinned or forbidden pair changes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import current_session
from tests.fakes import FakeModels
from tests.services.test_planning import FAY, OLA, add, ask

Read = Callable[[FlaskClient, str], str]
PLAN = "/coordinator/plan"


@pytest.fixture
def waiting(app: Flask) -> None:
    """Mia asks for a rematch, Ola has no mentor; Dora and Fay have a place each."""
    with app.app_context():
        add(current_session(), OLA, FAY)
        ask(current_session())


def test_while_nobody_waits_the_page_says_so(coordinator: FlaskClient, read: Read) -> None:
    assert "Nobody is waiting for a mentor" in read(coordinator, PLAN)


def test_the_bar_leads_to_the_plan(coordinator: FlaskClient) -> None:
    assert f'href="{PLAN}" >Plan' in coordinator.get("/coordinator/").text


@pytest.mark.parametrize("reader", ["mentee", "mentor", "administrator"])
def test_only_coordinators_see_the_plan(reader: str, request: pytest.FixtureRequest) -> None:
    client: FlaskClient = request.getfixturevalue(reader)
    assert client.get(PLAN).status_code == 403
    assert client.get("/api/v1/plan").status_code == 403


@pytest.mark.usefixtures("waiting")
def test_each_pair_is_told_with_why_and_how_well(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, PLAN)
    assert "2 pairs proposed" in said
    assert "Asked for a rematch, now with Carl Mentor" in said
    assert "Ola Waiting Without a mentor" in said
    assert "Goal: plan projectsOffered: plan projects" in said
    assert "First choice" in said


@pytest.mark.usefixtures("waiting")
def test_no_fit_is_told_as_a_figure(coordinator: FlaskClient, read: Read) -> None:
    assert "0." not in read(coordinator, f"{PLAN}?pin=ola,fay")


@pytest.mark.usefixtures("waiting")
def test_a_pair_of_a_request_leads_to_its_proposal_with_the_mentor_chosen(
    coordinator: FlaskClient, read: Read
) -> None:
    path = "/coordinator/rematch-requests/1/propose/fay"
    assert path in coordinator.get(PLAN).text
    assert "Ask Fay Mentor for Mia Mentee?" in read(coordinator, path)


@pytest.mark.usefixtures("waiting")
def test_a_pair_without_a_request_can_be_started(coordinator: FlaskClient, read: Read) -> None:
    page = coordinator.get(PLAN).text
    address = re.search(r'href="(/coordinator/begin[^"]+)"', page)
    assert address is not None
    assert "Start 1 mentorship?" in read(coordinator, address[1])


@pytest.mark.usefixtures("waiting")
def test_the_mentors_loads_are_told_before_and_after(coordinator: FlaskClient, read: Read) -> None:
    assert "Dora Mentor 2 3 3 · full" in read(coordinator, PLAN)


def test_a_weak_fit_asks_for_a_talk_first(app: Flask, coordinator: FlaskClient, read: Read) -> None:
    with app.app_context():
        add(current_session(), FAY, replace(OLA, mentee_goals="weave baskets"))
    assert "Weak fit: talk first" in read(coordinator, PLAN)


def test_a_kind_is_told_in_words(app: Flask, coordinator: FlaskClient, read: Read) -> None:
    with app.app_context():
        add(current_session(), replace(OLA, mentee_goals="plan projects with a peer"))
    assert "Peer: between equals" in read(coordinator, PLAN)


def test_for_whom_nobody_is_left_the_page_says_why(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        add(current_session(), replace(OLA, languages=("cy",)))
        ask(current_session())
    said = read(coordinator, PLAN)
    assert "Nobody is left for Ola Waiting" in said
    assert "shares no language with the mentee" in said


# ---- pinning and forbidding ----------------------------------------------------------------------


@pytest.mark.usefixtures("waiting")
def test_a_pair_chosen_in_the_form_is_put_into_the_address(coordinator: FlaskClient) -> None:
    asked = coordinator.get(f"{PLAN}?forbid=mia,eve&mentee=ola&mentor=fay&hold=pin")
    assert asked.status_code == 302
    assert asked.location == f"{PLAN}?pin=ola,fay&forbid=mia,eve"


@pytest.mark.usefixtures("waiting")
def test_a_pair_that_was_pinned_and_is_forbidden_now_is_pinned_no_more(
    coordinator: FlaskClient,
) -> None:
    asked = coordinator.get(f"{PLAN}?pin=ola,fay&mentee=ola&mentor=fay&hold=forbid")
    assert asked.location == f"{PLAN}?forbid=ola,fay"


@pytest.mark.usefixtures("waiting")
def test_a_form_without_a_choice_says_so_and_keeps_the_pairs(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{PLAN}?pin=ola,fay&mentee=&mentor=fay&hold=pin")
    assert page.status_code == 422
    assert "Please choose a mentee." in page.text
    assert 'name="pin" value="ola,fay"' in page.text


@pytest.mark.usefixtures("waiting")
def test_what_a_pin_changes_is_told_in_words(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, f"{PLAN}?pin=ola,fay")
    assert "Pinned: Fay Mentor for Ola Waiting" in said
    assert "taken together, mentors and mentees fit clearly less well" in said
    assert "Mia Mentee: Fay Mentor Dora Mentor" in said


@pytest.mark.usefixtures("waiting")
def test_a_pair_that_changes_nothing_is_told_as_such(coordinator: FlaskClient, read: Read) -> None:
    assert "They change nothing" in read(coordinator, f"{PLAN}?pin=mia,fay")


@pytest.mark.usefixtures("waiting")
def test_a_pair_can_be_let_go_again(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{PLAN}?pin=ola,fay&forbid=mia,eve").text
    assert f'href="{PLAN}?forbid=mia,eve">Let go' in page
    assert f'href="{PLAN}?pin=ola,fay">Let go' in page


@pytest.mark.usefixtures("waiting")
def test_a_pin_that_can_not_hold_says_what_to_take_out(
    coordinator: FlaskClient, read: Read
) -> None:
    path = f"{PLAN}?pin=mia,eve&pin=ola,fay"
    said = read(coordinator, path)
    assert (
        "Ève Mentor can't be pinned to Mia Mentee: Ève Mentor shares no language with the mentee."
    ) in said
    assert f'href="{PLAN}?pin=ola,fay">Take it out' in coordinator.get(path).text
    assert "2 pairs proposed" in said


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("hold", ["pin", "forbid"])
def test_an_unknown_id_is_named(coordinator: FlaskClient, read: Read, hold: str) -> None:
    assert "there is nobody 'gone' on the roster" in read(coordinator, f"{PLAN}?{hold}=mia,gone")


def test_an_address_that_holds_no_pair_is_refused_with_how_to_write_one(
    coordinator: FlaskClient,
) -> None:
    page = coordinator.get(f"{PLAN}?pin=mia")
    assert page.status_code == 422
    assert "Write the id of the mentee, a comma" in page.text


def test_without_a_model_the_page_says_so(
    coordinator: FlaskClient, read: Read, models: FakeModels
) -> None:
    models.broken = "gone. Run make train."
    assert "Scores are off: gone." in read(coordinator, PLAN)
