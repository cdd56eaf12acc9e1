"""A programme of 10,000 mentorships, put straight into the tables: 1,500 of them want a look."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.db.tables import (
    AssessmentRow,
    CaseRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    User,
)
from app.services import programme, standing
from app.services.review import cases

DAY = date(2026, 11, 20)
MENTORSHIPS = 10_000
MEETINGS = 6
DEPARTMENTS = ("Sales", "Works", "Law", "People", "Finance", "Research", "Support", "Purchasing")
FIRST = ("Ada", "Ben", "Chidi", "Dana", "Emre", "Fatou", "Grete", "Hiro", "Ines", "Jonas")
LAST = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
SIGNALS = ("mentor_availability", "expertise_fit", "goal_progress", "listening", "chemistry")
BAD = "We had to move it again, and there was no time for what I had brought along."
GOOD = "We went through my plan in detail, and I know now what to try next week."


def fill(session: Session) -> None:
    """Store it, with standings and cases as the application makes them."""
    dice = random.Random(5)
    programme.row(session).as_of = DAY
    session.execute(insert(PersonRow), [*_people(dice)])
    pairs = [*_mentorships(dice)]
    session.execute(insert(MentorshipRow), pairs)
    session.execute(insert(MeetingRow), [*_meetings(dice, pairs)])
    session.execute(insert(AssessmentRow), [*_assessments(dice, pairs)])
    session.flush()
    ids = [one["mentorship_id"] for one in pairs]
    standing.refresh(session, ids)
    cases.follow(session, ids)
    owners = session.scalars(select(User.id)).all()
    for case in session.scalars(select(CaseRow)):
        _work_on(dice, case, owners)
    session.commit()


def _people(dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(2 * MENTORSHIPS):
        name = f"{dice.choice(FIRST)} {dice.choice(LAST)} {number}"
        yield {
            "person_id": f"p{number:05}",
            "name": name,
            "email": f"p{number:05}@example.org",
            "department": dice.choice(DEPARTMENTS),
            "job_title": "Engineer",
            "location": "Leeds",
            "languages": ("en",),
            "mentee_goals": "negotiate contracts; speak in front of groups",
            "mentor_expertise": "history of bridges; plan projects",
            "mentor_capacity": 2,
        }


def _mentorships(dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(MENTORSHIPS):
        ended = number % 10 == 9
        started = DAY - timedelta(days=dice.randrange(30, 300))
        yield {
            "mentorship_id": f"m{number:05}",
            "mentor_id": f"p{MENTORSHIPS + dice.randrange(MENTORSHIPS // 2):05}",
            "mentee_id": f"p{number:05}",
            "started_on": started,
            "kind": dice.choice(("traditional", "traditional", "traditional", "reverse", "peer")),
            "cadence_days": dice.choice((7, 14, 21, 28)),
            "status": "completed" if ended else "active",
            "ended_on": DAY - timedelta(days=5) if ended else None,
            "end_reason": "goals_met" if ended else None,
            "revision": 0,
        }


def _meetings(dice: random.Random, pairs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, pair in enumerate(pairs):
        if number % 100 == 3:
            continue  # They have not met yet.
        silent = 90 if number % 50 == 7 else 1
        for place in range(MEETINGS):
            bad = dice.random() < 0.3
            yield {
                "meeting_id": f"t{number:05}-{place}",
                "mentorship_id": pair["mentorship_id"],
                "scheduled_on": DAY - timedelta(days=silent + 14 * place),
                "status": "cancelled" if bad and place else "held",
                "cancelled_by": "mentor" if bad and place else None,
                "minutes": None if bad and place else 45,
                "medium": "video",
                "mentee_feedback": f"{BAD if bad else GOOD} {GOOD}",
                "mentor_feedback": GOOD,
                "mentee_rating": 2 if bad else 4,
                "mentor_rating": 4,
            }


def _assessments(dice: random.Random, pairs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, pair in enumerate(pairs):
        flagged = number % 10 in (1, 2) and number % 4 < 3
        risk = dice.uniform(0.55, 0.97) if flagged else dice.uniform(0.02, 0.5)
        found = dice.sample(SIGNALS, 3)
        yield {
            "mentorship_id": pair["mentorship_id"],
            "revision": 0,
            "as_of": DAY,
            "computed_at": datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
            "model_version": "bench",
            "risk": risk,
            "state": "at_risk" if flagged else "fine",
            "flagged": flagged,
            "reasons": [
                {
                    "signal": signal,
                    "contribution": 0.4 - 0.1 * place,
                    "evidence": [_piece(number, one, BAD) for one in range(2)],
                }
                for place, signal in enumerate(found)
            ]
            if flagged
            else [],
            "safeguarding": [_piece(number, 0, BAD)] if number % 2000 == 11 else [],
            "marks": [
                {
                    **_piece(number, place, BAD if flagged else GOOD),
                    "signal": found[0],
                    "direction": "bad" if flagged else "good",
                    "strength": 0.8,
                }
                for place in range(MEETINGS)
            ],
            "trajectory": [
                [(DAY - timedelta(days=14 * back)).isoformat(), round(risk - 0.02 * back, 4)]
                for back in range(8, -1, -1)
            ],
            "unread": [],
        }


def _piece(number: int, place: int, text: str) -> dict[str, Any]:
    return {"meeting_id": f"t{number:05}-{place}", "author": "mentee", "text": text}


def _work_on(dice: random.Random, case: CaseRow, owners: Any) -> None:
    """As cases look after some weeks: older, some taken up, some due or put aside."""
    age = dice.randrange(60)
    case.opened_on = DAY - timedelta(days=age)
    case.urgency *= age + 1
    if dice.random() < 0.5:
        case.status = dice.choice(("in_review", "in_review", "repairing", "rematching"))
        case.owner_id = dice.choice(owners)
        case.due_on = DAY + timedelta(days=dice.randrange(-7, 30))
    if dice.random() < 0.05:
        case.snoozed_until, case.snoozed_for = DAY + timedelta(days=9), "On leave."
