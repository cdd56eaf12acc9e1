"""The coordinator's list."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.db import db
from app.services import health
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.participants import meetings
from app.services.rematching import rematch
from app.services.review import mentorships
from app.services.review.mentorships import OverviewFilter, SortKey
from app.services.review.read_now import read_now
from model.programme import Mentorship, Person
from tests.conftest import participant
from tests.small_programme import DAY, programme


def ids(session: Session, sort: SortKey = "worst", **filters: str) -> list[str]:
    found = mentorships.overview(session, sort, OverviewFilter(**filters))  # type: ignore[arg-type]
    return [row.mentorship_id for row in found.rows]


def test_the_worst_comes_first_and_the_unknown_before_the_fine(session: Session) -> None:
    assert ids(session) == ["m-bad", "m-new", "m-good"]


def test_ended_ones_are_apart(session: Session) -> None:
    assert mentorships.overview(session).ended == 1
    assert ids(session, state="ended") == ["m-over"]


def test_ended_ones_that_match_are_counted(session: Session) -> None:
    assert mentorships.overview(session, filters=OverviewFilter(search="carl")).ended == 1
    assert mentorships.overview(session, filters=OverviewFilter(search="mia")).ended == 0


def test_a_row_tells_who_why_and_since_when(session: Session) -> None:
    row = mentorships.overview(session).rows[0]
    assert (row.mentee_name, row.mentor_name) == ("Mia Mentee", "Carl Mentor")
    assert (row.state, row.main_reason) == ("at_risk", "The mentor has little time")
    assert (row.last_met_on, row.days_since) == (date(2026, 11, 2), 18)


def test_a_sentence_that_a_human_must_see_stands_apart_and_the_order_stays(
    session: Session,
) -> None:
    meetings.record(
        session, participant("zoe"), "m-new", on=DAY, status="held", feedback="She threatened me."
    )
    found = read_now(session)
    assert ([one.mentee_name for one in found.named], found.total) == (["Zoë Ørsted"], 1)
    assert ids(session) == ["m-bad", "m-new", "m-good"]
    [row] = mentorships.overview(session, filters=OverviewFilter(read_now=True)).rows
    assert (row.mentorship_id, row.safeguarding, row.state) == ("m-new", 1, "not_enough")


def test_no_figure_is_shown_where_too_little_is_known(session: Session) -> None:
    [row] = mentorships.overview(session, filters=OverviewFilter(state="not_enough")).rows
    assert row.risk is None


def test_a_meeting_after_the_programme_date_has_not_been_held_yet(session: Session) -> None:
    programmes.set_as_of(session, date(2026, 10, 15))
    health.rescore_stale(session)
    row = next(r for r in mentorships.overview(session).rows if r.mentorship_id == "m-bad")
    assert row.last_met_on == date(2026, 9, 1)


def test_what_begins_later_is_upcoming(session: Session) -> None:
    programmes.set_as_of(session, date(2026, 11, 10))
    health.rescore_stale(session)
    assert mentorships.overview(session).counts["upcoming"] == 1


def test_an_open_request_is_shown(session: Session) -> None:
    request_id = rematch.ask(
        session, participant("mia"), "m-bad", what_is_missing=[], reason="Please."
    )
    found = mentorships.overview(session)
    assert (found.rows[0].open_request_id, found.requests) == (request_id, 1)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"state": "fine"}, ["m-good"]),
        ({"kind": "reverse"}, ["m-new"]),
        ({"department": "Works"}, ["m-new", "m-good"]),
        ({"search": "ØRST"}, ["m-new"]),
        ({"search": "dora"}, ["m-new", "m-good"]),
        ({"search": "m-bad"}, ["m-bad"]),
        ({"search": "nobody"}, []),
    ],
)
def test_filters_narrow_the_list(
    session: Session, filters: dict[str, str], expected: list[str]
) -> None:
    assert ids(session, **filters) == expected


def test_counts_are_of_all_whatever_is_filtered(session: Session) -> None:
    found = mentorships.overview(session, filters=OverviewFilter(state="fine"))
    assert found.counts["at_risk"] == 1


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("risk", ["m-bad", "m-good", "m-new"]),
        ("last_meeting", ["m-new", "m-bad", "m-good"]),
        ("mentee", ["m-bad", "m-good", "m-new"]),
        ("mentor", ["m-bad", "m-good", "m-new"]),
        ("started", ["m-bad", "m-good", "m-new"]),
    ],
)
def test_it_can_be_sorted_otherwise(session: Session, sort: SortKey, expected: list[str]) -> None:
    assert ids(session, sort) == expected


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    yield statements
    event.remove(db.engine, "before_cursor_execute", count)


def test_the_list_takes_as_many_statements_for_many_rows_as_for_few(session: Session) -> None:
    with counted_statements() as few:
        mentorships.overview(session)
    bundle = programme()
    people = {f"q{n}": Person(f"q{n}", f"Q {n}", f"q{n}@x.org") for n in range(60)}
    pairs = {f"mx{n}": Mentorship(f"mx{n}", "dora", f"q{n}", date(2026, 10, 1)) for n in range(60)}
    larger = replace(
        bundle,
        people={**bundle.people, **people},
        mentorships={**bundle.mentorships, **pairs},
    )
    imports.import_programme(session, larger, replacing=False)
    health.rescore_stale(session)
    session.expire_all()
    with counted_statements() as many:
        found = mentorships.overview(session, page=3)
    assert (len(found.rows), found.paging.pages, found.paging.total) == (13, 3, 63)
    assert len(many) == len(few) <= 6


def test_what_an_import_brings_is_in_the_list_before_it_is_scored(session: Session) -> None:
    bundle = programme()
    pair = Mentorship("m-fresh", "dora", "mia", date(2026, 10, 1))
    fresh = replace(bundle, mentorships={**bundle.mentorships, "m-fresh": pair})
    imports.import_programme(session, fresh, replacing=False)
    assert ids(session, state="unscored") == ["m-fresh"]
