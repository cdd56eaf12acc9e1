"""Reminders: for what waits, once, at most one mail a day, and none that was acted on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.db.tables import (
    AgreementRow,
    CaseRow,
    MailRow,
    MeetingRow,
    PauseRow,
    ProposalRow,
    PulseRow,
    RepairRow,
    User,
)
from app.permissions import Role
from app.services import accounts, changes, health, preferences, programme
from app.services.mail import delivery, letter, outbox, reminders
from app.services.participants import meetings
from app.services.rematching import rematch
from tests.conftest import GivenClock, participant
from tests.small_programme import DAY

MIA, CARL, NED, DORA = map(participant, ("mia", "carl", "ned", "dora"))


def on(session: Session, day: date) -> None:
    """Let the programme be at a day."""
    programme.set_as_of(session, day)
    health.rescore_stale(session)


def due(session: Session, what: str) -> set[str]:
    """Whom something waits for."""
    keys = (key.split(":") for key in reminders.keys_due(session))
    return {key[-1] for key in keys if key[0] == what}


def invite(session: Session, *people: str) -> None:
    for person_id in people:
        email = f"{person_id}@example.org"
        accounts.create_user(session, email, None, frozenset({Role.PARTICIPANT}), person_id)


def user_id(session: Session, email: str) -> int:
    return session.scalars(select(User.id).where(User.email == email)).one()


def waiting(session: Session) -> list[MailRow]:
    rows = select(MailRow).where(MailRow.kind == "reminder", MailRow.status == "waiting")
    return [*session.scalars(rows.order_by(MailRow.mail_id))]


def test_a_new_pair_is_asked_for_its_first_meeting_after_a_week(session: Session) -> None:
    on(session, date(2026, 11, 22))  # Zoë and Dora began on the 16th.
    assert due(session, "first_meeting") == set()
    on(session, date(2026, 11, 23))
    assert due(session, "first_meeting") == {"zoe", "dora"}


def test_not_once_a_first_meeting_is_planned(session: Session) -> None:
    on(session, date(2026, 11, 23))
    meetings.record(session, DORA, "m-new", on=date(2026, 11, 25), status="planned")
    assert due(session, "first_meeting") == set()


def test_a_word_on_a_meeting_is_asked_for_after_two_days_of_whoever_has_not_written(
    session: Session,
) -> None:
    day = date(2026, 11, 18)
    meetings.record(session, NED, "m-good", on=day, status="held", feedback="It helped.")
    on(session, day + timedelta(days=1))
    assert due(session, "feedback") == set()
    on(session, day + timedelta(days=2))
    assert due(session, "feedback") == {"dora"}
    key = session.scalars(select(MeetingRow.meeting_id).where(MeetingRow.scheduled_on == day))
    meetings.write_feedback(session, DORA, key.one(), feedback="Good.", rating=None)
    assert due(session, "feedback") == set()


def test_a_pair_is_asked_for_a_date_a_week_after_it_should_have_met(session: Session) -> None:
    last, cadence = date(2026, 11, 12), 21
    on(session, last + timedelta(days=cadence + 6))
    assert due(session, "overdue") == set()
    on(session, last + timedelta(days=cadence + 7))
    assert due(session, "overdue") >= {"ned", "dora"}
    on(session, last + timedelta(days=cadence + 22))
    assert not due(session, "overdue") & {"ned", "dora"}


def test_a_pulse_is_asked_for_until_it_is_answered(session: Session) -> None:
    pulse = PulseRow(
        mentorship_id="m-good", side="mentee", person_id="ned", kind="day_90", due_on=DAY
    )
    session.add(pulse)
    session.commit()
    assert due(session, "pulse") == {str(pulse.pulse_id)}
    pulse.answered_on = DAY
    session.commit()
    assert due(session, "pulse") == set()


def test_only_the_newest_round_is_asked_for(session: Session) -> None:
    asked = [
        PulseRow(
            mentorship_id="m-good", side="mentee", person_id="ned", kind=kind, due_on=DAY - late
        )
        for kind, late in (("fit_2", timedelta(days=5)), ("day_90", timedelta(0)))
    ]
    session.add_all(asked)
    session.commit()
    assert due(session, "pulse") == {str(asked[1].pulse_id)}


def propose(session: Session, given_clock: GivenClock) -> ProposalRow:
    request = rematch.ask(session, MIA, "m-bad", what_is_missing=["listening"], reason="")
    proposal = ProposalRow(
        request_id=request,
        mentor_id="dora",
        proposed_at=given_clock.now(),
        expires_on=DAY + timedelta(days=14),
    )
    session.add(proposal)
    session.commit()
    return proposal


def test_an_answer_to_a_proposal_is_asked_for_on_the_third_and_seventh_day(
    session: Session, given_clock: GivenClock
) -> None:
    proposal = propose(session, given_clock)
    days = {}
    for day in range(9):
        days[day] = sorted(due(session, "proposal"))
        given_clock.advance(timedelta(days=1))
    assert [day for day in days if day and days[day] != days[day - 1]] == [3, 7]
    proposal.status = "mentor_declined"
    session.commit()
    assert due(session, "proposal") == set()


def test_whoever_has_the_proposal_is_asked(session: Session, given_clock: GivenClock) -> None:
    proposal = propose(session, given_clock)
    given_clock.advance(timedelta(days=3))
    reminders.queue_due(session)
    proposal.status, proposal.answered_at = "asked_mentee", given_clock.now()
    session.commit()
    given_clock.advance(timedelta(days=3))
    reminders.queue_due(session)
    assert [mail.person_id for mail in waiting(session)] == ["dora", "mia"]


def test_an_agreement_is_asked_for_of_whoever_has_not_agreed(
    session: Session, given_clock: GivenClock
) -> None:
    now = given_clock.now()
    session.add(
        AgreementRow(
            mentorship_id="m-bad",
            proposed_at=now,
            proposed_by="mentee",
            cadence_days=14,
            mentee_agreed_at=now,
        )
    )
    session.commit()
    assert due(session, "agreement") == set()
    given_clock.advance(timedelta(days=3))
    assert due(session, "agreement") == {"carl"}


def test_the_owner_is_reminded_of_a_case_and_of_a_repair(
    session: Session, given_clock: GivenClock
) -> None:
    kim = user_id(session, "kim@example.org")
    case = session.scalars(select(CaseRow).where(CaseRow.mentorship_id == "m-bad")).one()
    case.owner_id, case.due_on = kim, DAY
    repair = RepairRow(
        mentorship_id="m-bad",
        started_at=given_clock.now(),
        started_on=DAY,
        trouble="listening",
        rung="talk",
        check_back_on=DAY,
    )
    session.add(repair)
    session.commit()
    reminders.queue_due(session)
    assert [mail.user_id for mail in waiting(session)] == [kim, kim]
    assert not [mail for mail in waiting(session) if "Mia" in mail.subject + mail.body]
    case.due_on, repair.outcome = None, "helped"
    session.commit()
    assert due(session, "case_due") == due(session, "check_back") == set()


def test_nothing_is_due_while_a_mentorship_rests(session: Session) -> None:
    on(session, date(2026, 12, 10))
    assert due(session, "overdue") & {"ned", "dora"}
    session.add(
        PauseRow(
            mentorship_id="m-good",
            asked_by="mentee",
            from_on=date(2026, 12, 1),
            until_on=date(2027, 1, 10),
        )
    )
    session.commit()
    health.follow(session, ["m-good"])
    assert not due(session, "overdue") & {"ned", "dora"}


def test_each_thing_is_told_once_and_only_to_people_who_can_sign_in(session: Session) -> None:
    on(session, date(2026, 11, 23))
    assert reminders.queue_due(session) == 1
    assert [mail.person_id for mail in waiting(session)] == ["dora"]
    assert reminders.queue_due(session) == 0
    invite(session, "zoe")
    assert reminders.queue_due(session) == 1


def several(session: Session) -> None:
    """Two things that wait for Dora."""
    on(session, date(2026, 11, 23))
    meetings.record(session, NED, "m-good", on=date(2026, 11, 20), status="held")
    reminders.queue_due(session)
    assert len(waiting(session)) == 2


def test_several_reminders_come_in_one_mail(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    several(session)
    written: list[letter.Letter] = []
    as_before = letter.written

    def noted(*given: object) -> letter.Letter:
        written.append(as_before(*given))  # type: ignore[arg-type]
        return written[-1]

    monkeypatch.setattr(letter, "written", noted)
    assert delivery.deliver(session) == 1
    (mail,) = written
    assert mail.subject == "2 things wait for you in your mentorship programme"
    assert "first meeting with Zoë" in mail.text and "meeting with Ned" in mail.text
    assert waiting(session) == []


def test_a_reminder_stops_when_somebody_acts_before_it_has_left(session: Session) -> None:
    several(session)
    meetings.record(session, DORA, "m-new", on=date(2026, 11, 25), status="planned")
    session.execute(delete(MailRow).where(MailRow.kind == "invitation"))
    session.commit()
    delivery.deliver(session)
    found = outbox.listed(session, of_kind="reminder").mails
    told = {mail.subject: (mail.status, str(mail.why)) for mail in found}
    assert told == {
        "Your first meeting with Zoë Ørsted has no date yet": (
            "dropped",
            "It had been done by then.",
        ),
        "How was your meeting with Ned Mentee?": ("sent", ""),
    }


def test_nobody_gets_two_reminders_a_day(session: Session, given_clock: GivenClock) -> None:
    on(session, date(2026, 11, 23))
    reminders.queue_due(session)
    assert delivery.deliver(session) == 1
    meetings.record(session, NED, "m-good", on=date(2026, 11, 20), status="held")
    reminders.queue_due(session)
    given_clock.advance(timedelta(hours=2))
    assert delivery.deliver(session) == 0
    given_clock.advance(timedelta(hours=18))
    given_clock.time = given_clock.time.replace(hour=9) + timedelta(days=1)
    assert delivery.deliver(session) == 1


def test_whoever_wants_no_reminders_gets_none(session: Session) -> None:
    on(session, date(2026, 11, 23))
    dora = participant("dora")
    dora = type(dora)(user_id(session, "dora@example.org"), "dora", dora.roles)
    preferences.save(session, dora, unwanted=["reminder"])
    reminders.queue_due(session)
    assert delivery.deliver(session) == 0


def test_what_was_due_long_ago_is_not_brought_up(session: Session) -> None:
    meetings.record(session, NED, "m-good", on=date(2026, 9, 1), status="held")
    changes.commit(session, ["m-good"])
    assert due(session, "feedback") == set()


def test_a_night_with_very_many_is_queued_in_parts(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "_MOST", 1)
    on(session, date(2026, 11, 23))
    meetings.record(session, NED, "m-good", on=date(2026, 11, 20), status="held")
    assert [reminders.queue_due(session) for _ in range(3)] == [1, 1, 0]
