"""The review queue: what is in it, in which order, and how it is narrowed and counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, MentorshipRow, PersonRow, StandingRow
from app.permissions import Actor
from app.services import health
from app.services.review import case_queue, case_work
from app.services.review.case_filter import QueueFilter, read, words
from app.services.review.case_queue import Queue
from tests.conftest import COORDINATOR
from tests.queued import case, coordinator, three_cases
from tests.small_programme import DAY


@pytest.fixture
def kim(session: Session) -> Actor:
    three_cases(session)
    return coordinator(session)


def queue(session: Session, kim: Actor, sort: str = "urgency", **filters: object) -> Queue:
    return case_queue.queue(session, kim, QueueFilter(**filters), sort)  # type: ignore[arg-type]


def ids(session: Session, kim: Actor, sort: str = "urgency", **filters: object) -> list[str]:
    return [row.mentorship_id for row in queue(session, kim, sort, **filters).rows]


def test_what_is_most_urgent_comes_first(session: Session, kim: Actor) -> None:
    assert ids(session, kim) == ["m-good", "m-bad", "m-new"]


def test_age_outweighs_a_higher_risk(session: Session, kim: Actor) -> None:
    old = case(session, "m-new")
    old.opened_on = DAY - timedelta(days=20)
    session.commit()
    health.follow(session, ["m-new"])
    assert ids(session, kim)[0] == "m-new"


def test_a_row_tells_who_why_and_since_when(session: Session, kim: Actor) -> None:
    row = next(row for row in queue(session, kim).rows if row.mentorship_id == "m-bad")
    assert (row.mentee_name, row.mentor_name, row.department) == (
        "Mia Mentee",
        "Carl Mentor",
        "Sales",
    )
    assert (row.status, row.reasons, row.signal) == (
        "new",
        ("at_risk",),
        "The mentor has little time",
    )
    assert (row.last_met_on, row.days_since, row.age_days) == (date(2026, 11, 2), 18, 0)
    assert row.risk is not None and (row.owner_id, row.due_on) == (None, None)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"status": "in_review"}, ["m-new"]),
        ({"status": "all"}, ["m-good", "m-bad", "m-new"]),
        ({"reason": "asked_rematch"}, ["m-good"]),
        ({"reason": "by_hand"}, ["m-new"]),
        ({"signal": "mentor_availability"}, ["m-bad"]),
        ({"department": "Works"}, ["m-good", "m-new"]),
        ({"owner": "me"}, ["m-new"]),
        ({"owner": "nobody"}, ["m-good", "m-bad"]),
        ({"kind": "reverse"}, ["m-new"]),
        ({"search": "DORA"}, ["m-good", "m-new"]),
        ({"search": "ørST"}, ["m-new"]),
        ({"search": "m-bad"}, ["m-bad"]),
        ({"search": "mia"}, ["m-bad"]),
        ({"search": "100%"}, []),
    ],
)
def test_it_can_be_narrowed(
    session: Session, kim: Actor, filters: dict[str, object], expected: list[str]
) -> None:
    assert ids(session, kim, **filters) == expected


def test_cases_are_mine_only_if_i_am_somebody(session: Session, kim: Actor) -> None:
    assert ids(session, COORDINATOR, owner="me") == []
    assert ids(session, kim, owner=str(kim.user_id)) == ["m-new"]


def test_who_has_been_silent_for_long_is_found_by_the_day(session: Session, kim: Actor) -> None:
    session.get_one(StandingRow, "m-bad").silent_since = date(2026, 10, 1)
    session.commit()
    assert ids(session, kim, silent_since=date(2026, 10, 1)) == ["m-bad"]
    assert ids(session, kim, silent_since=date(2026, 9, 30)) == []


def test_who_needs_a_first_meeting_is_found(session: Session, kim: Actor) -> None:
    session.get_one(StandingRow, "m-new").needs_first_meeting = True
    session.commit()
    assert ids(session, kim, first_meeting=True) == ["m-new"]


def test_what_is_snoozed_is_away_until_its_day_and_counted_apart(
    session: Session, kim: Actor
) -> None:
    one = case(session, "m-bad").case_id
    case_work.snooze(session, kim, one, DAY + timedelta(days=3), "On leave.")
    found = queue(session, kim)
    assert "m-bad" not in [row.mentorship_id for row in found.rows]
    assert (found.counts.open, found.counts.snoozed) == (2, 1)
    [row] = queue(session, kim, snoozed=True).rows
    assert (row.mentorship_id, row.snoozed_for) == ("m-bad", "On leave.")


def test_what_is_overdue_is_marked_found_and_counted(session: Session, kim: Actor) -> None:
    case(session, "m-new").due_on = DAY - timedelta(days=1)
    case(session, "m-bad").due_on = DAY
    session.commit()
    [row] = queue(session, kim, overdue=True).rows
    assert (row.mentorship_id, row.overdue) == ("m-new", True)
    assert queue(session, kim).counts.overdue == 1


def test_counts_are_of_all_that_is_open_whatever_is_narrowed(session: Session, kim: Actor) -> None:
    counts = queue(session, kim, search="nobody").counts
    assert (counts.open, counts.new, counts.mine) == (3, 2, 1)
    assert counts.by_status == {"new": 2, "in_review": 1}
    assert counts.by_reason == {"at_risk": 1, "asked_rematch": 1, "by_hand": 1}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("risk", ["m-bad", "m-good", "m-new"]),
        ("-risk", ["m-good", "m-bad", "m-new"]),
        ("mentee", ["m-bad", "m-good", "m-new"]),
        ("-mentee", ["m-new", "m-good", "m-bad"]),
        ("mentor", ["m-bad", "m-good", "m-new"]),
        ("department", ["m-bad", "m-good", "m-new"]),
        ("last_met", ["m-new", "m-bad", "m-good"]),
        ("status", ["m-good", "m-bad", "m-new"]),
        ("owner", ["m-new", "m-good", "m-bad"]),
        ("age", ["m-good", "m-bad", "m-new"]),
    ],
)
def test_it_can_be_sorted_by_every_column(
    session: Session, kim: Actor, sort: str, expected: list[str]
) -> None:
    assert ids(session, kim, sort) == expected


def test_what_is_due_first_comes_first_and_what_is_not_due_last(
    session: Session, kim: Actor
) -> None:
    case(session, "m-bad").due_on = DAY
    case(session, "m-new").due_on = DAY + timedelta(days=1)
    session.commit()
    assert ids(session, kim, "due") == ["m-bad", "m-new", "m-good"]


def many(session: Session, number: int = 60) -> None:
    """More open cases, each of its own mentee."""
    keys = [f"x{n:03}" for n in range(number)]
    session.execute(
        insert(PersonRow),
        [{"person_id": key, "name": f"P {key}", "email": f"{key}@x.org"} for key in keys],
    )
    pair = {"mentor_id": "carl", "started_on": DAY, "kind": "peer", "cadence_days": 14}
    session.execute(
        insert(MentorshipRow),
        [{**pair, "mentorship_id": k, "mentee_id": k, "status": "active"} for k in keys],
    )
    opened = {"status": "new", "status_since": DAY, "opened_on": DAY, "reasons": ("at_risk",)}
    session.execute(
        insert(CaseRow),
        [{**opened, "mentorship_id": k, "urgency": n / 100} for n, k in enumerate(keys)],
    )
    session.commit()


def test_a_long_queue_comes_in_pages(session: Session, kim: Actor) -> None:
    many(session)
    pages = [case_queue.queue(session, kim, page=n) for n in (1, 2, 3)]
    assert [len(one.rows) for one in pages] == [25, 25, 13]
    assert len({row.case_id for one in pages for row in one.rows}) == 63
    assert (pages[1].paging.page, pages[1].paging.pages, pages[1].paging.total) == (2, 3, 63)


@pytest.mark.parametrize("filters", [QueueFilter(), QueueFilter(search="carl")])
def test_a_page_behind_the_last_is_the_last(
    session: Session, kim: Actor, filters: QueueFilter
) -> None:
    many(session)
    found = case_queue.queue(session, kim, filters, page=99)
    assert found.paging.page == found.paging.pages == 3
    assert len(found.rows) == found.paging.total - 50


def test_an_empty_queue_has_one_empty_page(app: Flask, session: Session) -> None:
    found = case_queue.queue(session, coordinator(session), QueueFilter(search="nobody"), page=4)
    assert (found.rows, found.paging.page, found.paging.total) == ((), 1, 0)


def test_a_filter_reads_again_what_it_says() -> None:
    asked = QueueFilter(
        status="quiet",
        owner="7",
        search="Mia & Carl",
        silent_since=date(2026, 10, 1),
        overdue=True,
    )
    assert read(words(asked, "-risk")) == (asked, "-risk")


def test_what_nobody_could_have_chosen_narrows_nothing() -> None:
    odd = {
        "status": "x",
        "reason": "x",
        "kind": "x",
        "owner": "99999999999999999999",
        "silent_since": "soon",
        "sort": "--risk",
    }
    assert read(odd) == (QueueFilter(), "urgency")


def test_coordinators_are_those_to_whom_a_case_can_be_given(session: Session) -> None:
    assert [one.name for one in case_queue.coordinators(session)] == ["Kim Coord"]
