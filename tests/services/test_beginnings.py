"""First mentorships of a plan begin together, under the rules, or none does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MailRow, MentorshipRow
from app.errors import Conflict, Forbidden, Invalid
from app.services import programme as programmes
from app.services.bundles import imports
from app.services.mail import messages
from app.services.participants import profile
from app.services.rematching import beginnings
from app.services.rematching.beginnings import Beginning
from model.programme import Person
from tests.conftest import COORDINATOR, participant
from tests.small_programme import DAY, programme

PAT, SAM = Beginning("pat", "dora"), Beginning("sam", "dora")


@pytest.fixture(autouse=True)
def two_who_wait(session: Session) -> None:
    people = {
        one: Person(one, one.title(), f"{one}@example.org", mentee_goals="plan projects")
        for one in ("pat", "sam")
    }
    imports.import_programme(
        session, replace(programme(), people=people | {**programme().people}), replacing=False
    )
    programmes.set_as_of(session, DAY)


def test_it_begins_today_and_both_are_told(session: Session) -> None:
    [new_id] = beginnings.begin(
        session, COORDINATOR, [PAT], to_mentees="Meet Dora.", to_mentors="Meet Pat."
    )
    new = session.get_one(MentorshipRow, new_id)
    assert (new.mentee_id, new.mentor_id, new.started_on, new.kind) == (
        "pat",
        "dora",
        DAY,
        "traditional",
    )
    assert [one.text for one in messages.inbox(session, participant("pat"))] == ["Meet Dora."]
    assert [one.text for one in messages.inbox(session, participant("dora"))] == ["Meet Pat."]
    subjects = session.scalars(select(MailRow.subject).where(MailRow.kind == "rematch"))
    assert sorted(subjects) == [
        "Your mentorship with Dora Mentor begins",
        "Your mentorship with Pat begins",
    ]


def test_one_place_is_given_to_one_and_then_nothing_begins(session: Session) -> None:
    with pytest.raises(Conflict, match="has no free place"):
        beginnings.begin(session, COORDINATOR, [PAT, SAM])
    assert len(session.scalars(select(MentorshipRow)).all()) == 4


def test_whoever_has_a_mentor_by_now_is_noticed(session: Session) -> None:
    profile.update(session, participant("dora"), "dora", capacity=5)
    beginnings.begin(session, COORDINATOR, [PAT])
    profile.update(session, participant("carl"), "carl", expertise="plan projects")
    with pytest.raises(Conflict, match="Pat has a mentor by now"):
        beginnings.begin(session, COORDINATOR, [Beginning("pat", "carl")])


def test_what_stands_against_a_pair_is_told_before(session: Session) -> None:
    named = beginnings.named(session, [PAT, Beginning("mia", "rita")])
    assert named[0].why_not is None
    assert "line of management" in (named[1].why_not or "")


def test_only_coordinators_begin_something_and_with_sense(session: Session) -> None:
    with pytest.raises(Forbidden):
        beginnings.begin(session, participant("pat"), [PAT])
    with pytest.raises(Invalid):
        beginnings.begin(session, COORDINATOR, [])
    with pytest.raises(Invalid):
        beginnings.begin(session, COORDINATOR, [PAT], cadence_days=0)
    with pytest.raises(Invalid):
        beginnings.begin(session, COORDINATOR, [replace(PAT, kind="made up")])
