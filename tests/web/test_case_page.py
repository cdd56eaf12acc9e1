"""The case page: what a coordinator finds beside the reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.db.tables import CaseRow, ConcernRow, MentorshipRow
from app.services import current_session, health
from app.services.explaining.timeline import Rating
from app.services.explaining.views_part import Parting
from app.services.rematching import rematch
from app.web.ratings_picture import ratings_svg
from tests.conftest import participant
from tests.fakes import VERSION, FakeModels
from tests.in_common import another_of_carls
from tests.small_programme import DAY

Read = Callable[[FlaskClient, str], str]
MIA = "/coordinator/mentorships/m-bad"
NED = "/coordinator/mentorships/m-good"
AT = datetime(2026, 11, 18, tzinfo=UTC)


def places(html: str, *ids: str) -> list[int]:
    return [html.index(f'id="{one}"') for one in ids]


def test_it_stands_in_the_order_of_a_coordinator_with_two_minutes(coordinator: FlaskClient) -> None:
    html = coordinator.get(MIA).text
    found = places(html, "case", "why", "change", "sure", "repair", "timeline", "similar", "both")
    assert found == sorted(found)


def test_a_request_stands_above_the_case(app: Flask, coordinator: FlaskClient) -> None:
    with app.app_context():
        rematch.ask(
            current_session(), participant("mia"), "m-bad", what_is_missing=[], reason="Go."
        )
    assert places(coordinator.get(MIA).text, "rematch", "case") == sorted(
        places(coordinator.get(MIA).text, "rematch", "case")
    )


def test_the_head_says_why_in_a_sentence(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, MIA)
    assert said.index("Carl Mentor has little time for it.") < said.index("The case")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("traditional", "Carl Mentor mentors Mia Mentee."),
        ("reverse", "Carl Mentor, the junior one, mentors Mia Mentee."),
        ("peer", "A peer mentorship: the two are equals."),
    ],
)
def test_each_kind_is_worded_as_such(
    app: Flask, coordinator: FlaskClient, read: Read, kind: str, said: str
) -> None:
    with app.app_context():
        current_session().get_one(MentorshipRow, "m-bad").kind = kind
        current_session().commit()
    assert said in read(coordinator, MIA)


def test_the_place_where_they_part_is_told_above_and_at_the_meeting(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, MIA)
    assert "Their views part in 1 of 1 meetings that both spoke of:" in said
    assert "Mia Mentee 2, Carl Mentor 5 on Mon 2 Nov 2026" in said
    assert "Mia Mentee gave it 2 of 5, Carl Mentor 5." in said


def test_missing_meetings_are_told_with_their_days(coordinator: FlaskClient, read: Read) -> None:
    said = read(coordinator, MIA)
    # One was cancelled on 1 October, so that none is told as due about then.
    assert "Meetings were due about Tue 15 Sep 2026, Tue 13 Oct 2026." in said


def test_what_would_change_it_names_the_line_and_promises_nothing(
    coordinator: FlaskClient, read: Read
) -> None:
    said = read(coordinator, MIA)
    change = said[said.index("As it is today") : said.index("Carl Mentor: 1 note")]
    assert "A date that Carl Mentor can keep" in change
    assert "Without the strongest reason alone it would lie below the line of 50 %." in change
    assert "no promises" in change


def test_a_fine_one_is_not_told_what_would_change_it(coordinator: FlaskClient) -> None:
    assert 'id="change"' not in coordinator.get(NED).text


def test_what_such_a_risk_has_meant_is_told_with_its_limits(
    coordinator: FlaskClient, read: Read, models: FakeModels
) -> None:
    row = {"value": 40, "low": 38, "high": 42}
    share = {"value": 0.9, "low": 0.86, "high": 0.94}
    models.measured = {
        "version": VERSION,
        "catch": [{"threshold": 0.5, "flagged": row, "precision": share, "recall": share}],
    }
    said = read(coordinator, MIA)
    assert "90 % were really failing (95 % interval 86 % to 94 %)" in said
    assert "There 40 % of all were failing" in said


def test_without_a_table_no_such_figure_is_told(coordinator: FlaskClient, read: Read) -> None:
    assert "really failing" not in read(coordinator, MIA)


def test_what_no_model_can_know_is_said(coordinator: FlaskClient, read: Read) -> None:
    assert "Whether silence means peace, fear, or a full desk." in read(coordinator, MIA)


def test_what_somebody_raised_stands_on_the_timeline(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        current_session().add(
            ConcernRow(
                mentorship_id="m-bad",
                person_id="mia",
                side="mentee",
                kind="asked_to_look",
                words="<b>Please look.</b>",
                raised_on=date(2026, 11, 18),
                raised_at=AT,
            )
        )
        current_session().commit()
    html = coordinator.get(MIA).text
    line = html[html.index('<ol class="timeline">') :]
    assert "Mia Mentee asked the coordinators to look" in line
    assert "&lt;b&gt;Please look." in line


def test_without_past_cases_it_says_so(coordinator: FlaskClient, read: Read) -> None:
    assert "None yet. As soon as cases with the same signs are closed" in read(coordinator, MIA)


def test_a_past_case_is_told_with_how_it_ended(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    with app.app_context():
        session = current_session()
        session.add(
            CaseRow(
                mentorship_id="m-over",
                status="closed",
                status_since=DAY,
                opened_on=DAY,
                closed_on=date(2026, 7, 1),
                signals=("mentor_availability",),
            )
        )
        session.commit()
    said = read(coordinator, MIA)
    past = said[said.index("Similar past cases", said.index("Timeline, newest first")) :]
    assert "Ned Mentee and Carl Mentor" in past
    assert "In common: The mentor has little time." in past
    assert "Ended, Wed 1 Jul 2026" in past


def test_a_cause_leads_to_one_action_for_all(
    app: Flask, coordinator: FlaskClient, read: Read
) -> None:
    assert "Not only these two" not in read(coordinator, MIA)
    with app.app_context():
        session = current_session()
        another_of_carls(session, with_case=False)
    said = read(coordinator, MIA)
    assert "Carl Mentor mentors 2 people" in said
    assert "In 2 of 2 the mentor has little time, by what was written." in said
    assert 'href="/coordinator/causes/mentor/carl"' in coordinator.get(MIA).text


def test_a_long_story_is_folded(app: Flask, coordinator: FlaskClient) -> None:
    from app.services.participants import meetings

    with app.app_context():
        for day in range(1, 29):
            meetings.record(
                current_session(),
                participant("ned"),
                "m-good",
                on=date(2026, 10, day),
                status="held",
            )
        health.rescore(current_session(), ["m-good"])
    html = coordinator.get(NED).text
    assert "older entries</summary>" in html


# ---- the picture of both sides' ratings --------------------------------------------------------

RATINGS = (Rating(date(2026, 9, 1), 4, None), Rating(date(2026, 11, 2), 2, 5))
APART = (Parting("mt-3", date(2026, 11, 2), 2, 5, (), (), False, "mentee"),)


def drawn(picture: str, kind: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(picture).iter() if one.get("class") == kind]


def test_the_sides_differ_by_marker_and_line(app: Flask) -> None:
    with app.test_request_context():
        picture = ratings_svg(RATINGS, (), ("Mia", "Carl"))
    assert [one.tag for one in drawn(picture, "dot mentee")] == ["circle", "circle"]
    assert [one.tag for one in drawn(picture, "dot mentor")] == ["rect"]
    assert "style=" not in picture


def test_a_bar_joins_what_lies_apart_and_the_picture_is_said_in_words(app: Flask) -> None:
    with app.test_request_context():
        picture = ratings_svg(RATINGS, APART, ("Mia", "Carl"))
    assert len(drawn(picture, "apart")) == 1
    assert ElementTree.fromstring(picture).get("aria-label") == (
        "Ratings by Mia: 4, 2. Ratings by Carl: 5. They lie far apart in 1 meeting."
    )


def test_a_better_rating_stands_higher(app: Flask) -> None:
    with app.test_request_context():
        picture = ratings_svg(RATINGS, (), ("Mia", "Carl"))
    better, worse = (float(one.get("cy", "")) for one in drawn(picture, "dot mentee"))
    assert better < worse
