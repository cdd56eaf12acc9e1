"""A participant's own mentorships: their own words only, no risk, nothing of the other side's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.db.tables import MeetingRow, MentorshipRow, PersonRow, Role, User
from app.errors import Conflict, NotFound
from app.permissions import Actor, Side, side_of
from app.services.participants import kinds
from app.services.people import PersonCard, card
from app.services.programme import programme_day
from app.services.rematching import rematch
from app.services.rematching.rematch import RematchRequest


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting as one side sees it: the facts, and what they wrote themselves."""

    meeting_id: str
    on: date
    status: str
    cancelled_by: str | None
    minutes: int | None
    medium: str | None
    feedback: str
    rating: int | None


@dataclass(frozen=True, slots=True)
class OwnMentorship:
    """A mentorship as one side sees it."""

    mentorship_id: str
    side: Side
    other: PersonCard
    kind: str
    cadence_days: int
    started_on: date
    status: str
    ended_on: date | None
    active: bool  # as of the programme date
    last_met_on: date | None
    days_since: int | None
    meetings: tuple[OwnMeeting, ...]  # newest first
    wrote: OwnMeeting | None  # the newest one written about within the agreed time
    awaiting: tuple[OwnMeeting, ...]  # past ones without own feedback and rating; newest first
    planned: tuple[OwnMeeting, ...]  # still to come, the next one first
    other_coordinates: bool  # the programme, so that they read what is for coordinators
    manager_coordinates: bool
    requests: tuple[RematchRequest, ...]  # one's own, newest first

    @property
    def words(self) -> kinds.Wording:
        """What the other one is called, and sentences about them."""
        return kinds.words(
            self.kind,
            self.side,
            other_coordinates=self.other_coordinates,
            manager_coordinates=self.manager_coordinates,
        )

    @property
    def heading(self) -> str:
        """Who the other one is."""
        return str(self.words.heading) % {"name": self.other.name}

    @property
    def means(self) -> str:
        """What this kind means to the reader; empty for the usual one."""
        return str(kinds.MEANS.get((self.kind, self.side), ""))

    @property
    def unanswered(self) -> tuple[OwnMeeting, ...]:
        """Meetings that took place, or should have, since the last one that the reader told of."""
        told = max((one.on for one in self.meetings if one.feedback or one.rating), default=None)
        return tuple(
            one
            for one in self.awaiting
            if one.status in ("held", "planned") and (told is None or one.on > told)
        )


def mentorships(session: Session, actor: Actor) -> tuple[OwnMentorship, ...]:
    """All mentorships of the actor, active ones first."""
    if actor.person_id is None:
        return ()
    rows = session.scalars(
        select(MentorshipRow)
        .where(
            or_(
                MentorshipRow.mentee_id == actor.person_id,
                MentorshipRow.mentor_id == actor.person_id,
            )
        )
        .order_by(MentorshipRow.started_on.desc(), MentorshipRow.mentorship_id)
    ).all()
    views = _views(session, actor, actor.person_id, rows)
    return tuple(sorted(views, key=lambda one: not one.active))


def mentorship(session: Session, actor: Actor, mentorship_id: str) -> OwnMentorship:
    """One of them; NotFound for anybody else's."""
    for one in mentorships(session, actor):
        if one.mentorship_id == mentorship_id:
            return one
    raise NotFound(_("This is not one of your mentorships."))


def running(session: Session, actor: Actor, mentorship_id: str) -> OwnMentorship:
    """One of them that goes on today; Conflict if it is over, or has not begun."""
    one = mentorship(session, actor, mentorship_id)
    if not one.active:
        raise Conflict(_("This mentorship is not going on today, so nothing can be changed in it."))
    return one


def meeting(session: Session, actor: Actor, meeting_id: str) -> tuple[OwnMentorship, OwnMeeting]:
    """One own meeting with its mentorship; NotFound for anybody else's."""
    for one in mentorships(session, actor):
        for own in one.meetings:
            if own.meeting_id == meeting_id:
                return one, own
    raise NotFound(_("This is not a meeting of yours."))


def _views(
    session: Session, actor: Actor, person_id: str, rows: Sequence[MentorshipRow]
) -> list[OwnMentorship]:
    day = programme_day(session)
    ids = [row.mentorship_id for row in rows]
    meetings: dict[str, list[MeetingRow]] = defaultdict(list)
    for met in session.scalars(
        select(MeetingRow)
        .where(MeetingRow.mentorship_id.in_(ids))
        .order_by(MeetingRow.scheduled_on.desc(), MeetingRow.meeting_id)
    ):
        meetings[met.mentorship_id].append(met)
    both = {row.mentor_id for row in rows} | {row.mentee_id for row in rows}
    found = session.scalars(select(PersonRow).where(PersonRow.person_id.in_(both))).all()
    people = {row.person_id: card(row) for row in found}
    manager_id = next((row.manager_id for row in found if row.person_id == person_id), "")
    requests = rematch.asked_by(session, person_id)
    insiders = _coordinators(session)
    views: list[OwnMentorship] = []
    for row in rows:
        side = side_of(actor, row.mentor_id, row.mentee_id)
        if side is None:
            continue
        own = tuple(_own_meeting(met, side) for met in meetings[row.mentorship_id])
        last = max((m.on for m in own if m.status == "held" and m.on <= day), default=None)
        views.append(
            OwnMentorship(
                mentorship_id=row.mentorship_id,
                side=side,
                other=people[row.mentor_id if side == "mentee" else row.mentee_id],
                kind=row.kind,
                cadence_days=row.cadence_days,
                started_on=row.started_on,
                status=row.status,
                ended_on=row.ended_on,
                active=row.started_on <= day
                and (row.status == "active" or (row.ended_on is not None and row.ended_on > day)),
                last_met_on=last,
                days_since=(day - last).days if last else None,
                meetings=own,
                wrote=next(
                    (m for m in own if m.feedback and 0 <= (day - m.on).days <= row.cadence_days),
                    None,
                ),
                awaiting=tuple(
                    m for m in own if m.on <= day and not m.feedback and m.rating is None
                ),
                planned=tuple(m for m in reversed(own) if m.status == "planned" and m.on >= day),
                other_coordinates=(row.mentor_id if side == "mentee" else row.mentee_id)
                in insiders,
                manager_coordinates=manager_id in insiders,
                requests=tuple(r for r in requests if r.mentorship_id == row.mentorship_id),
            )
        )
    return views


def _coordinators(session: Session) -> frozenset[str]:
    """Who on the roster coordinates the programme."""
    wanted = select(User.person_id).where(User.active, User.roles.any(Role.name == "coordinator"))
    return frozenset(one for one in session.scalars(wanted) if one is not None)


def _own_meeting(row: MeetingRow, side: Side) -> OwnMeeting:
    mentee = side == "mentee"
    return OwnMeeting(
        meeting_id=row.meeting_id,
        on=row.scheduled_on,
        status=row.status,
        cancelled_by=row.cancelled_by,
        minutes=row.minutes,
        medium=row.medium,
        feedback=row.mentee_feedback if mentee else row.mentor_feedback,
        rating=row.mentee_rating if mentee else row.mentor_rating,
    )
