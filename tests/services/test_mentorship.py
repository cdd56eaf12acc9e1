"""One mentorship in full."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.services import programme as programmes
from app.services.explaining import mentorship
from app.services.explaining.marked_text import segments
from app.services.rematching import rematch
from tests.conftest import participant
from tests.small_programme import programme


def mark(text: str) -> dict[str, object]:
    return {"text": text, "signal": "listening", "direction": "bad", "strength": 0.5}


def test_feedback_is_cut_at_the_marked_sentences_and_stays_the_same_to_the_letter(
    session: Session,
) -> None:
    found = mentorship.detail(session, "m-bad")
    meeting = next(one for one in found.meetings if one.meeting_id == "mt-2")
    first, second = meeting.mentee.segments
    assert (first.text, first.label) == ("He cancelled again.", "The mentor has little time")
    assert (second.text, second.signal) == (" The weather was fine.", None)


def test_every_feedback_is_whole(session: Session) -> None:
    for one in mentorship.detail(session, "m-bad").meetings:
        joined = "".join(segment.text for segment in one.mentee.segments)
        assert joined == programme().meetings[one.meeting_id].mentee_feedback


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("", [], []),
        ("Aa. Bb.", [], ["Aa. Bb."]),
        ("Aa. Bb.", ["Aa.", "Bb."], ["Aa.", " ", "Bb."]),
        ("Aa. Aa.", ["Aa.", "Aa."], ["Aa.", " ", "Aa."]),
        ("Aa. Bb.", ["gone"], ["Aa. Bb."]),
        ("Aa. Bb.", ["Aa. Bb.", "Bb."], ["Aa. Bb."]),
        ("Aa.", [""], ["Aa."]),
    ],
)
def test_segments(text: str, marked: list[str], expected: list[str]) -> None:
    assert [one.text for one in segments(text, [mark(m) for m in marked])] == expected


def test_reasons_lead_to_their_meetings(session: Session) -> None:
    assessment = mentorship.detail(session, "m-bad").assessment
    assert assessment is not None
    quote = assessment.reasons[0].evidence[0]
    assert (quote.text, quote.on) == ("He cancelled again.", date(2026, 10, 1))


def test_meetings_come_newest_first(session: Session) -> None:
    days = [one.on for one in mentorship.detail(session, "m-bad").meetings]
    assert days == sorted(days, reverse=True)


def test_earlier_mentors_of_the_mentee_are_told(session: Session) -> None:
    [earlier] = mentorship.detail(session, "m-good").previous
    assert (earlier.mentor_name, earlier.end_reason) == ("Carl Mentor", "relationship")


def test_reviews_and_requests_are_told(session: Session) -> None:
    rematch.ask(
        session, participant("mia"), "m-bad", what_is_missing=["listening"], reason="Never."
    )
    [request] = mentorship.detail(session, "m-bad").requests
    assert (request.asked_by_name, request.reason) == ("Mia Mentee", "Never.")
    [review] = mentorship.detail(session, "m-over").reviews
    assert review.verdict == "not_working"


def test_an_ended_one_has_no_assessment_and_is_not_waiting_for_one(session: Session) -> None:
    found = mentorship.detail(session, "m-over")
    assert (found.state, found.assessment, found.stale) == ("ended", None, False)


def test_another_programme_date_makes_it_wait(session: Session) -> None:
    programmes.set_as_of(session, date(2026, 11, 18))
    assert mentorship.detail(session, "m-bad").stale


def test_an_unknown_one_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        mentorship.detail(session, "nothing")
