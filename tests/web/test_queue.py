"""The review queue, the coordinator's home."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, User
from app.permissions import Actor, Role
from app.services import accounts, current_session
from app.services.review import case_work, saved_views
from app.services.review.case_filter import QueueFilter
from tests import queued
from tests.conftest import PASSWORD, SignIn
from tests.queued import case, three_cases
from tests.small_programme import DAY

Read = Callable[[FlaskClient, str], str]
QUEUE = "/coordinator/"


@pytest.fixture(autouse=True)
def cases(app: Flask) -> None:
    with app.app_context():
        three_cases(current_session())


def names(client: FlaskClient, path: str = QUEUE) -> list[str]:
    return re.findall(r'class="name"[^>]*>([^<]+)<', client.get(path).text)


def ticks(client: FlaskClient, *who: str) -> list[str]:
    """What the boxes of these mentees stand for."""
    found = dict(
        re.findall(r'value="(\d+\.\d+)" aria-label="Tick ([\w ø]+) and', client.get(QUEUE).text)
    )
    return [value for value, name in found.items() if name in who]


def test_a_coordinator_comes_to_the_queue_first(coordinator: FlaskClient) -> None:
    assert coordinator.get("/").location == QUEUE
    assert names(coordinator) == ["Ned Mentee", "Mia Mentee", "Zoë Ørsted"]


def test_its_head_says_how_much_there_is(coordinator: FlaskClient, read: Read) -> None:
    head = read(coordinator, QUEUE).partition("Programme date")[0]
    assert "3 open" in head and "2 new" in head and "overdue" not in head


def test_a_row_says_who_why_and_whose_it_is(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, QUEUE)
    row = said[said.rindex("Mia Mentee") : said.rindex("Zoë Ørsted")]
    for part in ("Sales", "Carl Mentor", "New", "The mentor has little time", " %", "18 days ago"):
        assert part in row
    assert "Nobody" in row
    assert "You" in said[said.rindex("Zoë Ørsted") :]


def test_who_asks_for_a_rematch_is_said(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, QUEUE)
    assert "Asked for a rematch" in said[said.rindex("Ned Mentee") : said.rindex("Mia Mentee")]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("reason=asked_rematch", ["Ned Mentee"]),
        ("owner=me", ["Zoë Ørsted"]),
        ("search=carl", ["Mia Mentee"]),
        ("status=in_review", ["Zoë Ørsted"]),
        ("sort=mentee", ["Mia Mentee", "Ned Mentee", "Zoë Ørsted"]),
        ("sort=x&status=y&page=z&owner=-1", ["Ned Mentee", "Mia Mentee", "Zoë Ørsted"]),
    ],
)
def test_it_can_be_narrowed_and_sorted(
    coordinator: FlaskClient, asked: str, expected: list[str]
) -> None:
    assert names(coordinator, f"{QUEUE}?{asked}") == expected


def test_a_column_is_turned_round_by_its_head(coordinator: FlaskClient) -> None:
    html = coordinator.get(f"{QUEUE}?sort=mentee&kind=reverse").text
    link = re.search(r'<th [^>]*aria-sort="ascending"><a href="([^"]+)">Mentee', html)
    assert link and unescape(link[1]) == f"{QUEUE}?kind=reverse&sort=-mentee"


def test_nothing_found_says_how_to_go_on(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, f"{QUEUE}?search=nobody")
    assert "Nothing matches" in said and "Show all 3 open cases" in said


def test_an_empty_queue_says_what_would_fill_it(
    coordinator: FlaskClient, app: Flask, read: Read
) -> None:
    with app.app_context():
        current_session().execute(delete(CaseRow))
        current_session().commit()
    said = read(coordinator, QUEUE)
    assert "Nothing waits for you" in said and "See all mentorships" in said


def test_ticked_cases_are_changed_and_the_same_page_comes_back(
    coordinator: FlaskClient, session: Session
) -> None:
    data = {"cases": ticks(coordinator, "Mia Mentee", "Ned Mentee"), "step": "take"}
    reply = coordinator.post("/coordinator/bulk?sort=mentee&page=1", data=data)
    assert reply.location == f"{QUEUE}?sort=mentee&page=1"
    assert "Done with 2 cases." in coordinator.get(QUEUE).text
    assert {case(session, one).status for one in ("m-bad", "m-good")} == {"in_review"}


def test_what_was_refused_is_told_with_the_reason(
    coordinator: FlaskClient, session: Session
) -> None:
    data = {"cases": ticks(coordinator, "Mia Mentee"), "step": "take"}
    case_work.set_due(session, queued.coordinator(session), case(session, "m-bad").case_id, DAY)
    coordinator.post("/coordinator/bulk", data=data)
    said = coordinator.get(QUEUE).text
    assert "Not done for Mia Mentee and Carl Mentor: Kim Coord has changed this case" in said


def test_a_snooze_without_a_day_keeps_the_ticks_and_the_words(coordinator: FlaskClient) -> None:
    boxes = ticks(coordinator, "Mia Mentee")
    data = {"cases": boxes, "step": "snooze", "words": "On leave."}
    reply = coordinator.post("/coordinator/bulk", data=data)
    assert reply.status_code == 422
    assert "Say until which day they are snoozed." in reply.text
    assert 'value="On leave."' in reply.text
    assert re.search(rf'value="{boxes[0]}"[^>]*checked', reply.text)
    assert len(re.findall(r'name="cases"[^>]*checked', reply.text)) == 1


@pytest.mark.parametrize("boxes", [[], ["x.1"], ["1"], ["1.x"]])
def test_nothing_ticked_is_said(coordinator: FlaskClient, boxes: list[str]) -> None:
    reply = coordinator.post("/coordinator/bulk", data={"cases": boxes, "step": "take"})
    assert reply.status_code == 422
    assert "Tick at least one case." in reply.text


def test_a_view_is_kept_shown_and_deleted(coordinator: FlaskClient) -> None:
    data = {"name": "Works only", "shared": "y"}
    reply = coordinator.post("/coordinator/views?department=Works", data=data)
    assert reply.location == f"{QUEUE}?department=Works"
    html = coordinator.get(reply.location).text
    assert re.search(
        r'href="/coordinator/\?department=Works" aria-current="page"[^>]*>Works only', html
    )
    delete_it = re.search(r'action="(/coordinator/views/\d+/delete)"', html)
    assert delete_it
    coordinator.post(delete_it[1])
    assert ">Works only<" not in coordinator.get(QUEUE).text


def test_a_view_without_a_name_is_refused_beside_the_field(coordinator: FlaskClient) -> None:
    reply = coordinator.post("/coordinator/views", data={"name": " "})
    assert reply.status_code == 422
    assert "Give the view a name." in reply.text


def test_a_view_that_others_share_can_be_used_but_not_deleted(
    coordinator: FlaskClient, session: Session
) -> None:
    roles = frozenset({Role.COORDINATOR})
    accounts.create_user(session, "lee@example.org", PASSWORD, roles)
    user_id = session.scalars(select(User.id).where(User.email == "lee@example.org")).one()
    lee = Actor(user_id, None, roles)
    view_id = saved_views.save(session, lee, "Of Lee", QueueFilter(kind="peer"), shared=True)
    html = coordinator.get(QUEUE).text
    assert ">Of Lee<" in html and f"views/{view_id}/delete" not in html
    assert coordinator.post(f"/coordinator/views/{view_id}/delete").status_code == 404


def test_the_words_for_a_snooze_say_who_reads_them(coordinator: FlaskClient, read: Read) -> None:
    assert "Neither by the mentee nor by the mentor." in read(coordinator, QUEUE)


@pytest.mark.parametrize("who", ["mia@example.org", "carl@example.org", "root@example.org"])
def test_only_coordinators_come_here(sign_in: SignIn, who: str) -> None:
    assert sign_in(who).get(QUEUE).status_code == 403
    assert sign_in(who).post("/coordinator/bulk").status_code == 403
