"""What the contract lets pass and a reader should know before a bundle is stored."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app import clock
from model.errors import Problem
from model.programme import HouseRuleName, Programme

GAPS: tuple[HouseRuleName, HouseRuleName] = ("least_seniority_gap", "greatest_seniority_gap")


def conflicts(stored: Programme, bundle: Programme) -> Iterator[Problem]:
    """Why a bundle can't be added to what is stored; it can still replace it."""
    yield from _addresses(stored, bundle)
    yield from _other_pairs(stored, bundle)
    yield from _gaps(stored, bundle)


def oddities(programme: Programme) -> Iterator[Problem]:
    """What is in order and still looks like a slip."""
    if not programme.mentorships:
        yield Problem("mentorships.csv", None, "", gettext("holds no mentorship yet"))
    elif not any(m.mentee_feedback or m.mentor_feedback for m in programme.meetings.values()):
        message = gettext(
            "holds no feedback at all: mentorships can only be judged by dates and ratings, "
            "until someone writes how it goes"
        )
        yield Problem("meetings.csv", None, "", message)
    for number, met in enumerate(programme.meetings.values(), start=2):
        if met.scheduled_on > clock.today() and met.status != "planned":
            message = gettext(
                "%(day)s is still to come, and the meeting is not planned", day=met.scheduled_on
            )
            yield Problem("meetings.csv", number, "scheduled_on", message)


def _addresses(stored: Programme, bundle: Programme) -> Iterator[Problem]:
    # Someone whose address the file changes gives the old one up.
    owner = {
        person.email.casefold(): person
        for person in stored.people.values()
        if person.person_id not in bundle.people
    }
    for number, person in enumerate(bundle.people.values(), start=2):
        other = owner.get(person.email.casefold())
        if other is not None:
            message = gettext(
                "%(email)s belongs to %(name)s (%(id)s), who is stored",
                email=person.email,
                name=other.name,
                id=other.person_id,
            )
            yield Problem("people.csv", number, "email", message)


def _other_pairs(stored: Programme, bundle: Programme) -> Iterator[Problem]:
    """Mentorships with someone else in them: that one would read what is not theirs."""
    for number, given in enumerate(bundle.mentorships.values(), start=2):
        known = stored.mentorships.get(given.mentorship_id)
        if known is None:
            continue
        for side in ("mentor_id", "mentee_id"):
            before, after = getattr(known, side), getattr(given, side)
            if before != after:
                message = gettext(
                    "%(id)s is stored with %(before)s; with %(after)s it is another mentorship "
                    "and needs an id of its own",
                    id=given.mentorship_id,
                    before=before,
                    after=after,
                )
                yield Problem("mentorships.csv", number, side, message)


def _gaps(stored: Programme, bundle: Programme) -> Iterator[Problem]:
    """A gap in seniority that leaves nobody, together with the other one that is stored."""
    gaps = {one.rule: int(one.value) for one in stored.rules if one.rule in GAPS}
    given = {one.rule: number for number, one in enumerate(bundle.rules, 2) if one.rule in GAPS}
    gaps |= {one.rule: int(one.value) for one in bundle.rules if one.rule in GAPS}
    if given and len(gaps) == 2 and gaps[GAPS[0]] > gaps[GAPS[1]]:
        [(rule, number), *_] = given.items()
        [other] = set(GAPS) - {rule}
        message = gettext(
            "does not go together with the %(rule)s of %(value)s that is stored",
            rule=other,
            value=gaps[other],
        )
        yield Problem("rules.csv", number, "value", message)
