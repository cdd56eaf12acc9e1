"""How the two of a mentorship want to work together. It holds once both have agreed.

An agreement is shared: both sides and the coordinators see it, and who has agreed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import AgreementRow, MentorshipRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Action, Actor, Side, may, side_of
from app.services import changes
from app.services.limits import checked_text
from app.services.mail import mails
from app.services.participants.meetings import MEDIA
from app.services.programme import lock

Party = Literal["mentee", "mentor", "coordinator"]
_SIDES: tuple[Side, ...] = ("mentee", "mentor")
MAX_CADENCE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement, proposed or in force."""

    agreement_id: int
    mentorship_id: str
    proposed_by: Party
    proposed_at: datetime
    cadence_days: int
    medium: str
    goals: str
    mentee_brings: str
    mentor_brings: str
    mentee_agreed_at: datetime | None
    mentor_agreed_at: datetime | None
    status: Literal["proposed", "agreed", "replaced"]

    @property
    def agreed(self) -> frozenset[Side]:
        """Who has said yes."""
        moments = {"mentee": self.mentee_agreed_at, "mentor": self.mentor_agreed_at}
        return frozenset(side for side in _SIDES if moments[side] is not None)


@dataclass(frozen=True, slots=True)
class Agreements:
    """What holds, what waits for a yes, and what held before."""

    current: Agreement | None
    proposal: Agreement | None
    earlier: tuple[Agreement, ...]  # those that both had agreed to, newest first

    @property
    def newest_id(self) -> int:
        """What a form carries, so that nobody overlooks a newer proposal."""
        return max((one.agreement_id for one in (self.current, self.proposal) if one), default=0)


def of_mentorship(session: Session, mentorship_id: str) -> Agreements:
    """All agreements of a mentorship."""
    rows = session.scalars(
        select(AgreementRow)
        .where(AgreementRow.mentorship_id == mentorship_id)
        .order_by(AgreementRow.agreement_id.desc())
    )
    every = [_view(row) for row in rows]
    return Agreements(
        current=next((one for one in every if one.status == "agreed"), None),
        proposal=next((one for one in every if one.status == "proposed"), None),
        earlier=tuple(
            one for one in every if one.status == "replaced" and len(one.agreed) == len(_SIDES)
        ),
    )


def propose(
    session: Session,
    actor: Actor,
    mentorship_id: str,
    *,
    cadence_days: int,
    medium: str = "",
    goals: str = "",
    mentee_brings: str = "",
    mentor_brings: str = "",
    seen: int | None = None,
) -> int:
    """Propose one; it replaces a proposal that still waits. Returns the agreement's id.

    Conflict if there is a newer one than ``seen``, the newest that the actor was shown.
    """
    if not 1 <= cadence_days <= MAX_CADENCE_DAYS:
        raise Invalid(_("Choose how often you want to meet."), "cadence_days")
    if medium not in ("", *MEDIA):
        raise Invalid(_("Choose one of the ways to meet."), "medium")
    words = {
        name: checked_text(text, name)
        for name, text in (
            ("goals", goals),
            ("mentee_brings", mentee_brings),
            ("mentor_brings", mentor_brings),
        )
    }
    lock(session)
    mentorship, party = _of(session, actor, mentorship_id)
    _check_goes_on(session, mentorship)
    before = of_mentorship(session, mentorship_id)
    if seen is not None and seen != before.newest_id:
        session.rollback()
        raise Conflict(
            _("There is a newer proposal than the one you saw. Read it first; yours is still here.")
        )
    _replace(session, before.proposal)
    now = clock.now()
    row = AgreementRow(
        mentorship_id=mentorship_id,
        proposed_at=now,
        proposed_by=party,
        cadence_days=cadence_days,
        medium=medium,
        mentee_agreed_at=now if party == "mentee" else None,
        mentor_agreed_at=now if party == "mentor" else None,
        status="proposed",
        **words,
    )
    session.add(row)
    session.flush()
    _ask(session, mentorship, row)
    session.commit()
    return row.agreement_id


def agree(session: Session, actor: Actor, agreement_id: int) -> Agreement:
    """Say yes to a proposal; with the second yes it holds, and its rhythm is the mentorship's."""
    lock(session)
    row = session.get(AgreementRow, agreement_id, populate_existing=True)
    if row is None:
        raise NotFound(_("This is not an agreement of yours."))
    mentorship, party = _of(session, actor, row.mentorship_id)
    if party == "coordinator":
        raise NotFound(_("This is not an agreement of yours."))
    _check_goes_on(session, mentorship)
    if row.status != "proposed":
        session.rollback()
        raise Conflict(_("This proposal does not wait any more. Look at what holds now."))
    moment = clock.now()
    if party == "mentee":
        row.mentee_agreed_at = row.mentee_agreed_at or moment
    else:
        row.mentor_agreed_at = row.mentor_agreed_at or moment
    mails.drop(session, _key(row, party))
    if row.mentee_agreed_at and row.mentor_agreed_at:
        _hold(session, mentorship, row, party)
    else:
        session.commit()
    return _view(row)


def _hold(session: Session, mentorship: MentorshipRow, row: AgreementRow, last: Side) -> None:
    _replace(session, of_mentorship(session, mentorship.mentorship_id).current)
    row.status = "agreed"
    mentorship.cadence_days = row.cadence_days
    mails.queue(
        session,
        kind="agreement",
        person_id=mentorship.mentor_id if last == "mentee" else mentorship.mentee_id,
        subject=lazy_gettext("You two have an agreement"),
        body=lazy_gettext("Both of you have agreed how you work together. Sign in to read it."),
    )
    changes.commit(session, [mentorship.mentorship_id])


def _replace(session: Session, older: Agreement | None) -> None:
    if older is None:
        return
    row = session.get_one(AgreementRow, older.agreement_id)
    row.status = "replaced"
    for side in _SIDES:
        mails.drop(session, _key(row, side), why="replaced")


def _ask(session: Session, mentorship: MentorshipRow, row: AgreementRow) -> None:
    """Tell whoever has not agreed that something waits."""
    person = {"mentee": mentorship.mentee_id, "mentor": mentorship.mentor_id}
    for side in _SIDES:
        if row.proposed_by != side:
            mails.queue(
                session,
                kind="agreement",
                person_id=person[side],
                key=_key(row, side),
                subject=lazy_gettext("A proposal for how you work together"),
                body=lazy_gettext(
                    "Somebody has proposed how you two could work together in your mentorship. "
                    "Sign in to read it; you can agree or propose something else."
                ),
            )


def _key(row: AgreementRow, side: Side) -> str:
    return f"agreement-{row.agreement_id}-{side}"


def _of(session: Session, actor: Actor, mentorship_id: str) -> tuple[MentorshipRow, Party]:
    """The mentorship, and who of the three the actor is."""
    mentorship = session.get(MentorshipRow, mentorship_id, populate_existing=True)
    side = mentorship and side_of(actor, mentorship.mentor_id, mentorship.mentee_id)
    if mentorship is not None and side:
        return mentorship, side
    if mentorship is not None and may(actor, Action.WORK_ON_CASES):
        return mentorship, "coordinator"
    session.rollback()
    raise NotFound(_("This is not one of your mentorships."))


def _check_goes_on(session: Session, mentorship: MentorshipRow) -> None:
    if mentorship.status != "active":
        session.rollback()
        raise Conflict(_("This mentorship has ended, so nothing is left to agree on."))


def _view(row: AgreementRow) -> Agreement:
    return Agreement(
        agreement_id=row.agreement_id,
        mentorship_id=row.mentorship_id,
        proposed_by=cast(Party, row.proposed_by),
        proposed_at=row.proposed_at,
        cadence_days=row.cadence_days,
        medium=row.medium,
        goals=row.goals,
        mentee_brings=row.mentee_brings,
        mentor_brings=row.mentor_brings,
        mentee_agreed_at=row.mentee_agreed_at,
        mentor_agreed_at=row.mentor_agreed_at,
        status=cast(Literal["proposed", "agreed", "replaced"], row.status),
    )
