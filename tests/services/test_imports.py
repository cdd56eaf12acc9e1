"""A bundle arrives."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import MeetingRow, PersonRow, StagedImportRow
from app.errors import Conflict, NotFound
from app.services import current_session, health
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.bundles.export import export_zip
from app.services.participants import meetings
from model.programme import HouseRule, Meeting, Mentorship, Person, Programme
from tests import small_programme
from tests.conftest import GivenClock, participant
from tests.small_programme import as_zip, programme


@pytest.fixture
def staged_dir(tmp_path: Path) -> Path:
    return tmp_path / "staged"


def changed(**parts: object) -> Programme:
    return replace(programme(), **parts)  # type: ignore[arg-type]


def with_person(person: Person) -> Programme:
    return changed(people={**programme().people, person.person_id: person})


def changes_of(found: imports.Preview | imports.ImportResult, file: str) -> imports.FileChanges:
    return next(one for one in found.changes if one.file == file)


def test_an_export_imports_again_without_changes(session: Session, staged_dir: Path) -> None:
    preview = imports.preview(session, BytesIO(export_zip(session)), staged_dir)
    assert [(one.added, one.changed, one.removed) for one in preview.changes] == [(0, 0, 0)] * 6


def test_an_import_without_changes_leaves_the_programme_date(
    session: Session, staged_dir: Path
) -> None:
    programmes.set_as_of(session, date(2026, 10, 1))
    preview = imports.preview(session, BytesIO(export_zip(session)), staged_dir)
    assert preview.default_as_of == date(2026, 10, 1)
    imports.confirm(session, preview.token or "", staged_dir, replace=False)
    assert programmes.programme_day(session) == date(2026, 10, 1)


def test_a_preview_stores_nothing_of_the_programme(session: Session, staged_dir: Path) -> None:
    imports.preview(session, as_zip(with_person(Person("new", "New", "n@x.org"))), staged_dir)
    assert programmes.load(session) == programme()


def test_a_preview_tells_changed_rows_in_words(session: Session, staged_dir: Path) -> None:
    moved = replace(programme().people["mia"], department="Legal")
    preview = imports.preview(session, as_zip(with_person(moved)), staged_dir)
    assert preview.examples == ("people: Mia Mentee (mia) – department: Sales → Legal",)


def test_a_confirmed_import_adds_and_updates(session: Session, staged_dir: Path) -> None:
    bundle = with_person(Person("new", "New", "new@example.org"))
    preview = imports.preview(session, as_zip(bundle), staged_dir)
    imports.confirm(session, preview.token or "", staged_dir, replace=False)
    assert programmes.load(session) == bundle


def test_an_upload_can_be_confirmed_once_only(session: Session, staged_dir: Path) -> None:
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    imports.confirm(session, preview.token or "", staged_dir, replace=False)
    with pytest.raises(NotFound):
        imports.confirm(session, preview.token or "", staged_dir, replace=False)


def test_of_two_who_confirm_the_same_upload_the_second_is_told(
    session: Session, staged_dir: Path
) -> None:
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    imports.import_programme(session, programme(), replacing=False, token=preview.token)
    with pytest.raises(Conflict, match="stored already"):
        imports.import_programme(session, programme(), replacing=False, token=preview.token)


def test_a_confirmed_upload_leaves_no_file(session: Session, staged_dir: Path) -> None:
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    imports.confirm(session, preview.token or "", staged_dir, replace=False)
    assert list(staged_dir.iterdir()) == []


@pytest.mark.parametrize("replacing", [False, True])
def test_an_empty_cell_never_erases_what_was_written_here(
    session: Session, replacing: bool
) -> None:
    silent = {
        key: replace(one, mentee_feedback="", mentee_rating=None)
        for key, one in programme().meetings.items()
    }
    imports.import_programme(session, changed(meetings=silent), replacing=replacing)
    assert programmes.load(session) == programme()


@pytest.mark.parametrize("replacing", [False, True])
def test_what_someone_wrote_does_not_pass_to_another_pair_that_uses_the_id(
    session: Session, replacing: bool
) -> None:
    other = Meeting("mt-3", "m-x", date(2026, 11, 2), "held")
    bundle = changed(
        mentorships={
            **programme().mentorships,
            "m-x": Mentorship("m-x", "dora", "mia", date(2026, 8, 3)),
        },
        meetings={**programme().meetings, "mt-3": other},
    )
    imports.import_programme(session, bundle, replacing=replacing)
    found = programmes.load(session).meetings["mt-3"]
    # Mia wrote hers and still may read it; Carl's is nothing for Dora.
    assert found.mentee_feedback == programme().meetings["mt-3"].mentee_feedback
    assert (found.mentor_feedback, found.mentor_rating) == ("", None)


def test_another_mentor_needs_another_mentorship_and_never_gets_the_words_of_the_first(
    session: Session, staged_dir: Path
) -> None:
    moved = replace(programme().mentorships["m-bad"], mentor_id="dora")
    silent = {
        key: replace(one, mentor_feedback="", mentor_rating=None)
        for key, one in programme().meetings.items()
    }
    bundle = changed(
        mentorships={**programme().mentorships, "m-bad": moved},
        meetings=silent,
    )
    preview = imports.preview(session, as_zip(bundle), staged_dir)
    [conflict] = preview.conflicts
    assert (conflict.file, conflict.row, conflict.column) == ("mentorships.csv", 2, "mentor_id")
    with pytest.raises(Conflict, match="another mentorship"):
        imports.import_programme(session, bundle, replacing=False)
    imports.import_programme(session, bundle, replacing=True)
    assert programmes.load(session).meetings["mt-3"].mentor_feedback == ""


def test_ids_that_differ_by_case_alone_are_two(session: Session, staged_dir: Path) -> None:
    bundle = with_person(Person("MIA", "Another Mia", "mia2@example.org"))
    imports.import_programme(session, bundle, replacing=False)
    assert programmes.load(session) == bundle
    preview = imports.preview(session, BytesIO(export_zip(session)), staged_dir)
    assert {(one.added, one.changed) for one in preview.changes} == {(0, 0)}


def test_an_import_that_fails_midway_changes_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.services.changes.touch", fail)
    only = Programme(people={"carl": programme().people["carl"]})
    with pytest.raises(RuntimeError):
        imports.import_programme(session, only, replacing=True)
    session.rollback()
    assert programmes.load(session) == programme()


def test_a_filled_cell_corrects_what_was_written(session: Session) -> None:
    meeting = replace(programme().meetings["mt-1"], mentee_rating=1)
    bundle = changed(meetings={**programme().meetings, "mt-1": meeting})
    imports.import_programme(session, bundle, replacing=False)
    assert programmes.load(session).meetings["mt-1"].mentee_rating == 1


def test_adding_keeps_what_is_not_in_the_file(session: Session) -> None:
    meetings.record(session, participant("mia"), "m-bad", on=small_programme.DAY, status="held")
    imports.import_programme(session, programme(), replacing=False)
    assert session.scalar(select(func.count()).select_from(MeetingRow)) == 7


def test_replacing_removes_what_is_not_in_the_file(session: Session) -> None:
    only = Programme(
        people={k: programme().people[k] for k in ("mia", "rita", "carl")},
        mentorships={"m-bad": programme().mentorships["m-bad"]},
    )
    result = imports.import_programme(session, only, replacing=True)
    assert programmes.load(session) == only
    assert {one.file: one.removed for one in result.changes} == {
        "people": 5,
        "mentorships": 3,
        "meetings": 6,
        "reviews": 1,
        "rules": 0,
        "careers": 0,
    }


def test_an_address_of_another_stored_person_is_told_with_its_row(
    session: Session, staged_dir: Path
) -> None:
    bundle = Programme(
        people={"x": Person("x", "X", "x@x.org"), "y": Person("y", "Y", "MIA@example.org")}
    )
    preview = imports.preview(session, as_zip(bundle), staged_dir)
    [conflict] = preview.conflicts
    assert (conflict.file, conflict.row, conflict.column) == ("people.csv", 3, "email")
    with pytest.raises(Conflict, match="belongs to Mia Mentee"):
        imports.confirm(session, preview.token or "", staged_dir, replace=False)
    assert session.get(PersonRow, "y") is None


def test_a_file_that_gives_everybody_new_ids_can_replace(
    session: Session, staged_dir: Path
) -> None:
    bundle = Programme(people={"y": Person("y", "Mia", "mia@example.org")})
    preview = imports.preview(session, as_zip(bundle), staged_dir)
    imports.confirm(session, preview.token or "", staged_dir, replace=True)
    assert programmes.load(session) == bundle


def test_a_changed_mentorship_is_out_of_date_and_others_are_not(session: Session) -> None:
    meeting = replace(programme().meetings["mt-1"], mentee_rating=1)
    bundle = changed(meetings={**programme().meetings, "mt-1": meeting})
    imports.import_programme(session, bundle, replacing=False)
    programmes.set_as_of(session, small_programme.DAY)
    assert health.stale(session) == ("m-bad",)


def zipped(**files: str | bytes) -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.csv", content)
    file.seek(0)
    return file


PEOPLE = "person_id,name,email\np1,Ann,ann@x.org\np2,Bob,bob@x.org\n"
MENTORSHIPS = "mentorship_id,mentor_id,mentee_id,started_on,status\nm1,p1,p2,2026-03-01,active\n"
MEETINGS = "meeting_id,mentorship_id,scheduled_on,status,mentee_feedback,mentee_rating\n"


@pytest.mark.parametrize(
    ("upload", "place"),
    [
        pytest.param(BytesIO(b"person_id,name"), ("the upload", None, ""), id="no zip"),
        pytest.param(
            BytesIO(as_zip(programme()).getvalue()[:900]), ("the upload", None, ""), id="cut short"
        ),
        pytest.param(
            zipped(
                people=PEOPLE,
                mentorships=MENTORSHIPS,
                meetings=MEETINGS + "t1,m1,2026-03-02,held,,7\n",
            ),
            ("meetings.csv", 2, "mentee_rating"),
            id="a rating of 7",
        ),
        pytest.param(
            zipped(
                people=PEOPLE,
                mentorships=MENTORSHIPS,
                meetings=MEETINGS + "t1,m1,2026-02-02,held,,\n",
            ),
            ("meetings.csv", 2, "scheduled_on"),
            id="before it began",
        ),
        pytest.param(
            zipped(
                people=PEOPLE,
                mentorships=MENTORSHIPS,
                meetings=MEETINGS + f"t1,m1,2026-03-02,held,{'x' * 50_000},\n",
            ),
            ("meetings.csv", 2, "mentee_feedback"),
            id="a cell of 50,000 characters",
        ),
        pytest.param(
            zipped(
                people=PEOPLE + "p1,Eve,eve@x.org\n", mentorships=MENTORSHIPS, meetings=MEETINGS
            ),
            ("people.csv", 4, "person_id"),
            id="a key twice",
        ),
        pytest.param(
            zipped(people=PEOPLE, mentorships=MENTORSHIPS.replace("p2", "p9"), meetings=MEETINGS),
            ("mentorships.csv", 2, "mentee_id"),
            id="an unknown reference",
        ),
        pytest.param(
            zipped(
                people=PEOPLE.replace("Ann", "Änn").encode("cp1252"),
                mentorships=MENTORSHIPS,
                meetings=MEETINGS,
            ),
            ("people.csv", 2, "name"),
            id="another encoding",
        ),
        pytest.param(
            zipped(
                people="person_id,name,email\n",
                mentorships=MENTORSHIPS.splitlines()[0],
                meetings=MEETINGS,
            ),
            ("people.csv", None, ""),
            id="nobody",
        ),
    ],
)
def test_a_broken_upload_is_told_by_its_place_and_nothing_is_kept(
    session: Session, staged_dir: Path, upload: BytesIO, place: tuple[str, int | None, str]
) -> None:
    preview = imports.preview(session, upload, staged_dir)
    assert place in [(one.file, one.row, one.column) for one in preview.problems]
    assert preview.token is None
    assert not staged_dir.exists() or not list(staged_dir.iterdir())
    assert session.scalar(select(func.count()).select_from(StagedImportRow)) == 0


def test_too_large_an_upload_is_refused(
    session: Session, staged_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MAX_UPLOAD", 1000)
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    assert "larger than" in preview.problems[0].message


def test_a_programme_without_feedback_is_accepted_with_a_warning(
    session: Session, staged_dir: Path
) -> None:
    upload = zipped(people=PEOPLE, mentorships=MENTORSHIPS, meetings=MEETINGS)
    preview = imports.preview(session, upload, staged_dir)
    assert preview.token is not None
    assert "no feedback at all" in preview.warnings[-1].message


def test_a_staged_file_that_was_changed_on_the_disk_is_not_stored(
    session: Session, staged_dir: Path
) -> None:
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    [file] = staged_dir.iterdir()
    file.write_bytes(as_zip(with_person(Person("evil", "E", "e@x.org"))).getvalue())
    with pytest.raises(Conflict, match="changed on the disk"):
        imports.confirm(session, preview.token or "", staged_dir, replace=False)


def test_a_made_up_token_finds_nothing(session: Session, staged_dir: Path) -> None:
    with pytest.raises(NotFound):
        imports.staged(session, "../../rapport.sqlite3", staged_dir)


def test_an_upload_that_nobody_confirmed_is_forgotten_after_a_day(
    session: Session, staged_dir: Path, given_clock: GivenClock
) -> None:
    imports.preview(session, as_zip(programme()), staged_dir)
    given_clock.advance(timedelta(days=2))
    second = imports.preview(session, as_zip(programme()), staged_dir)
    assert len(list(staged_dir.iterdir())) == 1
    assert second.token is not None


def test_a_file_that_a_crash_left_behind_is_removed(session: Session, staged_dir: Path) -> None:
    staged_dir.mkdir()
    (staged_dir / "left-behind.zip").write_bytes(b"confidential")
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    assert len(list(staged_dir.iterdir())) == 1
    assert imports.staged(session, preview.token or "", staged_dir)


@pytest.mark.parametrize(
    ("started_on", "as_of"),
    [
        pytest.param(date(2026, 11, 1), None, id="recent: live"),
        pytest.param(date(2026, 11, 20), None, id="today: live"),
        pytest.param(date(2026, 9, 1), date(2026, 9, 1), id="history: fixed"),
        pytest.param(date(2027, 3, 1), date(2027, 3, 1), id="ahead of today: fixed"),
    ],
)
def test_the_programme_date_follows_the_age_of_the_bundle(
    empty_app: Flask, started_on: date, as_of: date | None
) -> None:
    people = {k: Person(k, k, f"{k}@x.org") for k in ("a", "b")}
    bundle = Programme(people, {"m": Mentorship("m", "a", "b", started_on)})
    with empty_app.app_context():
        assert imports.import_programme(current_session(), bundle, replacing=False).as_of == as_of


def test_a_meeting_planned_ahead_does_not_stop_the_programme(empty_app: Flask) -> None:
    assert imports.default_as_of(programme()) is None


# ---- house rules -------------------------------------------------------------------------------

APART = HouseRule("never_together", "", "carl", "mia")
LOAD = HouseRule("greatest_load", "3")


@pytest.fixture
def ruled(session: Session) -> Programme:
    """The small programme with two rules, stored."""
    whole = changed(rules=(LOAD, APART))
    imports.import_programme(session, whole, replacing=False)
    return whole


def test_rules_come_with_a_bundle_and_go_out_with_the_export(
    session: Session, staged_dir: Path, ruled: Programme
) -> None:
    assert programmes.load(session) == ruled
    preview = imports.preview(session, BytesIO(export_zip(session)), staged_dir)
    assert {(one.added, one.changed, one.removed) for one in preview.changes} == {(0, 0, 0)}


def test_an_export_without_rules_has_no_file_for_them(session: Session) -> None:
    assert "rules.csv" not in zipfile.ZipFile(BytesIO(export_zip(session))).namelist()


def test_adding_a_bundle_without_rules_leaves_them(session: Session, ruled: Programme) -> None:
    result = imports.import_programme(session, programme(), replacing=False)
    assert programmes.load(session).rules == ruled.rules
    assert changes_of(result, "rules").removed == 0


def test_adding_a_rule_leaves_the_others_and_updates_its_own_kind(
    session: Session, ruled: Programme
) -> None:
    pause, load = HouseRule("on_pause", "2026-12-24", "dora"), HouseRule("greatest_load", "2")
    imports.import_programme(session, changed(rules=(pause, load)), replacing=False)
    assert programmes.load(session).rules == (load, APART, pause)


def test_replacing_replaces_the_rules_and_the_preview_says_so(
    session: Session, staged_dir: Path, ruled: Programme
) -> None:
    preview = imports.preview(session, as_zip(programme()), staged_dir)
    assert changes_of(preview, "rules").removed == 2
    imports.confirm(session, preview.token or "", staged_dir, replace=True)
    assert programmes.load(session).rules == ()


def test_rules_leave_with_the_people_whom_they_name(session: Session, ruled: Programme) -> None:
    only = Programme(people={"dora": programme().people["dora"]}, rules=(LOAD,))
    imports.import_programme(session, only, replacing=True)
    assert programmes.load(session) == only


def test_a_pair_the_other_way_round_is_the_same_rule(
    session: Session, staged_dir: Path, ruled: Programme
) -> None:
    turned = changed(rules=(LOAD, HouseRule("never_together", "", "mia", "carl")))
    preview = imports.preview(session, as_zip(turned), staged_dir)
    rules = changes_of(preview, "rules")
    assert (rules.added, rules.changed, rules.unchanged, rules.removed) == (0, 0, 2, 0)


def test_a_preview_tells_rules_in_words(
    session: Session, staged_dir: Path, ruled: Programme
) -> None:
    bundle = changed(rules=(HouseRule("greatest_load", "2"), HouseRule("on_pause", "", "dora")))
    preview = imports.preview(session, as_zip(bundle), staged_dir)
    assert preview.examples == (
        "rules: greatest_load 3 – value: 3 → 2",
        "rules: on_pause dora is new",
    )


@pytest.mark.parametrize(
    ("stored", "given"),
    [("greatest_seniority_gap", "least_seniority_gap"), ("least_seniority_gap", "greatest_seniority_gap")],
)  # fmt: skip
def test_two_gaps_that_leave_nobody_can_not_be_added_up(
    session: Session, staged_dir: Path, stored: str, given: str
) -> None:
    values = {"greatest_seniority_gap": "1", "least_seniority_gap": "2"}
    before, after = (
        changed(rules=(HouseRule(name, values[name]),))  # type: ignore[arg-type]
        for name in (stored, given)
    )
    imports.import_programme(session, before, replacing=False)
    preview = imports.preview(session, as_zip(after), staged_dir)
    [conflict] = preview.conflicts
    assert (conflict.file, conflict.row, conflict.column) == ("rules.csv", 2, "value")
    with pytest.raises(Conflict, match=f"the {stored} of {values[stored]} that is stored"):
        imports.import_programme(session, after, replacing=False)
    imports.import_programme(session, after, replacing=True)
    assert programmes.load(session) == after


def test_rules_make_no_score_out_of_date(session: Session) -> None:
    imports.import_programme(session, changed(rules=(LOAD, APART)), replacing=False)
    programmes.set_as_of(session, small_programme.DAY)
    assert health.stale(session) == ()
