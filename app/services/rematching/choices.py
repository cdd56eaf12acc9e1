"""The mentee chooses: up to five mentors are shown, and up to three ranked. A wish, no promise.

Shown is what colleagues may know of each other: name, job, department, place, languages, and
which words of theirs answer the mentee's goals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.db.tables import MentorshipRow, OfferRow, PersonRow, RematchRequestRow, WishRow
from app.errors import Conflict, Invalid, NotFound
from app.permissions import Actor, side_of
from app.services import health
from app.services.limits import checked_text
from app.services.mail import mails
from app.services.matching import suggestions
from app.services.people import PersonCard, card
from app.services.programme import load_for_matching, lock, programme_day
from app.services.rematching import proposal_life, rematch
from model.eligibility import Eligibility
from model.programme import Kind

MOST_OFFERED, MOST_RANKED = 5, 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A mentor whom the mentee may choose; ``fits`` are goal and expertise, both verbatim."""

    mentor: PersonCard
    fits: tuple[tuple[str, str], ...]
    free: bool  # nobody else was quicker
    rank: int | None  # 1 is liked best


@dataclass(frozen=True, slots=True)
class Choice:
    """What one request lets its mentee choose among."""

    request_id: int
    mentorship_id: str
    mentor_name: str  # today's
    kind: str
    offered_on: date
    words: str  # what the coordinators wrote with it
    offers: tuple[Offer, ...]
    refused: bool  # the mentee said that none of them is right

    @property
    def ranked(self) -> tuple[Offer, ...]:
        """Those the mentee would like, best first."""
        liked = [one for one in self.offers if one.rank is not None]
        return tuple(sorted(liked, key=lambda one: one.rank or 0))


def offer(
    session: Session, actor: Actor, request_id: int, mentor_ids: Sequence[str], words: str = ""
) -> None:
    """Let the mentee of a request choose among mentors; it replaces an earlier choice."""
    rematch.check_may_decide(actor)
    wanted = [*dict.fromkeys(mentor_ids)]
    if not wanted:
        raise Invalid(_("Please choose at least one."), "mentors")
    if len(wanted) > MOST_OFFERED:
        raise Invalid(
            _("At most %(most)s: more are hard to compare.", most=MOST_OFFERED), "mentors"
        )
    said = checked_text(words, "words")
    fits = suggestions.fits_of(session, rematch.get(session, request_id).mentee_id, wanted)
    lock(session)
    request = rematch.open_row(session, request_id)
    if proposal_life.open_of(session, request_id) is not None:
        session.rollback()
        raise Conflict(
            _("Somebody is asked already for this request. Withdraw that proposal first.")
        )
    mentorship = session.get_one(MentorshipRow, request.mentorship_id, populate_existing=True)
    free = _free(session, mentorship)
    if barred := [one for one in wanted if one not in free]:
        session.rollback()
        raise Invalid(
            _(
                "%(count)s of them can't take over any more. Look at the candidates again.",
                count=len(barred),
            ),
            "mentors",
        )
    _clear(session, request_id)
    day = programme_day(session)
    session.add_all(
        OfferRow(
            request_id=request_id,
            mentor_id=mentor_id,
            place=place,
            offered_on=day,
            fits=[[one.goal, one.expertise] for one in fits.get(mentor_id, ())],
            words=said,
        )
        for place, mentor_id in enumerate(wanted)
    )
    mails.queue(
        session,
        kind="rematch",
        key=rematch.choice_key(request_id),
        person_id=mentorship.mentee_id,
        subject=_("You can choose whom you would like as your mentor"),
        body=_("Sign in to see who could mentor you, and to say whom you would like best."),
    )
    proposal_life.log(session, mentorship.mentorship_id, actor, "offered")
    health.follow(session, [mentorship.mentorship_id])


def rank(session: Session, actor: Actor, request_id: int, mentor_ids: Sequence[str]) -> None:
    """Say whom one would like, best first; until somebody is asked it can be changed.

    An empty list says that none of them is right.
    """
    mentorship = _own(session, actor, request_id)
    lock(session)
    rematch.open_row(session, request_id)
    if proposal_life.open_of(session, request_id) is not None:
        session.rollback()
        raise Conflict(_("The coordinators have gone on already, by what you said before."))
    offered = {
        one.mentor_id
        for one in session.scalars(select(OfferRow).where(OfferRow.request_id == request_id))
    }
    wanted = [*mentor_ids]
    if len({*wanted}) != len(wanted):
        raise _refused(session, _("Each of them can have one place only."))
    if len(wanted) > MOST_RANKED:
        raise _refused(session, _("Please name at most %(most)s.", most=MOST_RANKED))
    if {*wanted} - offered:
        raise _refused(session, _("Please choose among those who are shown."))
    session.execute(delete(WishRow).where(WishRow.request_id == request_id))
    session.add_all(
        WishRow(request_id=request_id, rank=place, mentor_id=mentor_id)
        for place, mentor_id in enumerate(wanted, 1)
    )
    session.execute(
        update(OfferRow).where(OfferRow.request_id == request_id).values(refused=not wanted)
    )
    mails.drop(session, rematch.choice_key(request_id))
    step = "ranked" if wanted else "none_right"
    proposal_life.log(session, mentorship.mentorship_id, None, step)
    session.commit()


def of_request(session: Session, request_id: int) -> Choice | None:
    """What a request lets its mentee choose among; ``None`` if nothing was offered."""
    return of_requests(session, [request_id]).get(request_id)


def own(session: Session, actor: Actor, request_id: int) -> Choice:
    """The same for the mentee; NotFound for everybody else."""
    _own(session, actor, request_id)
    found = of_request(session, request_id)
    if found is None:
        raise NotFound(_("There is nothing to choose here."))
    return found


def of_requests(session: Session, request_ids: Sequence[int]) -> dict[int, Choice]:
    """The same for many requests."""
    rows = session.execute(
        select(OfferRow, PersonRow, WishRow.rank, MentorshipRow)
        .join(PersonRow, PersonRow.person_id == OfferRow.mentor_id)
        .join(RematchRequestRow, RematchRequestRow.request_id == OfferRow.request_id)
        .join(MentorshipRow, MentorshipRow.mentorship_id == RematchRequestRow.mentorship_id)
        .outerjoin(
            WishRow,
            (WishRow.request_id == OfferRow.request_id) & (WishRow.mentor_id == OfferRow.mentor_id),
        )
        .where(OfferRow.request_id.in_(request_ids))
        .order_by(OfferRow.request_id, OfferRow.place)
    ).all()
    if not rows:
        return {}
    programme, day = load_for_matching(session), programme_day(session)
    rules = Eligibility(programme, day)
    offers: dict[int, list[Offer]] = {}
    about: dict[int, tuple[MentorshipRow, OfferRow]] = {}
    for row, person, place, mentorship in rows:
        mentee, mentor = (programme.people[one] for one in (mentorship.mentee_id, row.mentor_id))
        rule = rules.against(mentee, mentor, cast(Kind, mentorship.kind))
        offers.setdefault(row.request_id, []).append(
            Offer(card(person), tuple(map(tuple, row.fits)), rule is None, place)
        )
        about[row.request_id] = mentorship, row
    return {
        request_id: Choice(
            request_id=request_id,
            mentorship_id=mentorship.mentorship_id,
            mentor_name=programme.people[mentorship.mentor_id].name,
            kind=mentorship.kind,
            offered_on=row.offered_on,
            words=row.words,
            offers=tuple(offers[request_id]),
            refused=row.refused,
        )
        for request_id, (mentorship, row) in about.items()
    }


def forget_unanswered(session: Session, request_id: int) -> None:
    """Take a choice back that nobody has made: somebody is asked instead. Commit afterwards."""
    ranked = select(WishRow.rank).where(WishRow.request_id == request_id)
    refused = select(OfferRow.place).where(OfferRow.request_id == request_id, OfferRow.refused)
    if not session.scalars(ranked).first() and not session.scalars(refused).first():
        _clear(session, request_id)
    mails.drop(session, rematch.choice_key(request_id))


def _own(session: Session, actor: Actor, request_id: int) -> MentorshipRow:
    request = session.get(RematchRequestRow, request_id)
    mentorship = session.get(MentorshipRow, request.mentorship_id) if request else None
    if mentorship is None or side_of(actor, mentorship.mentor_id, mentorship.mentee_id) != "mentee":
        raise NotFound(_("There is nothing to choose here."))
    return mentorship


def _free(session: Session, mentorship: MentorshipRow) -> set[str]:
    programme = load_for_matching(session, but_for=mentorship.mentorship_id)
    rules = Eligibility(programme, programme_day(session))
    mentee = programme.people[mentorship.mentee_id]
    allowed = rules.allowed(mentee, cast(Kind, mentorship.kind))
    return {one for one, at in rules.place.items() if allowed[at]}


def _clear(session: Session, request_id: int) -> None:
    session.execute(delete(WishRow).where(WishRow.request_id == request_id))
    session.execute(delete(OfferRow).where(OfferRow.request_id == request_id))


def _refused(session: Session, why: str) -> Invalid:
    session.rollback()
    return Invalid(why, "mentors")
