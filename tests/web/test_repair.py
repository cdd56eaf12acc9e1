"""The coordinator's pages of a repair: the ladder, the guides, the messages, the look again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MessageRow, RepairRow
from app.services import current_session
from app.services.repairing import repair
from app.services.repairing.guides import TROUBLES
from tests.conftest import COORDINATOR
from tests.small_programme import DAY
from tests.web.conftest import Read, words_of

REPAIR = "/coordinator/mentorships/m-bad/repair"
BACK = DAY + timedelta(21)
SENT = {
    "trouble": "mentor_availability",
    "rung": "message",
    "check_back_on": BACK.isoformat(),
    "to_mentee": "Hello Mia.",
    "to_mentor": "Hello Carl.",
    "revision": "0",
}


def begin(session: Session, mentorship_id: str = "m-bad") -> int:
    return repair.start(
        session,
        COORDINATOR,
        mentorship_id,
        trouble="silence",
        rung="talk_each",
        check_back_on=BACK,
    )


def panel(app: Flask) -> str:
    """The part of the case page, as that page includes it."""
    # A context of its own: whoever reads a page is remembered for as long as a context lasts.
    with app.app_context(), app.test_request_context():
        made = repair.panel(current_session(), "m-bad")
        page = render_template("repair/panel.html", repair=made)
    return words_of(f"<main>{page}</main>")


def test_the_page_suggests_the_trouble_the_rung_and_the_day(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, REPAIR)
    assert "Too little time (suggested by what is known)" in said
    assert "They raise it themselves, with a guide next" in said
    assert f'value="{BACK.isoformat()}"' in coordinator.get(REPAIR).text


def test_the_drafts_quote_nobody(coordinator: FlaskClient) -> None:
    page = coordinator.get(f"{REPAIR}?rung=message").text
    assert "Hello Mia Mentee," in page and "Hello Carl Mentor," in page
    assert "kim@example.org" in page
    assert "cancelled" not in page and "hurried" not in page


def test_all_three_guides_are_there_without_scripts(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, REPAIR)
    for part in ("Guide for you", "Guide for Mia Mentee", "Guide for Carl Mentor"):
        assert part in said
    assert said.count("When to stop trying") == 3


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_has_its_page_and_its_print(
    coordinator: FlaskClient, read: Read, trouble: str
) -> None:
    assert str(TROUBLES[trouble].label) in read(coordinator, f"{REPAIR}?trouble={trouble}")
    said = read(coordinator, f"/coordinator/mentorships/m-bad/guides/{trouble}")
    assert said.count("How to open") == 3


def test_where_one_may_be_afraid_the_page_says_so_first(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, f"{REPAIR}?trouble=trust_respect")
    assert said.index("Don't put the two into one room.") < said.index("The ladder")
    assert "A talk of the three of you" not in said
    assert "Don't put the two" not in read(coordinator, REPAIR)


def test_a_repair_begins_and_both_are_written_to(
    coordinator: FlaskClient, session: Session
) -> None:
    answer = coordinator.post(REPAIR, data=SENT)
    assert answer.location.endswith("/coordinator/mentorships/m-bad")
    assert {one.text for one in session.scalars(select(MessageRow))} == {
        "Hello Mia.",
        "Hello Carl.",
    }


def test_an_agreement_as_a_repair_leads_to_its_page(coordinator: FlaskClient) -> None:
    answer = coordinator.post(REPAIR, data={**SENT, "rung": "agreement"})
    assert answer.location.endswith("/mentorships/m-bad/agreement")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"check_back_on": ""}, "Please give the day on which you look again."),
        ({"check_back_on": DAY.isoformat()}, "Choose a day from"),
        ({"to_mentee": "", "to_mentor": " "}, "Write to at least one of the two."),
        ({"revision": "7"}, "since you opened it"),
        ({"trouble": "safety", "rung": "joint_talk"}, "Talk to each apart first."),
    ],
)
def test_a_refusal_stands_on_the_page_and_loses_no_word(
    coordinator: FlaskClient, session: Session, wrong: dict[str, str], said: str
) -> None:
    kept = {"to_mentor": "Words that took long.", **wrong}
    answer = coordinator.post(REPAIR, data={**SENT, **kept})
    assert answer.status_code == 422
    assert said in words_of(answer.text)
    if kept["to_mentor"].strip():
        assert "Words that took long.</textarea>" in answer.text
    assert session.scalars(select(RepairRow)).all() == []


def test_a_rung_says_how_it_has_done_only_from_five_tries(
    coordinator: FlaskClient, session: Session, read: Read
) -> None:
    page = f"{REPAIR}?trouble=silence"
    assert "is shown here once some have been tried" in read(coordinator, page)
    for _ in range(4):
        repair.check(session, COORDINATOR, begin(session), outcome="helped")
    assert "Tried 4 times: too few to say" in read(coordinator, page)
    repair.check(session, COORDINATOR, begin(session), outcome="did_not_help")
    said = read(coordinator, page)
    assert "Helped in 4 of 5; by chance anything from 38 % to 96 %" in said.replace(
        "over 95 %", "96 %"
    )
    assert "not what it caused" in said


def test_the_look_again_is_asked_on_the_case_and_kept(
    app: Flask, coordinator: FlaskClient, session: Session
) -> None:
    repair_id = begin(session)
    assert "Look again on Fri 11 Dec 2026." in panel(app)
    answer = coordinator.post(
        f"/coordinator/repairs/{repair_id}/check",
        data={"outcome": "partly", "note": "One date held."},
        follow_redirects=False,
    )
    assert answer.location.endswith("/coordinator/mentorships/m-bad#repair")
    said = panel(app)
    assert "It helped partly: You talk to each, apart" in said
    assert "One date held." in said
    assert "Next on the ladder: They renew their agreement" in said


def test_the_end_of_the_ladder_points_to_another_match(
    app: Flask, coordinator: FlaskClient, session: Session
) -> None:
    repair_id = repair.start(
        session,
        COORDINATOR,
        "m-bad",
        trouble="silence",
        rung="agreement",
        check_back_on=BACK,
    )
    answer = coordinator.post(
        f"/coordinator/repairs/{repair_id}/check", data={"outcome": "did_not_help"}
    )
    assert answer.status_code == 302
    assert "The ladder ends here. See who would fit" in panel(app)


def test_without_an_answer_the_check_asks_for_one(
    coordinator: FlaskClient, session: Session
) -> None:
    answer = coordinator.post(
        f"/coordinator/repairs/{begin(session)}/check", data={"note": "Hm, hard to say."}
    )
    assert answer.status_code == 422
    assert "Please choose one." in answer.text
    assert "Hm, hard to say.</textarea>" in answer.text


def test_a_second_check_is_refused(coordinator: FlaskClient, session: Session) -> None:
    path = f"/coordinator/repairs/{begin(session)}/check"
    assert coordinator.post(path, data={"outcome": "helped"}).status_code == 302
    assert coordinator.post(path, data={"outcome": "partly"}).status_code == 422
    assert "It helped" in coordinator.get(path).text


def test_an_ended_mentorship_has_nothing_to_repair(session: Session) -> None:
    assert not repair.panel(session, "m-over").goes_on


def test_a_guide_that_does_not_exist_is_not_found(coordinator: FlaskClient) -> None:
    assert coordinator.get("/coordinator/mentorships/m-bad/guides/boredom").status_code == 404
    assert coordinator.get("/coordinator/mentorships/none/repair").status_code == 404
    assert coordinator.get("/coordinator/repairs/99/check").status_code == 404
