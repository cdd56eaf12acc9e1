"""What a participant sees of their own mentorships, and what never."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow
from app.errors import NotFound
from app.permissions import NOBODY, Role
from app.services import accounts
from app.services.participants import mine
from app.services.rematching import rematch
from tests.conftest import COORDINATOR, participant
from tests.small_programme import programme


@pytest.mark.parametrize(("person", "other"), [("mia", "mentor"), ("carl", "mentee")])
def test_a_side_sees_nothing_that_the_other_side_wrote(
    session: Session, person: str, other: str
) -> None:
    own = mine.mentorship(session, participant(person), "m-bad")
    shown = repr(own)
    for meeting in programme().meetings.values():
        words = meeting.feedback(other)  # type: ignore[arg-type]
        assert not words or words.splitlines()[0] not in shown


def test_a_side_sees_its_own_words_and_rating(session: Session) -> None:
    own = mine.mentorship(session, participant("carl"), "m-bad")
    meeting = next(one for one in own.meetings if one.meeting_id == "mt-3")
    assert (meeting.feedback, meeting.rating) == ("A good talk, I think.", 5)


def test_a_side_sees_no_risk(session: Session) -> None:
    fields = repr(mine.mentorships(session, participant("mia")))
    assert "risk" not in fields and "reasons" not in fields


def test_active_ones_come_first(session: Session) -> None:
    own = mine.mentorships(session, participant("carl"))
    assert [(one.mentorship_id, one.active, one.side) for one in own] == [
        ("m-bad", True, "mentor"),
        ("m-over", False, "mentor"),
    ]


def test_past_meetings_without_a_word_are_waiting(session: Session) -> None:
    own = mine.mentorship(session, participant("carl"), "m-bad")
    assert [one.meeting_id for one in own.awaiting] == ["mt-2", "mt-1"]


def test_the_mentor_does_not_see_that_the_mentee_asked_for_a_rematch(session: Session) -> None:
    rematch.ask(session, participant("mia"), "m-bad", what_is_missing=[], reason="Please.")
    assert len(mine.mentorship(session, participant("mia"), "m-bad").requests) == 1
    assert mine.mentorship(session, participant("carl"), "m-bad").requests == ()


@pytest.mark.parametrize("actor", [participant("ned"), COORDINATOR, NOBODY])
def test_anybody_elses_mentorship_is_not_found(session: Session, actor: object) -> None:
    with pytest.raises(NotFound):
        mine.mentorship(session, actor, "m-bad")  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        mine.meeting(session, actor, "mt-3")  # type: ignore[arg-type]


def test_nobody_is_told_that_a_mentor_can_not_read_it_who_coordinates_the_programme(
    session: Session,
) -> None:
    role = frozenset({Role.COORDINATOR})
    accounts.create_user(session, "dora.coord@example.org", None, role, "eve")
    row = session.get_one(MentorshipRow, "m-bad")
    row.mentor_id = "eve"
    session.flush()
    told = str(mine.mentorship(session, participant("mia"), "m-bad").words.readers)
    assert "Not by your mentor" not in told
    assert "so they can read it" in told
