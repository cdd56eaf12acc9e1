"""How rematched pairs do after 30, 60 and 90 days, beside repaired and untouched ones.

A pair does fine on a day if it goes on, or has reached its goals, and what was read of it by
then says so. One that ended otherwise does not, or the groups that lose most would look best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db.tables import (
    AssessmentRow,
    CaseRow,
    ClosureRow,
    MeetingRow,
    MentorshipRow,
    PersonRow,
    PulseRow,
    RepairRow,
)
from app.services.chunks import in_chunks
from app.services.overview.comparison import Share, share
from app.services.programme import programme_day

DAYS = (30, 60, 90)
# Fewer pairs than this could be told apart one by one, and say nothing.
SMALLEST_GROUP = 5

Group = Literal["rematched", "repaired", "untouched"]
# Ahead: the day has not come. Unknown: not enough was written to say.
Mark = Literal["fine", "at_risk", "unknown", "ended", "completed", "ahead"]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How one pair stood so many days after."""

    days: int
    on: date
    mark: Mark
    risk: float | None
    last_met_on: date | None
    pulse: float | None  # the mean of the newest answers, 1 to 5


@dataclass(frozen=True, slots=True)
class Followed:
    """One rematch with how the new pair has stood since, beside the old one's last risk."""

    mentee: str
    old_mentor: str
    new_mentor: str
    old_id: str
    new_id: str
    on: date
    old_risk: float | None
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many pairs of a group did fine so many days after; ``share`` is hidden if too few."""

    days: int
    known: int
    unknown: int
    share: Share | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with its outcome at each of the days."""

    group: Group
    pairs: int
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The groups side by side, and every rematch by itself."""

    day: date
    groups: tuple[GroupView, ...]
    rematches: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A mentorship and the day that its follow-up counts from."""

    mentorship_id: str
    since: date


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of a mentorship as of a day."""

    as_of: date
    state: str
    risk: float
    flagged: bool


def follow_up(session: Session) -> FollowUp:
    """All of it as of the programme day."""
    day = programme_day(session)
    closures = session.scalars(
        select(ClosureRow)
        .where(
            ClosureRow.how == "rematch",
            ClosureRow.undone_at.is_(None),
            ClosureRow.new_mentorship_id.is_not(None),
        )
        .order_by(ClosureRow.ended_on.desc(), ClosureRow.closure_id.desc())
    ).all()
    rematched = [_Pair(str(one.new_mentorship_id), one.ended_on) for one in closures]
    repaired, untouched = _repaired(session), _untouched(session)
    ids = [
        *(one.mentorship_id for one in (*rematched, *repaired, *untouched)),
        *(one.mentorship_id for one in closures),
    ]
    known = _Known(session, sorted({*ids}), day)
    groups: tuple[tuple[Group, list[_Pair]], ...] = (
        ("rematched", rematched),
        ("repaired", repaired),
        ("untouched", [one for one in untouched if known.was_flagged(one)]),
    )
    return FollowUp(
        day=day,
        groups=tuple(_group(name, pairs, known) for name, pairs in groups),
        rematches=tuple(known.followed(one) for one in closures),
    )


def _repaired(session: Session) -> list[_Pair]:
    """From the first repair that was checked, whatever came of it and came later."""
    rows = session.execute(
        select(RepairRow.mentorship_id, func.min(RepairRow.started_on))
        .where(RepairRow.outcome.not_in(("", "not_tried")))
        .group_by(RepairRow.mentorship_id)
        .order_by(RepairRow.mentorship_id)
    )
    # SQLite gives the day as text, because a function made it.
    return [_Pair(key, on if isinstance(on, date) else date.fromisoformat(on)) for key, on in rows]


def _untouched(session: Session) -> list[_Pair]:
    """Cases that came to rest without a repair or a rematch."""
    mended = select(RepairRow.mentorship_id)
    rematched = select(ClosureRow.mentorship_id).where(
        ClosureRow.how == "rematch", ClosureRow.undone_at.is_(None)
    )
    rows = session.execute(
        select(CaseRow.mentorship_id, CaseRow.opened_on)
        .where(
            CaseRow.status.in_(("quiet", "closed")),
            CaseRow.mentorship_id.not_in(mended),
            CaseRow.mentorship_id.not_in(rematched),
        )
        .order_by(CaseRow.mentorship_id)
    )
    return [_Pair(key, on) for key, on in rows]


class _Known:
    """Everything that follow-up reads of some mentorships, in few statements."""

    def __init__(self, session: Session, ids: Sequence[str], day: date) -> None:
        self.day = day
        self._reads: dict[str, list[_Read]] = {one: [] for one in ids}
        self._met: dict[str, list[date]] = {one: [] for one in ids}
        self._pulses: dict[str, list[tuple[date, float]]] = {one: [] for one in ids}
        self._rows: dict[str, MentorshipRow] = {}
        for some in in_chunks(ids):
            self._load(session, some)
        people = {row.mentor_id for row in self._rows.values()}
        people |= {row.mentee_id for row in self._rows.values()}
        self._names: dict[str, str] = {}
        for few in in_chunks(sorted(people)):
            named = select(PersonRow.person_id, PersonRow.name)
            self._names.update(session.execute(named.where(PersonRow.person_id.in_(few))).all())

    def _load(self, session: Session, ids: Sequence[str]) -> None:
        rows = session.scalars(select(MentorshipRow).where(MentorshipRow.mentorship_id.in_(ids)))
        self._rows |= {row.mentorship_id: row for row in rows}
        one = AssessmentRow
        for key, as_of, state, risk, flagged in session.execute(
            select(one.mentorship_id, one.as_of, one.state, one.risk, one.flagged)
            .where(one.mentorship_id.in_(ids))
            .order_by(one.as_of, one.assessment_id)
        ):
            self._reads[key].append(_Read(as_of, state, risk, flagged))
        for key, on in session.execute(
            select(MeetingRow.mentorship_id, MeetingRow.scheduled_on)
            .where(MeetingRow.mentorship_id.in_(ids), MeetingRow.status == "held")
            .order_by(MeetingRow.scheduled_on)
        ):
            self._met[key].append(on)
        for key, answered, answers in session.execute(
            select(PulseRow.mentorship_id, PulseRow.answered_on, PulseRow.answers)
            .where(PulseRow.mentorship_id.in_(ids), PulseRow.answered_on.is_not(None))
            .order_by(PulseRow.answered_on, PulseRow.pulse_id)
        ):
            if answers:
                self._pulses[key].append((answered, sum(answers.values()) / len(answers)))

    def was_flagged(self, pair: _Pair) -> bool:
        """Whether it was at risk when its case opened, going by what was read then."""
        read = self._as_of(pair.mentorship_id, pair.since)
        if read is None:
            read = next(iter(self._reads[pair.mentorship_id]), None)
        return read is not None and read.flagged

    def checkpoint(self, pair: _Pair, days: int) -> Checkpoint:
        """How a pair stood so many days after."""
        on = pair.since + timedelta(days)
        read = self._as_of(pair.mentorship_id, on)
        mark = self._mark(pair.mentorship_id, on, read)
        told = mark in ("fine", "at_risk")
        before = [pulse for day, pulse in self._pulses[pair.mentorship_id] if day <= on]
        ahead = mark == "ahead"
        return Checkpoint(
            days=days,
            on=on,
            mark=mark,
            risk=read.risk if read and told else None,
            last_met_on=None if ahead else _last(self._met[pair.mentorship_id], on),
            pulse=before[-1] if before and not ahead else None,
        )

    def followed(self, closure: ClosureRow) -> Followed:
        """One rematch."""
        old, new = self._rows[closure.mentorship_id], self._rows[str(closure.new_mentorship_id)]
        read = self._as_of(old.mentorship_id, closure.ended_on)
        pair = _Pair(new.mentorship_id, closure.ended_on)
        return Followed(
            mentee=self._names[old.mentee_id],
            old_mentor=self._names[old.mentor_id],
            new_mentor=self._names[new.mentor_id],
            old_id=old.mentorship_id,
            new_id=new.mentorship_id,
            on=closure.ended_on,
            old_risk=read.risk if read and read.state != "not_enough" else None,
            checkpoints=tuple(self.checkpoint(pair, days) for days in DAYS),
        )

    def _as_of(self, mentorship_id: str, day: date) -> _Read | None:
        found = [one for one in self._reads[mentorship_id] if one.as_of <= day]
        return found[-1] if found else None

    def _mark(self, mentorship_id: str, on: date, read: _Read | None) -> Mark:
        if on > self.day:
            return "ahead"
        row = self._rows[mentorship_id]
        if row.status != "active" and row.ended_on is not None and row.ended_on <= on:
            return "completed" if row.status == "completed" else "ended"
        if read is None or read.state not in ("fine", "at_risk"):
            return "unknown"
        return "fine" if read.state == "fine" else "at_risk"


def _last(days: Iterable[date], until: date) -> date | None:
    return max((one for one in days if one <= until), default=None)


_GOOD: Mapping[Mark, bool] = {"fine": True, "completed": True, "at_risk": False, "ended": False}


def _group(group: Group, pairs: Sequence[_Pair], known: _Known) -> GroupView:
    outcomes: list[Outcome] = []
    for days in DAYS:
        marks = [known.checkpoint(one, days).mark for one in pairs]
        judged = [_GOOD[mark] for mark in marks if mark in _GOOD]
        enough = len(judged) >= SMALLEST_GROUP
        outcomes.append(
            Outcome(
                days=days,
                known=len(judged),
                unknown=marks.count("unknown"),
                share=share(sum(judged), len(judged)) if enough else None,
            )
        )
    return GroupView(group, len(pairs), tuple(outcomes))
