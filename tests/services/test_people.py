"""The roster."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.services import accounts, people


def test_everybody_is_there_by_name(session: Session) -> None:
    names = [row.person.name for row in people.roster(session)]
    assert names == sorted(names)
    assert len(names) == 8


def test_a_row_tells_what_someone_seeks_and_offers_and_their_load(session: Session) -> None:
    [dora] = people.roster(session, "dora")
    assert (dora.seeks, dora.offers) == (False, True)
    assert (dora.capacity, dora.mentees_now, dora.mentors_now) == (3, 2, 0)


def test_one_is_found_by_department(session: Session) -> None:
    assert [row.person.person_id for row in people.roster(session, "sales")] == ["mia"]


def test_a_link_makes_an_account(session: Session) -> None:
    [zoe] = people.roster(session, "zoë")
    assert not zoe.has_account
    accounts.sign_in_link(session, "zoe")
    [zoe] = people.roster(session, "zoë")
    assert zoe.has_account
