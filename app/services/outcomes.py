"""What earlier mentorships teach about new pairs, learnt again only when they have changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.services import library, models
from model.programme import Programme

if TYPE_CHECKING:
    from model.artifact import Release
    from model.outcomes import Outcomes


def of(programme: Programme, day: date, release: Release) -> Outcomes:
    """What is known on ``day``, whether or not it is good enough to be used."""
    library.load()
    from model.outcomes import learn

    key = (
        release.version,
        day,
        tuple(
            (one.mentorship_id, one.status, one.end_reason, one.ended_on, one.mentor_id)
            for one in programme.mentorships.values()
        ),
        tuple(programme.reviews),
        len(programme.meetings),
    )
    kept = models.current().outcomes
    if kept is None or kept[0] != key:
        kept = key, learn(programme, day, release.matcher)
        models.current().outcomes = kept
    return kept[1]
