"""One plan for everyone who waits for a mentor: open requests and mentees without one.

Pairs that a coordinator pins or forbids are no part of the programme. Whoever asks holds them,
and a plan is worked out anew every time, so that it never lags behind the programme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

import numpy as np
from flask_babel import gettext
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.errors import Invalid
from app.services import library, model_words, models
from app.services.matching.suggestions import FitView, fits
from app.services.people import PersonCard, card
from app.services.programme import load_for_matching, programme_day
from app.services.rematching import proposal_life, rematch
from app.services.rematching.rematch import RematchRequest
from model.errors import ModelError
from model.programme import Kind, Person, Programme

if TYPE_CHECKING:
    from model.matching import Matcher
    from model.planning import Assignment, Plan

# A mentee and a mentor, by their keys.
Pair = tuple[str, str]
Hold = Literal["pin", "forbid"]
# What a coordinator's pairs do to the sum of all fits.
Effect = Literal["better", "same", "somewhat_worse", "clearly_worse"]

# A sum of fits that changes by less is told as the same; by less than the second, as somewhat
# worse. One good mentor in place of one drawn by lot is about half a point.
_SAME, _SOMEWHAT = 0.05, 0.3


@dataclass(frozen=True, slots=True)
class PlannedPair:
    """A mentee with the mentor that the plan gives them."""

    mentee: PersonCard
    mentor: PersonCard
    kind: Kind
    fit: float
    weak: bool  # below the floor: hardly better than a mentor drawn by lot
    first_choice: bool  # nobody who is allowed fits better
    less_than_today: bool  # today's mentor meets the goals better
    pinned: bool
    why: FitView | None  # the strongest reason
    request: RematchRequest | None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A mentee for whom nobody is left, and why."""

    mentee: PersonCard
    kind: Kind
    reason: str
    request: RematchRequest | None


@dataclass(frozen=True, slots=True)
class LoadView:
    """A mentor's mentees before and after the plan, of how many they take."""

    mentor: PersonCard
    capacity: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class HeldPair:
    """A pair that the coordinator pins or forbids; ``problem`` says why it can't be heeded."""

    hold: Hold
    mentee_id: str
    mentor_id: str
    mentee_name: str
    mentor_name: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class MoveView:
    """A mentee who gets another mentor by the coordinator's pairs; ``None`` is no mentor."""

    mentee: PersonCard
    before: PersonCard | None
    after: PersonCard | None


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What the coordinator's pairs do, against the plan without them."""

    moves: tuple[MoveView, ...]
    effect: Effect
    total_fit: float
    more_mentees: int  # who get a mentor; below 0 if fewer do


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan with the pairs that are held, and who may be chosen for more of them."""

    day: date
    pairs: tuple[PlannedPair, ...]
    left_over: tuple[LeftOver, ...]
    without_goals: tuple[PersonCard, ...]  # who asked for a rematch and wrote nothing to go by
    loads: tuple[LoadView, ...]
    held: tuple[HeldPair, ...]
    changes: PlanChanges | None  # None while no pair is held
    mentees: tuple[PersonCard, ...]
    mentors: tuple[PersonCard, ...]


def read_pair(text: str) -> Pair:
    """A pair as it stands in an address: ``mentee,mentor``. Ids may hold commas of their own."""
    mentee_id, comma, mentor_id = text.partition(",")
    if not comma or "," in mentor_id:
        raise Invalid(
            gettext(
                "“%(text)s” is no pair. Write the id of the mentee, a comma, the mentor's id.",
                text=text,
            )
        )
    return unquote(mentee_id), unquote(mentor_id)


def pair_text(pair: Pair) -> str:
    """A pair as it stands in an address."""
    return ",".join(quote(one, safe="") for one in pair)


def plan(session: Session, pinned: Sequence[Pair] = (), forbidden: Sequence[Pair] = ()) -> PlanView:
    """The best plan that heeds the pairs; ScoresOff if the model can't be used.

    A pair that can't be heeded is left out of the plan and comes back with its problem.
    """
    release = models.release_needed()
    library.load()
    from model import planning

    programme, day = load_for_matching(session), programme_day(session)
    # For whom somebody is asked already, nobody else is looked for.
    asked = proposal_life.asked(session)
    requests = [one for one in rematch.open_requests(session) if one.request_id not in asked]
    waiting = _waiting(programme, day, requests)
    session.rollback()  # The model takes a while; nothing is left to be read.
    try:
        measure = _Measure(release.matcher, programme, [*waiting.mentees.values()])
    except ModelError as error:
        raise models.scores_off(error) from error
    view = _View(programme, waiting, measure)
    kinds = {one: view.kind(one) for one in waiting.mentees}

    def planned(pins: Collection[Pair], forbids: Collection[Pair]) -> Plan:
        return planning.plan(
            programme,
            day,
            measure.scores,
            [*waiting.mentees],
            kinds=kinds,
            pinned=pins,
            forbidden=forbids,
        )

    held = [
        *(view.held("pin", pair) for pair in dict.fromkeys(pinned)),
        *(view.held("forbid", pair) for pair in dict.fromkeys(forbidden)),
    ]
    while True:
        pins, forbids = _pairs("pin", held), _pairs("forbid", held)
        try:
            found = planned(pins, forbids)
            break
        except planning.PinBroken as broken:
            pair = broken.mentee_id, broken.mentor_id
            at = held.index(view.held("pin", pair))
            held[at] = view.held("pin", pair, view.named(broken.why))
    return PlanView(
        day=day,
        pairs=tuple(view.pair(one, pins) for one in found.assignments),
        left_over=tuple(
            LeftOver(
                view.card(one.mentee_id),
                one.kind,
                model_words.nobody_left(one.eligible, one.against),
                view.request(one.mentee_id),
            )
            for one in found.unassigned
        ),
        without_goals=tuple(map(card, waiting.without_goals)),
        loads=tuple(
            LoadView(view.card(one.mentor_id), one.capacity, one.taken, one.after)
            for one in found.loads
        ),
        held=tuple(held),
        changes=view.changes(planned((), ()), found) if pins or forbids else None,
        mentees=_by_name(waiting.mentees.values()),
        mentors=_by_name(measure.index.mentors),
    )


# ---- who waits -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Whoever waits for a mentor, those who asked for a rematch first."""

    mentees: dict[str, Person]
    requests: dict[str, RematchRequest]  # by mentee
    without_goals: list[Person]


def _waiting(programme: Programme, day: date, requests: Sequence[RematchRequest]) -> _Waiting:
    active = {one.mentorship_id for one in programme.active_on(day)}
    # A mentee who asked in two mentorships gets one new mentor at a time, for the older request.
    asked: dict[str, RematchRequest] = {}
    for request in requests:
        if request.mentorship_id in active:
            asked.setdefault(request.mentee_id, request)
    # Whose mentorship only begins later waits for nobody.
    served = {
        one.mentee_id
        for one in programme.mentorships.values()
        if one.mentorship_id in active or (one.status == "active" and one.started_on > day)
    }
    people = programme.people
    seeking = [one for one in people if people[one].mentee_goals.strip()]
    wanted = [
        *(one for one in asked if people[one].mentee_goals.strip()),
        *(one for one in seeking if one not in served),
    ]
    return _Waiting(
        mentees={one: people[one] for one in wanted},
        requests=asked,
        without_goals=[people[one] for one in asked if not people[one].mentee_goals.strip()],
    )


# ---- how well they fit ---------------------------------------------------------------------------


class _Measure:
    """How well every mentor fits every mentee of the plan, worked out once for all its plans."""

    def __init__(self, matcher: Matcher, programme: Programme, mentees: Sequence[Person]) -> None:
        self.matcher = matcher
        self.index = matcher.index(programme.people.values())
        self.goals = matcher.reader.goals(mentees)
        self.row = {one.person_id: at for at, one in enumerate(mentees)}
        self.column = {one.person_id: at for at, one in enumerate(self.index.mentors)}
        self.fits = self.index.fits(mentees, self.goals)

    def scores(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> NDArray[np.float64]:
        """Of shape (mentees, mentors), 0 to 1."""
        rows = [self.row[one.person_id] for one in mentees]
        columns = [self.column[one.person_id] for one in mentors]
        return self.matcher.ranking.score(self.fits[np.ix_(rows, columns)])

    def why(self, mentee: Person, mentor_id: str) -> FitView | None:
        """What fits best."""
        at, row = self.column[mentor_id], self.row[mentee.person_id]
        found = self.index.candidate(mentee, self.goals[row], at, float(self.fits[row, at]))
        return next(iter(fits(found)), None)

    def less(self, mentee_id: str, mentor_id: str, than: str) -> bool:
        """Whether a mentor fits less than another; nobody fits less than one who wrote nothing."""
        fits = self.fits[self.row[mentee_id]]
        return than in self.column and bool(fits[self.column[mentor_id]] < fits[self.column[than]])


# ---- what is shown -------------------------------------------------------------------------------


class _View:
    """Turns what the library found into what pages show."""

    def __init__(self, programme: Programme, waiting: _Waiting, measure: _Measure) -> None:
        self._programme, self._waiting, self._measure = programme, waiting, measure

    def card(self, person_id: str) -> PersonCard:
        return card(self._programme.people[person_id])

    def request(self, mentee_id: str) -> RematchRequest | None:
        return self._waiting.requests.get(mentee_id)

    def kind(self, mentee_id: str) -> Kind:
        """The kind that goes on, or that the goals ask for."""
        from model.matching import kind_asked_for

        request = self.request(mentee_id)
        if request is not None:
            return self._programme.mentorships[request.mentorship_id].kind
        return kind_asked_for(self._measure.goals[self._measure.row[mentee_id]])

    def pair(self, one: Assignment, pins: Collection[Pair]) -> PlannedPair:
        request = self.request(one.mentee_id)
        today = self._programme.mentorships[request.mentorship_id].mentor_id if request else ""
        return PlannedPair(
            mentee=self.card(one.mentee_id),
            mentor=self.card(one.mentor_id),
            kind=one.kind,
            fit=one.fit,
            weak=one.below_floor,
            first_choice=one.first_choice,
            less_than_today=self._measure.less(one.mentee_id, one.mentor_id, than=today),
            pinned=(one.mentee_id, one.mentor_id) in pins,
            why=self._measure.why(self._programme.people[one.mentee_id], one.mentor_id),
            request=request,
        )

    def held(self, hold: Hold, pair: Pair, problem: str = "") -> HeldPair:
        """A pair with names; one that nobody could heed has its problem from the start."""
        names = [self._name(one) for one in pair]
        unknown = [repr(one) for one in pair if one not in self._programme.people]
        if unknown:
            problem = _unknown_in_words(unknown)
        elif pair[0] not in self._waiting.mentees:
            problem = gettext(
                "%(name)s does not wait for a mentor, or has written no goals", name=names[0]
            )
        return HeldPair(hold, pair[0], pair[1], names[0], names[1], problem)

    def named(self, why: str) -> str:
        """A complaint of the library with names in place of ids."""
        return model_words.against_pin(why, self._name)

    def changes(self, before: Plan, after: Plan) -> PlanChanges:
        from model.planning import changes

        found = changes(before, after)
        return PlanChanges(
            moves=tuple(
                MoveView(
                    self.card(one.mentee_id),
                    self.card(one.mentor_before) if one.mentor_before else None,
                    self.card(one.mentor_after) if one.mentor_after else None,
                )
                for one in found.moves
            ),
            effect=_effect(found.total_fit),
            total_fit=found.total_fit,
            more_mentees=len(after.assignments) - len(before.assignments),
        )

    def _name(self, person_id: str) -> str:
        person = self._programme.people.get(person_id)
        return person.name if person else person_id


def _effect(total_fit: float) -> Effect:
    if total_fit > _SAME:
        return "better"
    if total_fit >= -_SAME:
        return "same"
    return "somewhat_worse" if total_fit >= -_SOMEWHAT else "clearly_worse"


def _pairs(hold: Hold, held: Iterable[HeldPair]) -> list[Pair]:
    """Those that can be heeded, as far as is known."""
    sound = (one for one in held if one.hold == hold and not one.problem)
    return [(one.mentee_id, one.mentor_id) for one in sound]


def _by_name(people: Iterable[Person]) -> tuple[PersonCard, ...]:
    return tuple(card(one) for one in sorted(people, key=lambda one: (one.name, one.person_id)))


def _unknown_in_words(ids: Sequence[str]) -> str:
    if len(ids) == 1:
        return str(gettext("there is nobody %(id)s on the roster", id=ids[0]))
    one, other = ids
    return str(
        gettext("there is nobody %(one)s and nobody %(other)s on the roster", one=one, other=other)
    )
