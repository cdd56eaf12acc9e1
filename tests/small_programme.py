"""A programme small enough to know by heart, for the tests of the application.

=======  ==================  =================================================================
m-bad    Mia with Carl       he cancels; at risk by the words that ``fakes`` knows
m-good   Ned with Dora       it helps; fine
m-new    Zoë with Dora       just begun; not enough to say
m-over   Ned with Carl       ended early for the relationship
=======  ==================  =================================================================

Dora has a free place and fits Mia's goals, Eve's places are taken by nobody but she speaks only
French, and Rita, who fits too, is Mia's manager. Kim coordinates and is in no mentorship.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

from model.bundle import write_zip
from model.programme import Meeting, Mentorship, Person, Programme, Review

DAY = date(2026, 11, 20)

PEOPLE = (
    Person("kim", "Kim Coord", "kim@example.org", department="People"),
    Person(
        "mia",
        "Mia Mentee",
        "mia@example.org",
        department="Sales",
        languages=("en",),
        manager_id="rita",
        mentee_goals="learn to negotiate contracts; speak in front of groups",
    ),
    Person(
        "ned",
        "Ned Mentee",
        "ned@example.org",
        department="Works",
        languages=("en",),
        mentee_goals="plan projects",
    ),
    Person("zoe", "Zoë Ørsted", "zoe@example.org", department="Works", mentee_goals="write code"),
    Person(
        "carl",
        "Carl Mentor",
        "carl@example.org",
        languages=("en",),
        mentor_expertise="history of bridges",
        mentor_capacity=2,
    ),
    Person(
        "dora",
        "Dora Mentor",
        "dora@example.org",
        department="Law",
        job_title="Counsel",
        location="Leeds",
        languages=("en", "de"),
        mentor_expertise="negotiate contracts; plan projects",
        mentor_capacity=3,
    ),
    Person(
        "eve",
        "Ève Mentor",
        "eve@example.org",
        languages=("fr",),
        mentor_expertise="negotiate contracts",
        mentor_capacity=1,
    ),
    Person(
        "rita",
        "Rita Manager",
        "rita@example.org",
        languages=("en",),
        mentor_expertise="negotiate contracts",
        mentor_capacity=4,
    ),
)
MENTORSHIPS = (
    Mentorship("m-bad", "carl", "mia", date(2026, 8, 3)),
    Mentorship("m-good", "dora", "ned", date(2026, 8, 10), cadence_days=21),
    Mentorship("m-new", "dora", "zoe", date(2026, 11, 16), kind="reverse"),
    Mentorship(
        "m-over",
        "carl",
        "ned",
        date(2026, 1, 5),
        status="ended_early",
        ended_on=date(2026, 7, 1),
        end_reason="relationship",
    ),
)
MEETINGS = (
    Meeting("mt-1", "m-bad", date(2026, 9, 1), "held", minutes=30, mentee_rating=4),
    Meeting(
        "mt-2",
        "m-bad",
        date(2026, 10, 1),
        "cancelled",
        cancelled_by="mentor",
        mentee_feedback="He cancelled again. The weather was fine.",
    ),
    Meeting(
        "mt-3",
        "m-bad",
        date(2026, 11, 2),
        "held",
        mentee_feedback='At last.\nHe has cancelled "three" times, so we hurried 🙂',
        mentor_feedback="A good talk, I think.",
        mentee_rating=2,
        mentor_rating=5,
    ),
    Meeting(
        "mt-4",
        "m-good",
        date(2026, 11, 12),
        "held",
        medium="video",
        mentee_feedback="She helped me plan. It helped a lot.",
        mentor_feedback="Ned came prepared.",
        mentee_rating=5,
    ),
    Meeting("mt-5", "m-bad", date(2026, 11, 30), "planned"),
    Meeting("mt-6", "m-over", date(2026, 3, 3), "held"),
)
REVIEWS = (Review("m-over", date(2026, 6, 1), "not_working"),)


def programme() -> Programme:
    """The programme above."""
    return Programme(
        {one.person_id: one for one in PEOPLE},
        {one.mentorship_id: one for one in MENTORSHIPS},
        {one.meeting_id: one for one in MEETINGS},
        REVIEWS,
    )


def as_zip(of: Programme) -> BytesIO:
    """A programme as an upload."""
    file = BytesIO()
    write_zip(of, file)
    file.seek(0)
    return file
