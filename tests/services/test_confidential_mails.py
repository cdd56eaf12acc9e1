"""No mail holds anything that somebody wrote for the coordinators, whatever happens."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, ConcernRow, MailRow, MentorshipRow, PulseRow
from app.services import changes
from app.services.mail import delivery, digest, messages, outbox, reminders
from app.services.participants import concerns, meetings
from app.services.rematching import closing, rematch
from app.services.review import case_waiting
from tests.conftest import COORDINATOR, GivenClock, participant
from tests.small_programme import DAY

MIA, CARL = participant("mia"), participant("carl")
SECRET = "aubergine"


def write_secrets(session: Session) -> None:
    """Everything that the two of a mentorship, or a coordinator, can write into a box."""
    for actor in (MIA, CARL):
        meetings.record(
            session, actor, "m-bad", on=DAY, status="held", feedback=f"He cancelled. {SECRET}"
        )
    concerns.raise_concern(session, MIA, "m-bad", f"He threatened me. {SECRET}")
    rematch.ask(session, MIA, "m-bad", what_is_missing=["trust_respect"], reason=SECRET)
    messages.write(session, COORDINATOR, to_person="mia", text=SECRET, mentorship_id="m-bad")
    session.add(
        PulseRow(
            mentorship_id="m-bad",
            side="mentee",
            person_id="mia",
            kind="day_30",
            due_on=DAY,
            text=SECRET,
        )
    )
    session.commit()
    concern = session.scalars(select(ConcernRow)).one()
    case = session.scalars(select(CaseRow).where(CaseRow.mentorship_id == "m-bad")).one()
    said = f"We talk. {SECRET}"
    case_waiting.answer(session, COORDINATOR, case.case_id, concern.concern_id, said)
    meetings.record(session, MIA, "m-bad", on=DAY + timedelta(days=9), status="planned")


def every_mail(session: Session) -> list[str]:
    """All that leaves: subject, the whole text, and what calendars are told."""
    ids = session.scalars(select(MailRow.mail_id)).all()
    rows = [session.get_one(MailRow, mail_id) for mail_id in ids]
    return [
        f"{row.subject}\n{outbox.one(session, row.mail_id).text}\n{row.calendar}" for row in rows
    ]


def test_no_mail_holds_what_somebody_wrote(session: Session, given_clock: GivenClock) -> None:
    write_secrets(session)
    case = session.scalars(select(CaseRow).where(CaseRow.mentorship_id == "m-bad")).one()
    case.owner_id, case.due_on = 1, DAY
    session.commit()
    reminders.queue_due(session)
    digest.queue_due(session)
    delivery.deliver(session)
    closing.end(
        session,
        session.get_one(MentorshipRow, "m-bad"),
        how="by_coordinator",
        reason="relationship",
    )
    changes.commit(session, ["m-bad"])
    mails = every_mail(session)
    kinds = set(session.scalars(select(MailRow.kind)))
    assert {"message", "invitation", "reminder", "digest"} <= kinds
    for mail in mails:
        for word in (SECRET, "cancelled. ", "threatened", "relationship", "at risk", "trust"):
            assert word.casefold() not in mail.casefold(), mail
