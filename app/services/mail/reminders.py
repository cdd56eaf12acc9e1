"""Reminders: one for each thing that waits, once, and none that has been acted on.

Each source says what is due today. A reminder is queued when it appears there, and goes out
only if it is still there at that time: so it stops when somebody acts, whichever way they do.
Whoever has several gets them in one mail a day. Nothing is due in a mentorship that rests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from app import clock, formats
from app.db.tables import (
    AgreementRow,
    CaseRow,
    MailRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    ProposalRow,
    PulseRow,
    RematchRequestRow,
    RepairRow,
    StandingRow,
    User,
)
from app.services.chunks import in_chunks
from app.services.mail import mails
from app.services.participants import pulse_plan, pulses
from app.services.programme import is_active, programme_day
from app.services.review import cases

# A new pair is asked after so many days whether they have a date.
FIRST_MEETING_AFTER = 7
# Time to write about a meeting without being asked.
FEEDBACK_AFTER = 2
# So long after a meeting should have been.
OVERDUE_AFTER = 7
# An answer that somebody else waits for is asked for twice.
ANSWER_AFTER = (3, 7)
# What was due longer ago is history: an import brings years of it.
_STALE_AFTER = 14
# So many are queued between two commits: writers wait no longer than that.
_AT_ONCE = 50
# And so many at a time, the others the next: the same worker scores what people have just written.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Whom:
    """A person of the roster or an account, if only their reminders are looked for."""

    person_id: str | None = None
    user_id: int | None = None


EVERYBODY = Whom()


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something that waits for a person of the roster, or for an account."""

    key: str
    subject: Any
    body: Any
    person_id: str | None = None
    user_id: int | None = None


def queue_due(session: Session) -> int:
    """Queue what is due and was not told before; returns how much. Commits.

    Only to people who can sign in: nobody is sent to a door that they have no key to.
    """
    invited = frozenset(session.scalars(select(User.person_id).where(User.active)))
    due = {one.key: one for one in _due(session) if one.user_id or one.person_id in invited}
    for some in in_chunks([*due]):
        for key in session.scalars(select(MailRow.key).where(MailRow.key.in_(some))):
            due.pop(key or "", None)
    fresh = [*due][:_MOST]
    for some in in_chunks(fresh, _AT_ONCE):
        for key in some:
            one = due[key]
            mails.queue(
                session,
                kind="reminder",
                key=key,
                subject=one.subject,
                body=one.body,
                person_id=one.person_id,
                user_id=one.user_id,
            )
        session.commit()
    return len(fresh)


def keys_due(session: Session, whom: Whom = EVERYBODY) -> frozenset[str]:
    """The reminders that hold now."""
    return frozenset(one.key for one in _due(session, whom))


def _due(session: Session, whom: Whom = EVERYBODY) -> Iterator[Reminder]:
    day = programme_day(session)
    for source in SOURCES:
        yield from source(session, day, whom)


def _first_meeting(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    begun = MentorshipRow.started_on.between(
        day - timedelta(FIRST_MEETING_AFTER + _STALE_AFTER), day - timedelta(FIRST_MEETING_AFTER)
    )
    rows = _pairs(day, whom).where(begun, StandingRow.held == 0, StandingRow.next_on.is_(None))
    for pair, _standing, mentor, mentee in session.execute(rows):
        for person_id, name in ((pair.mentee_id, mentor), (pair.mentor_id, mentee)):
            yield Reminder(
                f"first_meeting:{pair.mentorship_id}:{person_id}",
                _("Your first meeting with %(name)s has no date yet", name=name),
                _(
                    "Your first meeting with %(name)s has no date yet. If you have one, put it "
                    "in; if not, suggest two dates to choose from.",
                    name=name,
                ),
                person_id,
            )


def _overdue(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    long_ago = StandingRow.last_met_on < day - timedelta(OVERDUE_AFTER)
    rows = _pairs(day, whom).where(long_ago, StandingRow.next_on.is_(None))
    for pair, standing, mentor, mentee in session.execute(rows):
        late = (day - (standing.last_met_on or day)).days - pair.cadence_days - OVERDUE_AFTER
        if not 0 <= late <= _STALE_AFTER:
            continue
        for person_id, name in ((pair.mentee_id, mentor), (pair.mentor_id, mentee)):
            yield Reminder(
                f"overdue:{pair.mentorship_id}:{standing.last_met_on}:{person_id}",
                _("When do you meet %(name)s again?", name=name),
                _(
                    "You and %(name)s have no date for your next meeting. If you have one, put "
                    "it in. If this is not a good time, you can pause.",
                    name=name,
                ),
                person_id,
            )


def _feedback(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    on = MeetingRow.scheduled_on.between(
        day - timedelta(FEEDBACK_AFTER + _STALE_AFTER), day - timedelta(FEEDBACK_AFTER)
    )
    rows = (
        _pairs(day, whom)
        .join(MeetingRow, MeetingRow.mentorship_id == MentorshipRow.mentorship_id)
        .add_columns(MeetingRow)
        .where(on, MeetingRow.status.in_(("planned", "held")))
    )
    for pair, _standing, mentor, mentee, met in session.execute(rows):
        for person_id, name, words, rating in (
            (pair.mentee_id, mentor, met.mentee_feedback, met.mentee_rating),
            (pair.mentor_id, mentee, met.mentor_feedback, met.mentor_rating),
        ):
            if not words and rating is None:
                yield Reminder(
                    f"feedback:{met.meeting_id}:{person_id}",
                    _("How was your meeting with %(name)s?", name=name),
                    _(
                        "Your meeting with %(name)s was planned for %(day)s. How did it go, or "
                        "did it not come about? A sentence is plenty.",
                        name=name,
                        day=_long(met.scheduled_on),
                    ),
                    person_id,
                )


def _pulse(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    """Of each side the newest round, as their page asks it."""
    rows = (
        _pairs(day, whom)
        .join(PulseRow, PulseRow.mentorship_id == MentorshipRow.mentorship_id)
        .add_columns(PulseRow)
        .where(PulseRow.due_on.between(day - timedelta(pulse_plan.ASKED_DAYS), day))
        .order_by(PulseRow.due_on, PulseRow.pulse_id)
    )
    newest: dict[tuple[str, str], tuple[PulseRow, str]] = {}
    answered: dict[tuple[str, str], date] = {}
    for pair, _standing, mentor, mentee, pulse in session.execute(rows):
        of = (pulse.mentorship_id, pulse.person_id)
        newest[of] = (pulse, mentor if pulse.person_id == pair.mentee_id else mentee)
        if pulse.answered_on is not None:
            answered[of] = pulse.answered_on
    for of, (pulse, name) in newest.items():
        late = (day - pulse.due_on).days > _STALE_AFTER
        in_peace = of in answered and (day - answered[of]).days <= pulses.PEACE_DAYS
        if pulse.answered_at is None and not late and not in_peace:
            yield Reminder(
                f"pulse:{pulse.pulse_id}",
                _("A few questions about your mentorship"),
                _(
                    "A few short questions about your mentorship with %(name)s wait for you. "
                    "They take two minutes.",
                    name=name,
                ),
                pulse.person_id,
            )


def _proposal(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    rows = session.execute(
        select(ProposalRow, MentorshipRow.mentee_id)
        .join(RematchRequestRow, RematchRequestRow.request_id == ProposalRow.request_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .where(
            ProposalRow.status.in_(("asked_mentor", "asked_mentee")),
            ProposalRow.expires_on >= day,
            *_theirs(whom, ProposalRow.mentor_id),
        )
    )
    for proposal, mentee_id in rows:
        to_mentor = proposal.status == "asked_mentor"
        waited = _waited(proposal, day)
        reached = [days for days in ANSWER_AFTER if waited >= days]
        if reached:
            asked = f"{proposal.status}:{proposal.later_until or ''}:{reached[-1]}"
            yield Reminder(
                f"proposal:{proposal.proposal_id}:{asked}",
                _("A proposal waits for your answer"),
                _(
                    "A proposal waits for your answer, until %(day)s. Yes and no are both good "
                    "answers.",
                    day=_long(proposal.expires_on),
                ),
                proposal.mentor_id if to_mentor else mentee_id,
            )


def _waited(proposal: ProposalRow, day: date) -> int:
    """For how many days a proposal has waited for whoever has it now."""
    if proposal.status == "asked_mentee":
        return (clock.now() - (proposal.answered_at or proposal.proposed_at)).days
    if proposal.later_until is not None:
        return (day - proposal.later_until).days  # They had asked for time until then.
    return (clock.now() - proposal.proposed_at).days


def _agreement(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    rows = (
        _pairs(day, whom)
        .join(AgreementRow, AgreementRow.mentorship_id == MentorshipRow.mentorship_id)
        .add_columns(AgreementRow)
        .where(
            AgreementRow.status == "proposed",
            AgreementRow.proposed_at <= clock.now() - timedelta(ANSWER_AFTER[0]),
        )
    )
    for pair, _standing, mentor, mentee, agreement in session.execute(rows):
        for person_id, name, agreed in (
            (pair.mentee_id, mentor, agreement.mentee_agreed_at),
            (pair.mentor_id, mentee, agreement.mentor_agreed_at),
        ):
            if agreed is None:
                yield Reminder(
                    f"agreement:{agreement.agreement_id}:{person_id}",
                    _("An agreement waits for you"),
                    _(
                        "How you and %(name)s want to work together has been written down. Agree "
                        "to it, or change what does not suit you.",
                        name=name,
                    ),
                    person_id,
                )


def _check_back(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    rows = session.execute(
        select(RepairRow, CaseRow.owner_id)
        .outerjoin(CaseRow, CaseRow.mentorship_id == RepairRow.mentorship_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RepairRow.mentorship_id)
        .where(RepairRow.outcome == "", RepairRow.check_back_on <= day, is_active(day))
    )
    for repair, owner_id in rows:
        user_id = owner_id or repair.by_user
        if user_id is not None and whom in (EVERYBODY, Whom(user_id=user_id)):
            yield Reminder(
                f"check_back:{repair.repair_id}:{repair.check_back_on}",
                _("Did it help?"),
                _("You wanted to look today whether a repair has helped. The queue shows which."),
                user_id=user_id,
            )


def _case(session: Session, day: date, whom: Whom) -> Iterator[Reminder]:
    rows = session.scalars(
        select(CaseRow).where(
            CaseRow.owner_id.is_not(None),
            CaseRow.status.in_(cases.OPEN),
            CaseRow.due_on <= day,
            CaseRow.snoozed_until.is_(None),
        )
    )
    for case in rows:
        if whom not in (EVERYBODY, Whom(user_id=case.owner_id)):
            continue
        yield Reminder(
            f"case_due:{case.case_id}:{case.due_on}",
            _("A case of yours is due"),
            _("A case that you have taken on is due. The queue shows which."),
            user_id=case.owner_id,
        )


def _pairs(day: date, whom: Whom) -> Select[MentorshipRow, StandingRow, str, str]:
    """Mentorships that go on and do not rest, with their standing and the names of the two."""
    mentor, mentee = aliased(PersonRow), aliased(PersonRow)
    awake: ColumnElement[bool] = StandingRow.paused_until.is_(None) | (
        StandingRow.paused_until <= day
    )
    return (
        select(MentorshipRow, StandingRow, mentor.name, mentee.name)
        .join(StandingRow, StandingRow.mentorship_id == MentorshipRow.mentorship_id)
        .join(mentor, mentor.person_id == MentorshipRow.mentor_id)
        .join(mentee, mentee.person_id == MentorshipRow.mentee_id)
        .where(is_active(day), awake, *_theirs(whom, MentorshipRow.mentor_id))
    )


def _theirs(whom: Whom, mentor_id: Any) -> tuple[ColumnElement[bool], ...]:
    """Only what concerns a person; nothing of it concerns an account."""
    if whom == EVERYBODY:
        return ()
    return ((mentor_id == whom.person_id) | (MentorshipRow.mentee_id == whom.person_id),)


def _long(day: date) -> LazyString:
    """A day, written out in the language of whoever reads it."""
    return LazyString(formats.long_day, day)


SOURCES: tuple[Callable[[Session, date, Whom], Iterator[Reminder]], ...] = (
    _first_meeting,
    _overdue,
    _feedback,
    _pulse,
    _proposal,
    _agreement,
    _check_back,
    _case,
)
