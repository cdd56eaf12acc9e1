"""A bundle in and out by the coordinator's pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.services import current_session
from app.services import programme as programmes
from model.programme import Programme
from tests import small_programme

Read = Callable[[FlaskClient, str], str]
UPLOAD = "/coordinator/import"


def upload(client: FlaskClient, file: BytesIO, name: str = "hr.zip") -> TestResponse:
    return client.post(UPLOAD, data={"bundle": (file, name)})


def changed_programme() -> Programme:
    now = small_programme.programme()
    people = dict(now.people) | {"ned": replace(now.people["ned"], department="Rail")}
    meetings = {key: one for key, one in now.meetings.items() if key != "mt-6"}
    return replace(now, people=people, meetings=meetings)


def broken_zip() -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "people.csv", "person_id,name,email\na,Ann,ann@example.org\na,Bo,b@x.org\n"
        )
        archive.writestr("mentorships.csv", "mentorship_id\n")
    file.seek(0)
    return file


@pytest.fixture
def preview(coordinator: FlaskClient) -> str:
    """Where the preview of a changed programme waits."""
    return upload(coordinator, small_programme.as_zip(changed_programme())).location


def test_every_problem_is_shown_with_its_place_and_nothing_is_stored(
    coordinator: FlaskClient, read: Read
) -> None:
    answer = upload(coordinator, broken_zip())
    assert answer.status_code == 422
    for part in ("Nothing was stored", "people.csv", "mentorships.csv", "hr.zip"):
        assert part in answer.text
    assert "Mia Mentee" in read(coordinator, "/coordinator/")


def test_something_else_than_a_zip_is_refused_in_words(coordinator: FlaskClient) -> None:
    answer = upload(coordinator, BytesIO(b"%PDF-1.7"), "report.pdf")
    assert answer.status_code == 422
    assert "zip" in answer.text


def test_no_file_is_asked_for_at_its_field(coordinator: FlaskClient) -> None:
    answer = coordinator.post(UPLOAD, data={})
    assert answer.status_code == 422
    assert "Please choose a zip file." in answer.text


def test_the_preview_says_what_would_change_and_stores_nothing(
    coordinator: FlaskClient, read: Read, preview: str
) -> None:
    said = read(coordinator, preview)
    assert "Nothing is stored yet" in said
    assert "Rail" in said
    assert "Rail" not in read(coordinator, "/coordinator/people")


def test_confirming_stores_it_and_leads_to_the_scoring(
    coordinator: FlaskClient, read: Read, preview: str
) -> None:
    answer = coordinator.post(preview, data={"mode": "update"})
    assert "/coordinator/jobs/" in answer.location
    said = read(coordinator, answer.location)
    assert "Done" in said
    assert "Rail" in read(coordinator, "/coordinator/people")


def test_replacing_asks_with_counts_before_it_removes(
    coordinator: FlaskClient, preview: str
) -> None:
    answer = coordinator.post(preview, data={"mode": "replace"})
    assert "Remove 1 row?" in answer.text
    assert "1 meeting" in answer.text
    confirmed = coordinator.post(preview, data={"mode": "replace", "seen": "1"})
    assert "/coordinator/jobs/" in confirmed.location


def test_a_preview_that_is_gone_is_not_found(coordinator: FlaskClient, preview: str) -> None:
    coordinator.post(preview, data={"mode": "update"})
    assert coordinator.get(preview).status_code == 404


def test_an_old_programme_says_at_which_day_it_will_be_fixed(
    empty_app: Flask, sign_in_to: Callable[[Flask], FlaskClient], read: Read
) -> None:
    client = sign_in_to(empty_app)
    now = small_programme.programme()
    old = replace(
        now,
        mentorships={"m-over": now.mentorships["m-over"]},
        meetings={"mt-6": now.meetings["mt-6"]},
    )
    answer = upload(client, small_programme.as_zip(old))
    assert "The programme date will be fixed at Wed 1 Jul 2026" in read(client, answer.location)


def test_the_export_imports_again_to_the_same_content(coordinator: FlaskClient, read: Read) -> None:
    exported = coordinator.get("/coordinator/export.zip")
    assert exported.headers["Content-Disposition"].endswith("programme-2026-11-20.zip")
    again = upload(coordinator, BytesIO(exported.data))
    counts = read(coordinator, again.location)
    assert "People 0 0 8 0" in counts


def test_a_first_import_into_an_empty_application(
    empty_app: Flask, sign_in_to: Callable[[Flask], FlaskClient], read: Read
) -> None:
    client = sign_in_to(empty_app)
    answer = upload(client, small_programme.as_zip(small_programme.programme()))
    client.post(answer.location, data={"mode": "update"})
    assert "Mia Mentee" in read(client, "/coordinator/")


def test_a_job_under_way_refreshes_itself_and_one_unknown_is_not_found(
    coordinator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import jobs

    running = jobs.JobProgress("t", "running", 3, 8, None)
    monkeypatch.setattr(jobs, "progress", lambda token: running)
    page = coordinator.get("/coordinator/jobs/t").text
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "progress.js" in page
    assert "3 of 8 mentorships scored" in page
    monkeypatch.undo()
    assert coordinator.get("/coordinator/jobs/t").status_code == 404


def test_over_the_demo_a_programme_replaces_unless_someone_says_otherwise(
    app: Flask, coordinator: FlaskClient, preview: str
) -> None:
    assert "The demo programme is stored now" not in coordinator.get(preview).text
    with app.app_context():
        programmes.row(current_session()).is_demo = True
        current_session().commit()
    html = coordinator.get(preview).text
    assert "The demo programme is stored now" in html
    assert re.search(r'<input checked[^>]*value="replace"', html)


def test_many_conflicts_do_not_stand_between_the_reader_and_the_choice(
    coordinator: FlaskClient,
) -> None:
    now = small_programme.programme()
    people = {
        f"{key}-2": replace(one, person_id=f"{key}-2", manager_id=None)
        for key, one in now.people.items()
    }
    pairs = {
        key: replace(one, mentor_id=f"{one.mentor_id}-2", mentee_id=f"{one.mentee_id}-2")
        for key, one in now.mentorships.items()
    }
    others = replace(now, people=people, mentorships=pairs)
    html = coordinator.get(upload(coordinator, small_programme.as_zip(others)).location).text
    conflicts = html[html.index("Does not go together") :]
    assert conflicts.index("<summary>16 rows") < conflicts.index("<table")


def test_a_meeting_of_the_future_is_told_with_its_row(coordinator: FlaskClient, read: Read) -> None:
    now = small_programme.programme()
    slip = replace(now.meetings["mt-1"], scheduled_on=date(2031, 1, 1))
    others = replace(now, meetings=dict(now.meetings) | {"mt-1": slip})
    said = read(coordinator, upload(coordinator, small_programme.as_zip(others)).location)
    assert "meetings.csv 2 scheduled_on 2031-01-01 is still to come" in said
