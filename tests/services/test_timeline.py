"""One line of time for both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.db.tables import (
    AgreementRow,
    ClosureRow,
    ConcernRow,
    MessageRow,
    PauseRow,
    ProposalRow,
    PulseRow,
    RepairRow,
    ReviewRow,
    VerdictRow,
)
from app.db.tables.base import Base
from app.services.explaining import mentorship
from app.services.explaining.timeline import Entry, timeline
from app.services.rematching import rematch
from tests.conftest import participant

AT, ON = datetime(2026, 10, 15, tzinfo=UTC), date(2026, 10, 15)
OF = {"mentorship_id": "m-bad"}


def line(session: Session, mentorship_id: str = "m-bad") -> tuple[Entry, ...]:
    return timeline(session, mentorship.detail(session, mentorship_id)).entries


def told(session: Session, *rows: Base) -> list[str]:
    session.add_all(rows)
    session.commit()
    return [one.told for one in line(session) if one.told]


def test_meetings_gaps_and_everything_else_come_newest_first(session: Session) -> None:
    told(session, PauseRow(**OF, asked_by="mentor", from_on=ON, until_on=ON, reason=""))
    entries = line(session)
    assert [one.on for one in entries] == sorted((one.on for one in entries), reverse=True)
    assert {"meeting", "gap", "pause"} <= {one.kind for one in entries}


def test_a_gap_stands_below_the_meeting_that_ended_it(session: Session) -> None:
    entries = line(session)
    at = next(n for n, one in enumerate(entries) if one.kind == "gap" and one.gap.due)  # type: ignore[union-attr]
    ended = entries[at - 1].meeting
    assert ended is not None and (ended.meeting_id, ended.status) == ("mt-3", "held")


def test_where_the_views_part_stands_at_the_meeting(session: Session) -> None:
    [one] = [one for one in line(session) if one.parting]
    assert one.meeting is not None and one.meeting.meeting_id == "mt-3"
    assert (one.parting.mentee_rating, one.parting.mentor_rating) == (2, 5)  # type: ignore[union-attr]


def test_ratings_come_oldest_first_for_the_picture(session: Session) -> None:
    found = timeline(session, mentorship.detail(session, "m-bad")).ratings
    assert [(one.mentee, one.mentor) for one in found] == [(4, None), (2, 5)]


def test_a_round_of_questions_names_the_lowest_answer_first(session: Session) -> None:
    row = PulseRow(
        **OF,
        side="mentee",
        person_id="mia",
        kind="day_30",
        due_on=ON,
        answers={"time": 4, "heard": 1},
        answered_on=ON,
    )
    told(session, row)
    [one] = [one for one in line(session) if one.kind == "pulse"]
    assert one.told == "Mia Mentee answered the questions: After 30 days"
    assert one.answers == (("Heard", 1), ("Time", 4))


def test_what_was_asked_and_not_answered_is_told_and_what_is_only_planned_is_not(
    session: Session,
) -> None:
    def asked(kind: str, due_on: date) -> PulseRow:
        return PulseRow(**OF, side="mentor", person_id="carl", kind=kind, due_on=due_on, answers={})

    said = told(session, asked("day_30", ON), asked("day_90", date(2026, 12, 24)))
    assert said == ["Carl Mentor was asked how it goes and has not answered"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ConcernRow(
                **OF,
                person_id="mia",
                side="mentee",
                kind="asked_to_look",
                raised_on=ON,
                raised_at=AT,
            ),
            "Mia Mentee asked the coordinators to look",
        ),
        (
            PauseRow(**OF, asked_by="mentor", from_on=ON, until_on=date(2026, 10, 29), reason=""),
            "A pause until Thu 29 Oct 2026, asked for by Carl Mentor",
        ),
        (
            RepairRow(
                **OF,
                started_at=AT,
                started_on=ON,
                trouble="goal_progress",
                rung="message",
                check_back_on=date(2026, 11, 20),
            ),
            "A repair began for “Nothing moves”: You write to them",
        ),
        (
            MessageRow(to_person="carl", **OF, sent_at=AT, text="How is it going?"),
            "A coordinator wrote to Carl Mentor",
        ),
        (VerdictRow(**OF, at=AT, day=ON, verdict="not_working"), "Verdict: Not working"),
        (
            ClosureRow(**OF, how="left_by_mentee", ended_at=AT, ended_on=ON),
            "Mia Mentee left it, without blame",
        ),
    ],
)
def test_what_happened_is_told_in_a_sentence(session: Session, row: Base, said: str) -> None:
    assert told(session, row) == [said]


def test_an_agreement_is_proposed_and_then_agreed(session: Session) -> None:
    row = AgreementRow(
        **OF,
        proposed_at=AT,
        proposed_by="mentee",
        cadence_days=21,
        mentee_agreed_at=AT,
        mentor_agreed_at=datetime(2026, 10, 20, tzinfo=UTC),
    )
    assert told(session, row) == [
        "Both agreed: every 3 weeks",
        "Mia Mentee proposed an agreement: every 3 weeks",
    ]


def test_a_repair_that_was_looked_at_says_what_came_of_it(session: Session) -> None:
    row = RepairRow(
        **OF,
        started_at=AT,
        started_on=ON,
        trouble="listening",
        rung="talk_each",
        check_back_on=ON,
        risk_before=0.8,
        risk_after=0.3,
        outcome="helped",
        checked_on=date(2026, 11, 5),
    )
    assert told(session, row)[0] == (
        "The repair was looked at: It helped (risk 80 % before, 30 % after)"
    )


def test_a_request_and_its_proposal_are_told(session: Session) -> None:
    request_id = rematch.ask(
        session, participant("mia"), "m-bad", what_is_missing=["listening"], reason="Please."
    )
    said = told(
        session,
        ProposalRow(request_id=request_id, mentor_id="dora", proposed_at=AT, expires_on=ON),
    )
    assert "Dora Mentor was proposed as the next mentor" in said
    assert (
        "Mia Mentee asked for a rematch. What is missing: Not listened to, or generic advice"
        in said
    )


def test_a_verdict_is_not_told_twice_by_the_review_that_it_makes(session: Session) -> None:
    verdict = VerdictRow(**OF, at=AT, day=ON, verdict="working")
    review = ReviewRow(mentorship_id="m-bad", reviewed_on=ON, verdict="working")
    assert told(session, verdict, review) == ["Verdict: Working"]


def test_a_review_by_itself_is_told(session: Session) -> None:
    assert [one.told for one in line(session, "m-over") if one.told] == [
        "Reviewed: it was not working"
    ]
