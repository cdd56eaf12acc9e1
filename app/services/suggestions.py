"""Mentors who could take over, beside today's, under the same measure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import PersonRow
from app.errors import NotFound
from app.services import library, models
from app.services.people import PersonCard, card
from app.services.programme import load_for_matching, programme_day
from model.eligibility import Eligibility, Rule
from model.errors import ModelError
from model.programme import Programme

if TYPE_CHECKING:
    from model.matching import Candidate


@dataclass(frozen=True, slots=True)
class FitView:
    """What fits: a phrase of the goals and a phrase of the expertise, both verbatim."""

    goal: str
    expertise: str
    similarity: float


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A mentor with how well they fit and how much room they have."""

    mentor: PersonCard
    score: float
    fits: tuple[FitView, ...]
    capacity: int
    mentees_now: int
    places_free: int
    mentorship_id: str | None = None  # set for today's mentors


@dataclass(frozen=True, slots=True)
class CandidateList:
    """Today's mentors first, then candidates best first; ``why_none`` if there are none."""

    mentee: PersonCard
    goals: str
    today: tuple[CandidateView, ...]
    candidates: tuple[CandidateView, ...]
    why_none: str | None


def candidates(session: Session, mentee_id: str, k: int = 5) -> CandidateList:
    """NotFound for an unknown mentee; ScoresOff if the embedding model can't be used."""
    row = session.get(PersonRow, mentee_id)
    if row is None:
        raise NotFound(f"There is nobody {mentee_id!r} on the roster.")
    library.load()
    from model.matching import fit_of, suggest

    programme, day = load_for_matching(session), programme_day(session)
    rules = Eligibility(programme, day)
    mentee = programme.people[mentee_id]
    today = {
        one.mentorship_id: one.mentor_id
        for one in programme.active_on(day)
        if one.mentee_id == mentee_id
    }
    embedder = models.embedder()
    session.rollback()  # The embedder takes a while; nothing is left to be read.
    try:
        [found] = suggest(programme, [mentee_id], k=k, as_of=day, embedder=embedder)
        fits = {
            mentorship_id: fit_of(programme, mentee_id, mentor_id, embedder=embedder)
            for mentorship_id, mentor_id in today.items()
        }
    except ModelError as error:
        raise models.scores_off(error) from error
    cards = _cards(session, [*today.values(), *(one.mentor_id for one in found.candidates)])

    def view(fit: Candidate, mentorship_id: str | None = None) -> CandidateView:
        places = rules.places(programme.people[fit.mentor_id])
        return CandidateView(
            mentor=cards[fit.mentor_id],
            score=fit.score,
            fits=tuple(FitView(one.goal, one.expertise, one.similarity) for one in fit.reasons),
            capacity=places.capacity,
            mentees_now=places.taken,
            places_free=places.free,
            mentorship_id=mentorship_id,
        )

    return CandidateList(
        mentee=_cards(session, [mentee_id])[mentee_id],
        goals=mentee.mentee_goals,
        today=tuple(view(fit, mentorship_id) for mentorship_id, fit in fits.items()),
        candidates=tuple(view(candidate) for candidate in found.candidates),
        why_none=None if found.candidates else _why_none(programme, rules, mentee_id),
    )


def _cards(session: Session, person_ids: list[str]) -> dict[str, PersonCard]:
    rows = session.scalars(select(PersonRow).where(PersonRow.person_id.in_(person_ids)))
    return {row.person_id: card(row) for row in rows}


def _why_none(programme: Programme, rules: Eligibility, mentee_id: str) -> str:
    mentee = programme.people[mentee_id]
    if not mentee.mentee_goals.strip():
        return (
            f"{mentee.name} has written no goals, so nothing says what would fit. "
            "Ask them to write what they want to get better at."
        )
    against: Counter[Rule] = Counter()
    for person in programme.people.values():
        rule = rules.against(mentee, person)
        if rule is not None and rule not in ("no_expertise", "same_person"):
            against[rule] += 1
    if not against:
        return "Nobody else on the roster offers mentoring yet."
    told = ", ".join(f"{count} {_SHORT[rule]}" for rule, count in against.most_common())
    return f"No one can take over today. Of {against.total()} who offer mentoring: {told}."


_SHORT: dict[Rule, str] = {
    "line_of_management": "in the mentee's line of management",
    "current_mentor": "already their mentor",
    "ended_for_relationship": "their mentor before, ended for the relationship",
    "no_free_place": "with no free place",
    "no_shared_language": "with no shared language",
}
