"""The coordinator's list of mentorships and the page of one."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.services import current_session, health
from app.services.participants import meetings
from tests.conftest import SignIn, participant
from tests.fakes import UNKNOWN_SIGN, FakeModels
from tests.small_programme import DAY

Read = Callable[[FlaskClient, str], str]
LIST = "/coordinator/mentorships"
MIA = "/coordinator/mentorships/m-bad"


def names(client: FlaskClient, path: str) -> list[str]:
    return re.findall(r'class="name"[^>]*>([^<]+)<', client.get(path).text)


def test_the_worst_stands_first_and_ended_ones_stand_apart(coordinator: FlaskClient) -> None:
    assert names(coordinator, LIST) == ["Mia Mentee", "Zoë Ørsted", "Ned Mentee"]
    assert "1 that has ended" in coordinator.get(LIST).text


def test_a_row_says_state_risk_reason_and_last_meeting(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, LIST)
    row = said[said.index("Mia Mentee") : said.index("Zoë Ørsted")]
    for part in ("Sales", "Carl Mentor", "At risk", " %", "18 days ago", "agreed every 2 weeks"):
        assert part in row


def test_a_pair_that_has_not_met_says_since_when(coordinator: FlaskClient, read: Read) -> None:
    assert "Not yet, began 4 days ago" in read(coordinator, LIST)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("state=at_risk", ["Mia Mentee"]),
        ("state=ended", ["Ned Mentee"]),
        ("kind=reverse", ["Zoë Ørsted"]),
        ("department=Sales", ["Mia Mentee"]),
        ("search=CARL", ["Mia Mentee"]),
        ("search=m-new", ["Zoë Ørsted"]),
    ],
)
def test_the_list_can_be_narrowed(
    coordinator: FlaskClient, asked: str, expected: list[str]
) -> None:
    assert names(coordinator, f"{LIST}?{asked}") == expected


def test_it_can_be_sorted_by_another_column(coordinator: FlaskClient) -> None:
    shown = names(coordinator, f"{LIST}?sort=mentee")[:3]
    assert shown == ["Mia Mentee", "Ned Mentee", "Zoë Ørsted"]


def test_an_address_typed_by_hand_narrows_nothing(coordinator: FlaskClient) -> None:
    assert len(names(coordinator, f"{LIST}?state=doomed&kind=x&sort=y&page=z")) == 3


def test_what_matches_and_has_ended_is_a_click_away(coordinator: FlaskClient) -> None:
    html = coordinator.get(f"{LIST}?search=CARL").text
    link = re.search(r'href="([^"]+)"><svg [^>]*>.*?</svg> 1 that has ended', html)
    assert link
    assert names(coordinator, link[1].replace("&amp;", "&")) == ["Ned Mentee"]


def test_nothing_found_says_how_to_go_on(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, f"{LIST}?search=nobody")
    assert "Nothing matches" in said
    assert "Show all that run" in said


@pytest.mark.parametrize("path", [LIST, "/coordinator/"])
def test_without_a_programme_it_says_how_to_bring_one_in(
    empty_app: Flask, read: Read, sign_in_to: Callable[[Flask], FlaskClient], path: str
) -> None:
    assert "Import a programme" in read(sign_in_to(empty_app), path)


def test_without_a_model_a_banner_says_what_to_do(
    coordinator: FlaskClient, models: FakeModels, read: Read
) -> None:
    models.broken = "signal.skops differs from its manifest. Run make train."
    said = read(coordinator, LIST)
    assert "Scores are off: signal.skops differs from its manifest. Run make train." in said
    assert "Mia Mentee" in said


def test_without_a_model_an_older_risk_is_said_to_be_older(
    app: Flask, coordinator: FlaskClient, models: FakeModels, read: Read
) -> None:
    models.broken = "signal.skops differs from its manifest."
    assert "The risk shown is the last one" not in read(coordinator, MIA)
    with app.app_context():
        meetings.write_feedback(
            current_session(), participant("mia"), "mt-1", feedback="New.", rating=None
        )
    assert "The risk shown is the last one, of Fri 20 Nov 2026" in read(coordinator, MIA)


def test_why_is_told_in_the_writers_own_words(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, MIA)
    why = said[said.index("Why") : said.index("Risk over time")]
    assert "“He cancelled again.”" in why
    assert "Mia Mentee, mentee, Thu 1 Oct 2026" in why


def test_a_quote_leads_to_its_meeting(coordinator: FlaskClient) -> None:
    html = coordinator.get(MIA).text
    target = re.search(r'<a href="#(meeting-\d+)"><time datetime="2026-10-01">', html)
    assert target
    assert f'<li id="{target[1]}">' in html


def test_sentences_that_count_are_marked_and_the_rest_is_not(coordinator: FlaskClient) -> None:
    html = coordinator.get(MIA).text
    marked = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<mark.*?</mark>", html, re.S)]
    assert "He cancelled again." in marked
    assert not any("weather" in one for one in marked)


def test_a_sentence_that_hardly_says_anything_is_not_marked(
    app: Flask, coordinator: FlaskClient
) -> None:
    with app.app_context():
        session = current_session()
        assessment = health.current(session, "m-bad")
        assert assessment is not None
        faint = [mark | {"strength": 0.59} for mark in assessment.marks]
        assessment.marks = faint
        session.commit()
        assert '<mark class="bad">' in timeline(coordinator)  # It is quoted as a reason.
        assessment.reasons = []
        session.commit()
    assert "<mark" not in timeline(coordinator)


def timeline(client: FlaskClient) -> str:
    """The meetings of Mia's mentorship, below the legend."""
    return client.get(MIA).text.partition('<ol class="timeline">')[2]


def test_a_mark_is_told_by_a_word_and_not_by_colour_alone(coordinator: FlaskClient) -> None:
    assert re.search(
        r'<mark class="bad"><span class="text-nowrap"><svg [^>]*aria-label="Bad sign:"',
        coordinator.get(MIA).text,
    )


def test_both_sides_stand_on_one_timeline_newest_first(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, MIA)
    timeline = said[said.index("Unmarked: says nothing plain") :]
    places = [timeline.index(day) for day in ("30 Nov 2026", "2 Nov 2026", "1 Oct 2026", "1 Sep")]
    assert places == sorted(places)
    assert "A good talk, I think." in timeline


def test_a_long_silence_is_told_where_it_was(coordinator: FlaskClient, read: Read) -> None:
    assert "62 days without a meeting held; agreed every 2 weeks" in read(coordinator, MIA)


def test_the_picture_has_a_table_behind_it(coordinator: FlaskClient, read: Read) -> None:
    html = coordinator.get(MIA).text
    assert '<svg class="picture"' in html
    assert "The same as a table" in html


def test_what_speaks_against_a_fine_one_is_folded_away(
    app: Flask, coordinator: FlaskClient
) -> None:
    with app.app_context():
        session = current_session()
        facts = {"on": DAY, "status": "held", "feedback": "She cancelled once. It helped."}
        meetings.record(session, participant("ned"), "m-good", **facts)
        health.rescore(session, ["m-good"])
    html = coordinator.get("/coordinator/mentorships/m-good").text
    why = html[html.index('id="why"') : html.index('id="over-time"')]
    assert why.index("Not flagged") < why.index("<details") < why.index("She cancelled once.")


def test_not_enough_is_neither_good_nor_bad(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, "/coordinator/mentorships/m-new")
    assert "Too little is known" in said
    assert "Risk over time" not in said
    assert " %" not in said


def test_a_note_in_a_language_the_model_does_not_know_is_named_and_linked(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        meetings.write_feedback(
            current_session(), participant("mia"), "mt-1", feedback=UNKNOWN_SIGN, rating=None
        )
        health.rescore(current_session(), ["m-bad"])
    assert "Not read, because it is in a language the model does not know" in read(coordinator, MIA)


def test_an_ended_one_says_why_it_ended(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, "/coordinator/mentorships/m-over")
    assert "Ended Wed 1 Jul 2026: it wasn&#39;t the right match" in said.replace("'", "&#39;")
    assert "found: not working" in said


def test_what_a_person_must_read_at_once_stands_on_top(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        meetings.write_feedback(
            current_session(),
            participant("mia"),
            "mt-1",
            feedback="He threatened me. He cancelled.",
            rating=1,
        )
        health.rescore(current_session(), ["m-bad"])
    said = read(coordinator, MIA)
    assert (
        said.index("Please read this now") < said.index("“He threatened me.”") < said.index("Why")
    )
    said = read(coordinator, LIST)
    assert "Read now" in said
    assert said.index("1 mentorship to read now") < said.index("Main reason")
    assert "1 mentorship to read now" in read(coordinator, "/coordinator/")
    assert names(coordinator, f"{LIST}?read_now=1") == ["Mia Mentee"]


def test_what_people_write_is_never_markup(app: Flask, coordinator: FlaskClient) -> None:
    with app.app_context():
        meetings.write_feedback(
            current_session(),
            participant("mia"),
            "mt-1",
            feedback='<script>alert("x")</script> He cancelled & left.',
            rating=None,
        )
    html = coordinator.get(MIA).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_an_unknown_mentorship_is_not_found(coordinator: FlaskClient) -> None:
    response = coordinator.get("/coordinator/mentorships/m-none")
    assert response.status_code == 404
    assert "Back to the start" in response.text


@pytest.mark.parametrize("who", ["mia@example.org", "carl@example.org", "root@example.org"])
@pytest.mark.parametrize("path", [LIST, MIA, f"{MIA}/candidates", "/coordinator/export.zip"])
def test_only_coordinators_come_here(sign_in: SignIn, who: str, path: str) -> None:
    assert sign_in(who).get(path).status_code == 403


def test_the_day_is_the_programmes(coordinator: FlaskClient, read: Read) -> None:
    assert f"Programme date: Fri {DAY.day} Nov 2026 (fixed)" in read(coordinator, LIST)
