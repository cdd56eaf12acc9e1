"""How many mentors would fit a mentee beside today's: a band, never a number and never a name.

It is there before anyone complains, so that nobody stays for fear that there is no one else. The
search takes the model a moment, so it is made in the background, once a day for whoever looks.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, PersonRow
from app.services import library, models
from app.services.models import Models
from app.services.programme import is_active, load_for_matching, programme_day
from model.errors import ModelError
from model.programme import Kind

# "wait": being looked for; "no_goals": nothing says what would fit.
Band = Literal["several", "a_few", "one_or_two", "none_yet", "no_goals", "wait"]


@dataclass
class _Kept:
    """The bands of one day, with the goals that each was found for."""

    day: date
    bands: dict[str, tuple[str, Band]] = field(default_factory=dict)


_kept: WeakKeyDictionary[Models, _Kept] = WeakKeyDictionary()
_lock = threading.Lock()


def band(session: Session, person_id: str) -> Band:
    """What is known today; ``wait`` if ``look`` has to be called first."""
    goals = session.scalar(select(PersonRow.mentee_goals).where(PersonRow.person_id == person_id))
    if not (goals or "").strip():
        return "no_goals"
    found = _today(session).bands.get(person_id)
    return found[1] if found is not None and found[0] == goals else "wait"


def look(session: Session, person_id: str) -> None:
    """Find the band of a mentee and keep it for today. Without a usable model nothing is kept."""
    release = models.release_or_none()
    person = session.get(PersonRow, person_id)
    if release is None or person is None:
        return
    library.load()
    from model.eligibility import Eligibility
    from model.rematch import SOMEWHAT

    goals, day = person.mentee_goals, programme_day(session)
    kind = session.scalar(
        select(MentorshipRow.kind)
        .where(MentorshipRow.mentee_id == person_id, is_active(day))
        .order_by(MentorshipRow.started_on.desc())
    )
    programme = load_for_matching(session)
    session.rollback()  # The model takes a while; nothing is left to be read.
    mentee = programme.people[person_id]
    allowed = Eligibility(programme, day).allowed(mentee, cast(Kind, kind or "traditional"))
    free = [one for one, may in zip(programme.people.values(), allowed, strict=True) if may]
    try:
        scores = release.matcher.within(programme)([mentee], free)[0] if free else []
    except ModelError as error:
        models.current().switch_off(error)
        return
    _today(session).bands[person_id] = goals, _band(sum(float(one) >= SOMEWHAT for one in scores))


def _band(count: int) -> Band:
    if count >= 5:
        return "several"
    if count >= 3:
        return "a_few"
    return "one_or_two" if count else "none_yet"


def _today(session: Session) -> _Kept:
    day = programme_day(session)
    with _lock:
        kept = _kept.get(models.current())
        if kept is None or kept.day != day:
            kept = _kept[models.current()] = _Kept(day)
        return kept
