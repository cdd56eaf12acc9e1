"""What waits about agreements: a proposal for the reader's yes, or a first one to make."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.db.tables import AgreementRow, MentorshipRow, PersonRow, StandingRow
from app.permissions import Actor, Side, side_of
from app.services.participants.steps import Step
from app.services.programme import is_active, programme_day

# A pair that has met for longer than this has found its own way.
NEW_DAYS = 60


def steps(session: Session, actor: Actor) -> list[Step]:
    """At most one for each of the actor's mentorships that go on."""
    if actor.person_id is None:
        return []
    day = programme_day(session)
    mentee, mentor = aliased(PersonRow), aliased(PersonRow)
    own = session.execute(
        select(MentorshipRow, StandingRow.first_met_on, mentee.name, mentor.name)
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
        .outerjoin(StandingRow, StandingRow.mentorship_id == MentorshipRow.mentorship_id)
        .where(
            or_(
                MentorshipRow.mentee_id == actor.person_id,
                MentorshipRow.mentor_id == actor.person_id,
            ),
            is_active(day),
            MentorshipRow.status == "active",
            StandingRow.paused_until.is_(None),
        )
        .order_by(MentorshipRow.mentorship_id)
    ).all()
    agreements: dict[str, AgreementRow] = {}
    for row in session.scalars(
        select(AgreementRow)
        .where(AgreementRow.mentorship_id.in_([one.mentorship_id for one, *_rest in own]))
        .order_by(AgreementRow.agreement_id)
    ):
        agreements[row.mentorship_id] = row
    found: list[Step] = []
    for one, met_on, mentee_name, mentor_name in own:
        side = side_of(actor, one.mentor_id, one.mentee_id)
        if side is None:
            continue
        other = mentor_name if side == "mentee" else mentee_name
        newest = agreements.get(one.mentorship_id)
        if newest is not None:
            found += _waiting(newest, side, other)
        elif _is_new(met_on, day):
            found.append(_first(one.mentorship_id, side, other))
    return found


def _is_new(met_on: date | None, day: date) -> bool:
    return met_on is not None and (day - met_on).days <= NEW_DAYS


def _waiting(row: AgreementRow, side: Side, other: str) -> list[Step]:
    said = row.mentee_agreed_at if side == "mentee" else row.mentor_agreed_at
    if row.status != "proposed" or said is not None:
        return []
    title = (
        _("The coordinators propose how you and %(name)s could work together", name=other)
        if row.proposed_by == "coordinator"
        else _("%(name)s proposes how you two could work together", name=other)
    )
    return [
        Step(
            weight=100,
            side=side,
            mentorship_id=row.mentorship_id,
            title=title,
            text=_("You can agree, or propose something else."),
            button=_("Read the proposal"),
            endpoint="participant.agreement",
            values={"mentorship_id": row.mentorship_id},
        )
    ]


def _first(mentorship_id: str, side: Side, other: str) -> Step:
    return Step(
        weight=40,
        side=side,
        mentorship_id=mentorship_id,
        title=_("Write down how you and %(name)s want to work together", name=other),
        text=_("How often, where, towards what: five minutes now save misunderstandings later."),
        button=_("Propose an agreement"),
        endpoint="participant.agreement",
        values={"mentorship_id": mentorship_id},
    )
