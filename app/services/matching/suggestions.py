"""Mentors who would do better than today's, under the measure that the trouble asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow
from app.errors import NotFound
from app.services import library, model_words, models
from app.services.matching import outcomes, trouble
from app.services.matching.trouble import Change
from app.services.people import PersonCard, card
from app.services.programme import is_active, load, load_for_matching, programme_day
from model.eligibility import Eligibility, Rule
from model.errors import ModelError
from model.programme import Kind, Programme

if TYPE_CHECKING:
    from model.matching import Candidate
    from model.rematch import Gain, Record, Search

# What can be done about a rule: ask for one more place, or lift a house rule.
Remedy = Literal["place", "rule"]


@dataclass(frozen=True, slots=True)
class FitView:
    """What fits: a phrase of the goals and a phrase of the expertise, both verbatim."""

    goal: str
    expertise: str
    similarity: float


@dataclass(frozen=True, slots=True)
class MisfitView:
    """What does not fit: an unmet goal, something unwanted that is offered, a level."""

    kind: Literal["unmet", "unwanted", "level"]
    goal: str
    expertise: str


@dataclass(frozen=True, slots=True)
class Appointments:
    """How many of a mentor's appointments took place, of all that they could have kept."""

    kept: int
    of: int


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A mentor with how well they fit and how much room they have."""

    mentor: PersonCard
    score: float
    fits: tuple[FitView, ...]
    misfits: tuple[MisfitView, ...]
    capacity: int
    mentees_now: int
    places_free: int
    mentorship_id: str | None = None  # set for today's mentors
    gain: Gain | None = None  # over today's mentor; set for candidates
    appointments: Appointments | None = None  # set where time was missing


@dataclass(frozen=True, slots=True)
class TemptingView:
    """Somebody who would fit better than all candidates, and the rule in the way, in words."""

    mentor: PersonCard
    fits: tuple[FitView, ...]
    why_not: str
    remedy: Remedy | None


@dataclass(frozen=True, slots=True)
class CandidateList:
    """Today's mentors, then whoever does better than the one compared with, best first.

    ``why_none`` says why there are no candidates, if there are none.
    """

    mentee: PersonCard
    goals: str
    today: tuple[CandidateView, ...]
    compared_with: PersonCard | None
    candidates: tuple[CandidateView, ...]
    none_clearly_better: bool
    why_none: str | None
    tempting: tuple[TemptingView, ...]
    changed_by: tuple[Change, ...]
    outcomes: str | None  # Whether earlier mentorships join the ranking; None if there are none.


def candidates(
    session: Session, mentee_id: str, k: int = 5, *, mentorship_id: str | None = None
) -> CandidateList:
    """NotFound for an unknown mentee; ScoresOff if the model can't be used.

    With ``mentorship_id`` the mentor and the trouble of that mentorship count, if it is active;
    else all of today's do, and the mentor who fits best is compared with.
    """
    release = models.release_needed()
    library.load()
    from model.rematch import records_of, search

    day = programme_day(session)
    active = session.execute(
        select(MentorshipRow.mentorship_id, MentorshipRow.mentor_id, MentorshipRow.kind)
        .where(MentorshipRow.mentee_id == mentee_id, is_active(day))
        .order_by(MentorshipRow.started_on, MentorshipRow.mentorship_id)
    ).all()
    asked = [one for one in active if one.mentorship_id == mentorship_id] or active
    wrong = trouble.find(session, [one.mentorship_id for one in asked])
    # Nothing is looked up of anybody that the search does not ask for.
    of_manner = wrong.asks_for("manner")
    of_record = of_manner or wrong.asks_for("availability")
    but_for = mentorship_id if mentorship_id and asked else None
    loaded = load if of_record else load_for_matching
    programme = loaded(session, but_for=but_for)
    if mentee_id not in programme.people:
        raise NotFound(gettext("There is nobody %(id)s on the roster.", id=mentee_id))
    session.rollback()  # The model takes a while; nothing is left to be read.
    records: Mapping[str, Record] | None = None

    def searched(mentor_id: str | None, k: int) -> Search:
        return search(
            programme,
            mentee_id,
            mentor_id=mentor_id,
            k=k,
            as_of=day,
            matcher=release.matcher,
            trouble=wrong.signals,
            records=records,
            added=learnt.added,
        )

    try:
        learnt = outcomes.of(programme, day, release)
        if of_record:
            records = records_of(programme, day, release.health.reader if of_manner else None)
        found = searched(asked[0].mentor_id if len(asked) == 1 else None, k)
        measured = {found.today.mentor_id: found.today} if found.today else {}
        # Other mentors of today stand there to be seen; nobody is compared with them.
        for mentor_id in {one.mentor_id for one in active} - {*measured}:
            if (theirs := searched(mentor_id, 0).today) is not None:
                measured[mentor_id] = theirs
    except ModelError as error:
        raise models.scores_off(error) from error
    kind = cast(Kind, asked[0].kind if asked else "traditional")
    view = _View(programme, day, kind, found, wrong.asks_for("availability"))
    return CandidateList(
        mentee=view.card(mentee_id),
        goals=programme.people[mentee_id].mentee_goals,
        today=tuple(
            view.mentor(one.mentor_id, measured.get(one.mentor_id), one.mentorship_id)
            for one in active
        ),
        compared_with=view.card(found.today.mentor_id) if found.today else None,
        candidates=tuple(
            view.mentor(one.candidate.mentor_id, one.candidate, gain=one.gain)
            for one in found.offered
        ),
        none_clearly_better=found.none_clearly_better,
        why_none=None if found.offered else view.why_none(),
        tempting=tuple(
            TemptingView(
                mentor=view.card(one.candidate.mentor_id),
                fits=fits(one.candidate),
                why_not=model_words.said(one.why_not),
                remedy=_REMEDIES.get(one.rule),
            )
            for one in found.tempting
        ),
        changed_by=trouble.changes(wrong, found.changed_by),
        outcomes=outcomes.said(learnt) if learnt.cases else None,
    )


def fits_of(
    session: Session, mentee_id: str, mentor_ids: Sequence[str]
) -> dict[str, tuple[FitView, ...]]:
    """What of some mentors' words answers a mentee's goals; nothing while scores are off."""
    release = models.release_or_none()
    if release is None:
        return {}
    people = load_for_matching(session).people
    session.rollback()  # The model takes a while; nothing is left to be read.
    asked = [people[one] for one in mentor_ids if one in people]
    mentee = people[mentee_id]
    try:
        index = release.matcher.index(asked)
        [goal] = release.matcher.reader.goals([mentee])
        scores = index.fits([mentee], [goal])[0]
        return {
            one.person_id: fits(index.candidate(mentee, goal, at, float(scores[at])))
            for at, one in enumerate(index.mentors)
        }
    except ModelError as error:
        models.current().switch_off(error)
        return {}


def fits(candidate: Candidate) -> tuple[FitView, ...]:
    """What fits, for a page."""
    return tuple(FitView(one.goal, one.expertise, one.similarity) for one in candidate.reasons)


@dataclass(frozen=True)
class _View:
    """Turns what the library found into what pages show."""

    programme: Programme
    day: date
    kind: Kind
    found: Search
    tells_kept: bool

    @cached_property
    def rules(self) -> Eligibility:
        return Eligibility(self.programme, self.day)

    def card(self, person_id: str) -> PersonCard:
        return card(self.programme.people[person_id])

    def mentor(
        self,
        mentor_id: str,
        fit: Candidate | None,
        mentorship_id: str | None = None,
        *,
        gain: Gain | None = None,
    ) -> CandidateView:
        """A mentor; ``fit`` is ``None`` for one who wrote no expertise."""
        places = self.rules.places(self.programme.people[mentor_id])
        misfits = fit.misfits if fit else ()
        return CandidateView(
            mentor=self.card(mentor_id),
            score=fit.score if fit else 0.0,
            fits=fits(fit) if fit else (),
            misfits=tuple(MisfitView(one.kind, one.goal, one.expertise) for one in misfits),
            capacity=places.capacity,
            mentees_now=places.taken,
            places_free=places.free,
            mentorship_id=mentorship_id,
            gain=gain,
            appointments=self._appointments(mentor_id) if self.tells_kept else None,
        )

    def why_none(self) -> str:
        """Why there is no candidate, for the coordinator."""
        mentee, today = self.programme.people[self.found.mentee_id], self.found.today
        if not mentee.mentee_goals.strip():
            return str(
                gettext(
                    "%(name)s has written no goals, so nothing says what would fit. Ask them to "
                    "write what they want to get better at.",
                    name=mentee.name,
                )
            )
        verdicts = self.rules.verdicts(mentee, self.kind)
        free = verdicts.count(None)
        if free and today is not None:
            return str(
                ngettext(
                    "One mentor who could take over does less well than %(name)s, by the same "
                    "measure.",
                    "Each of %(num)s mentors who could take over does less well than %(name)s, by "
                    "the same measure.",
                    free,
                    name=self.card(today.mentor_id).name,
                )
            )
        against = Counter(rule for rule in verdicts if rule and rule in _SHORT)
        if not against:
            return str(gettext("Nobody else on the roster offers mentoring yet."))
        told = ", ".join(f"{count} {_SHORT[rule]}" for rule, count in against.most_common())
        return str(
            gettext(
                "No one can take over today. Of %(number)s who offer mentoring: %(told)s.",
                number=against.total(),
                told=told,
            )
        )

    def _appointments(self, mentor_id: str) -> Appointments:
        from model.history import history_as_of

        theirs = [
            meeting.status == "held"
            for key, one in self.programme.mentorships.items()
            if one.mentor_id == mentor_id and one.started_on <= self.day
            for meeting in history_as_of(self.programme, key, self.day).meetings
            if meeting.status == "held" or meeting.cancelled_by == "mentor"
        ]
        return Appointments(sum(theirs), len(theirs))


_SHORT: dict[Rule, str] = {
    "line_of_management": _l("in the mentee's line of management"),
    "current_mentor": _l("already their mentor"),
    "ended_for_relationship": _l("their mentor before, ended for the relationship"),
    "never_together": _l("kept apart from them by a house rule"),
    "no_free_place": _l("with no free place"),
    "on_pause": _l("on pause"),
    "no_shared_language": _l("with no shared language"),
    "department": _l("ruled out by department"),
    "location": _l("ruled out by location"),
    "seniority_gap": _l("too near or too far in seniority"),
}
_REMEDIES: dict[Rule, Remedy] = {
    "no_free_place": "place",
    "never_together": "rule",
    "on_pause": "rule",
    "department": "rule",
    "location": "rule",
    "seniority_gap": "rule",
}
