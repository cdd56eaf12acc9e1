"""What waits for the coordinators, as a mail now and then: numbers and a link, no names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.db.tables import (
    CaseRow,
    ConcernRow,
    PreferencesRow,
    ProposalRow,
    RematchRequestRow,
    Role,
    StandingRow,
    User,
)
from app.permissions import Role as RoleName
from app.services import preferences
from app.services.mail import mails
from app.services.programme import programme_day
from app.services.review import cases

_OPEN_PROPOSALS = ("asked_mentor", "later", "asked_mentee")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, for the whole programme and for one coordinator."""

    safeguarding: int
    new: int
    regressed: int
    overdue: int
    requests: int
    concerns: int
    proposals: int
    own: int
    own_due: int

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not any((self.safeguarding, self.new, self.regressed, self.overdue, self.waiting))

    @property
    def waiting(self) -> int:
        """Answers that people wait for."""
        return self.requests + self.concerns + self.proposals + self.own_due


def queue_due(session: Session) -> int:
    """Queue today's or this week's digest for whoever wants one; returns how many. Commits.

    It is made when the reader's quiet hours are over, so that the numbers are the morning's.
    """
    now = clock.now()
    made = 0
    for user_id, often in _readers(session):
        reader = preferences.reader(session, user_id=user_id)
        if reader is None or reader.quiet_end(now) is not None:
            continue
        key = f"digest:{user_id}:{_period(often, now.astimezone(reader.timezone))}"
        found = counts(session, user_id)
        if found.nothing or mails.known(session, key):
            continue
        with force_locale(reader.language):
            mails.queue(
                session,
                kind="digest",
                user_id=user_id,
                key=key,
                subject=_("What waits in your mentorship programme"),
                body="\n".join([_("This waits today:"), *lines(found)]),
            )
        made += 1
    session.commit()
    return made


def counts(session: Session, user_id: int) -> Counts:
    """What waits now."""
    day = programme_day(session)
    of_cases: dict[Any, int] = dict(
        session.execute(
            select(CaseRow.status, func.count())
            .where(CaseRow.status.in_(cases.OPEN))
            .group_by(CaseRow.status)
        ).all()
    )
    late = (CaseRow.status.in_(cases.OPEN), CaseRow.due_on < day)
    own = (CaseRow.status.in_(cases.OPEN), CaseRow.owner_id == user_id)
    return Counts(
        safeguarding=_count(
            session,
            StandingRow.safeguarding > 0,
            CaseRow.mentorship_id == StandingRow.mentorship_id,
            CaseRow.status.in_(cases.WAITING),
        ),
        new=of_cases.get("new", 0),
        regressed=of_cases.get("regressed", 0),
        overdue=_count(session, *late),
        requests=_count(session, RematchRequestRow.status == "open"),
        concerns=_count(
            session, ConcernRow.settled_at.is_(None), ConcernRow.kind == "asked_to_look"
        ),
        proposals=_count(session, ProposalRow.status.in_(_OPEN_PROPOSALS)),
        own=_count(session, *own),
        own_due=_count(session, *own, CaseRow.due_on <= day),
    )


def lines(found: Counts) -> list[str]:
    """The counts in words, weightiest first; what is nought is left out."""
    return [f"- {line}" for number, line in _lines(found) if number]


def _lines(found: Counts) -> Iterator[tuple[int, str]]:
    yield (
        found.safeguarding,
        ngettext(
            "%(num)s case has words that a human must read soon",
            "%(num)s cases have words that a human must read soon",
            found.safeguarding,
        ),
    )
    yield found.new, ngettext("%(num)s new case", "%(num)s new cases", found.new)
    yield (
        found.regressed,
        ngettext(
            "%(num)s case has come back after it was called fine",
            "%(num)s cases have come back after they were called fine",
            found.regressed,
        ),
    )
    yield (
        found.overdue,
        ngettext("%(num)s case is overdue", "%(num)s cases are overdue", found.overdue),
    )
    yield (
        found.requests,
        ngettext(
            "%(num)s request for a rematch waits for an answer",
            "%(num)s requests for a rematch wait for an answer",
            found.requests,
        ),
    )
    yield (
        found.concerns,
        ngettext(
            "%(num)s person has asked you to look",
            "%(num)s people have asked you to look",
            found.concerns,
        ),
    )
    yield (
        found.proposals,
        ngettext(
            "%(num)s proposal waits for a mentor or mentee",
            "%(num)s proposals wait for a mentor or mentee",
            found.proposals,
        ),
    )
    yield (
        found.own,
        ngettext("%(num)s open case is yours", "%(num)s open cases are yours", found.own),
    )


def _readers(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        select(User.id, func.coalesce(PreferencesRow.digest, "weekly"))
        .outerjoin(PreferencesRow, PreferencesRow.user_id == User.id)
        .where(User.active, User.roles.any(Role.name == RoleName.COORDINATOR))
        .order_by(User.id)
    )
    return [(user_id, often) for user_id, often in rows if often != "never"]


def _period(often: str, here: datetime) -> str:
    """The day or the week that a digest is for; it is made once in it."""
    year, week, _day = here.isocalendar()
    return here.date().isoformat() if often == "daily" else f"{year}-W{week}"


def _count(session: Session, *conditions: Any) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0
