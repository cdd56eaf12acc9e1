"""Calendar invitations for planned meetings, with updates and cancellations.

A calendar knows an event by its ``uid`` and takes the newest ``SEQUENCE`` of it. It holds the
two names, time and place, and a way to the application, and nothing that either of them wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parseaddr
from typing import Literal
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _
from icalendar import Calendar, Event, vCalAddress
from icalendar.enums import STATUS, TRANSP
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock, formats
from app.db.tables import InvitationRow, MailRow, MeetingRow, MentorshipRow, PersonRow
from app.errors import NotFound
from app.permissions import Actor, side_of
from app.services import preferences
from app.services.mail import mails
from app.services.programme import programme_day
from app.settings import Settings

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
MINUTES = 45
_SUBJECTS = {
    "new": lazy_gettext("Invitation: %(title)s, %(when)s"),
    "changed": lazy_gettext("Changed: %(title)s, %(when)s"),
    "cancelled": lazy_gettext("Cancelled: %(title)s, %(when)s"),
}
_BODIES = {
    "new": lazy_gettext("A meeting is planned: %(title)s, %(when)s."),
    "changed": lazy_gettext("Your meeting has a new time or place: %(title)s, %(when)s."),
    "cancelled": lazy_gettext("Your meeting does not take place: %(title)s, %(when)s."),
}


@dataclass(frozen=True, slots=True)
class Download:
    """A meeting as a file for a calendar."""

    name: str
    text: str


def send(
    session: Session,
    meeting: MeetingRow,
    *,
    begins: time | None = None,
    minutes: int | None = None,
    place: str | None = None,
) -> None:
    """Invite both, or tell their calendars of a change. Commit afterwards.

    ``begins`` is by the clock of whoever plans it; without it the meeting is a thing of the
    day. Without ``place`` it stays as it was, and so do time and length.
    """
    session.flush()
    row = session.get(InvitationRow, meeting.meeting_id)
    before = _facts(row) if row is not None else None
    if row is None:
        row = _new(meeting)
        session.add(row)
    what = "new" if before is None or row.cancelled else "changed"
    row.on, row.cancelled = meeting.scheduled_on, False
    if place is not None:
        row.begins, row.place = begins, place
        row.minutes = minutes or MINUTES
        row.timezone = str(formats.zone()) if begins is not None else ""
    if before is not None:
        if _facts(row) == before:
            return
        row.sequence += 1
    _tell(session, row, meeting, what)


def cancel(session: Session, meeting: MeetingRow) -> None:
    """Take the meeting out of both calendars, if it was in them. Commit afterwards."""
    row = session.get(InvitationRow, meeting.meeting_id)
    if row is None or row.cancelled:
        return
    row.cancelled = True
    row.sequence += 1
    _tell(session, row, meeting, "cancelled")


def follow(session: Session, meeting: MeetingRow) -> None:
    """Bring both calendars in step with what was said of a meeting. Commit afterwards.

    What has taken place as planned needs no update.
    """
    session.flush()
    day = programme_day(session)
    if meeting.status == "planned":
        if meeting.scheduled_on >= day:
            send(session, meeting)
        return
    row = session.get(InvitationRow, meeting.meeting_id)
    ahead = row is not None and row.on >= day
    if row is not None and ahead and (meeting.status != "held" or meeting.scheduled_on != row.on):
        cancel(session, meeting)


def begins_at(row: InvitationRow) -> datetime | None:
    """The moment that it begins; ``None`` if only the day is known."""
    if row.begins is None:
        return None
    return datetime.combine(row.on, row.begins, ZoneInfo(row.timezone or "UTC"))


def download(session: Session, actor: Actor, meeting_id: str) -> Download:
    """A planned meeting of the actor's as a file; NotFound for anybody else's."""
    meeting = session.get(MeetingRow, meeting_id)
    mentorship = session.get(MentorshipRow, meeting.mentorship_id) if meeting else None
    if (
        meeting is None
        or mentorship is None
        or not side_of(actor, mentorship.mentor_id, mentorship.mentee_id)
    ):
        raise NotFound(_("This is not a meeting of yours."))
    row = session.get(InvitationRow, meeting_id) or _new(meeting)
    if meeting.status != "planned" or row.cancelled:
        raise NotFound(_("This meeting is not planned any more."))
    text = _calendar(row, _people(session, mentorship), "PUBLISH")
    return Download(f"{meeting.scheduled_on.isoformat()}.ics", text)


def _tell(session: Session, row: InvitationRow, meeting: MeetingRow, what: str) -> None:
    both = _people(session, session.get_one(MentorshipRow, meeting.mentorship_id))
    for person in both:
        known = _calendar_knows(session, row, person.person_id)
        if what == "cancelled" and not known:
            continue  # It was never told of it.
        reader = preferences.reader(session, person_id=person.person_id)
        with force_locale(reader.language if reader else preferences.DEFAULT_LANGUAGE):
            said = {"title": _title(both), "when": _when(row, reader)}
            kind = what if known or what == "cancelled" else "new"
            mails.queue(
                session,
                kind="invitation",
                person_id=person.person_id,
                key=_key(row, row.sequence, person.person_id),
                subject=str(_SUBJECTS[kind]) % said,
                body=str(_BODIES[kind]) % said,
                calendar=_calendar(row, both, "CANCEL" if row.cancelled else "REQUEST"),
            )


def _calendar_knows(session: Session, row: InvitationRow, person_id: str) -> bool:
    """Whether an invitation has left before; one that still waits is taken back."""
    keys = [_key(row, number, person_id) for number in range(row.sequence)]
    told = session.execute(select(MailRow.key, MailRow.status).where(MailRow.key.in_(keys))).all()
    for key, status in told:
        if status == "waiting":
            mails.drop(session, key or "", "superseded")
    return any(status not in ("waiting", "dropped") for _key, status in told)


def _key(row: InvitationRow, sequence: int, person_id: str) -> str:
    return f"invitation:{row.uid}:{sequence}:{person_id}"


def _new(meeting: MeetingRow) -> InvitationRow:
    return InvitationRow(
        meeting_id=meeting.meeting_id,
        uid=f"{meeting.meeting_id}@{_organizer()[1].rpartition('@')[2]}",
        sequence=0,
        on=meeting.scheduled_on,
        begins=None,
        minutes=meeting.minutes or MINUTES,
        timezone="",
        place="",
        cancelled=False,
    )


def _facts(row: InvitationRow) -> tuple[object, ...]:
    """What calendars show of it; without a time its length is not shown."""
    length = row.minutes if row.begins is not None else None
    return row.on, row.begins, length, row.timezone, row.place, row.cancelled


def _people(session: Session, mentorship: MentorshipRow) -> list[PersonRow]:
    both = (mentorship.mentee_id, mentorship.mentor_id)
    return [session.get_one(PersonRow, person_id) for person_id in both]


def _title(both: Sequence[PersonRow]) -> str:
    return str(_("%(mentee)s and %(mentor)s", mentee=both[0].name, mentor=both[1].name))


def _when(row: InvitationRow, reader: preferences.Reader | None) -> str:
    """Day and time as the reader's clock shows them."""
    begins = begins_at(row)
    if begins is None:
        return formats.day(row.on)
    here = begins.astimezone(reader.timezone) if reader else begins
    day, zone = formats.day(here.date()), str(here.tzinfo)
    return str(_("%(day)s, %(time)s (%(zone)s)", day=day, time=f"{here:%H:%M}", zone=zone))


def _calendar(row: InvitationRow, both: Sequence[PersonRow], method: Method) -> str:
    name, address = _organizer()
    start: date | datetime = begins_at(row) or row.on
    length = timedelta(minutes=row.minutes) if row.begins else timedelta(days=1)
    event = Event.new(
        uid=row.uid,
        sequence=row.sequence,
        stamp=clock.now(),
        start=start,
        end=start + length,
        summary=_title(both),
        description=f"{name}\n{_settings().address}/",
        location=row.place or None,
        status=STATUS.CANCELLED if method == "CANCEL" else STATUS.CONFIRMED,
        # A thing of the day leaves the day free.
        transparency=TRANSP.OPAQUE if row.begins else TRANSP.TRANSPARENT,
        organizer=vCalAddress.new(address, cn=name),
        attendees=[vCalAddress.new(one.email, cn=one.name, rsvp=False) for one in both],
    )
    calendar = Calendar.new(prodid="-//Rapport//Rapport//EN", method=method, subcomponents=[event])
    # A calendar that travels has no name of its own; of a time zone it needs this year's rules.
    calendar.pop("UID", None)
    year = timedelta(days=366)
    calendar.add_missing_timezones(first_date=row.on - year, last_date=row.on + year)
    return str(calendar.to_ical().decode("utf-8"))


def _organizer() -> tuple[str, str]:
    """Name and address of the programme, as its mails have them."""
    name, address = parseaddr(_settings().mail_sender)
    return name or address, address


def _settings() -> Settings:
    settings: Settings = current_app.extensions["rapport"].settings
    return settings
