"""What earlier mentorships teach about new pairs, learnt again only when they have changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext

from app import formats
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


def said(learnt: Outcomes) -> str:
    """Whether it is used and why, in the reader's language; the library tells it in English."""
    from model.outcomes import LEAST_CASES, LEAST_OF_EACH

    seen = gettext(
        "%(cases)s mentorships with a known outcome, %(badly)s gone badly",
        cases=learnt.cases,
        badly=learnt.gone_badly,
    )
    if learnt.by_fit is None or learnt.with_history is None:
        return str(
            gettext(
                "Earlier outcomes are not used: %(seen)s; at least %(least)s are needed, "
                "%(each)s of each kind.",
                seen=seen,
                least=LEAST_CASES,
                each=LEAST_OF_EACH,
            )
        )
    rose = gettext(
        "AUC for mentors left out %(fit)s by fit, %(history)s with it",
        fit=formats.number(round(learnt.by_fit, 2)),
        history=formats.number(round(learnt.with_history, 2)),
    )
    if learnt.used:
        return str(
            gettext("Earlier outcomes join the ranking: %(seen)s; %(rose)s.", seen=seen, rose=rose)
        )
    return str(
        gettext(
            "Earlier outcomes are not used, for they do not clearly help: %(seen)s; %(rose)s.",
            seen=seen,
            rose=rose,
        )
    )
