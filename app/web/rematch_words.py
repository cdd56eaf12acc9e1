"""Drafts of what the three of a rematch are told; coordinators change them before they are sent."""

from __future__ import annotations

from flask_babel import gettext as _

from app.services.rematching.rematch import RematchRequest


def to_mentor(asked: RematchRequest, kind: str) -> str:
    """With the question."""
    if kind == "peer":
        return str(
            _(
                "Hello,\n\nwould you and %(mentee)s become peer partners? You could learn from "
                "each other. Whatever you answer is fine, and it stays between us.",
                mentee=asked.mentee_name,
            )
        )
    return str(
        _(
            "Hello,\n\nwould you mentor %(mentee)s? What they want to learn is close to what you "
            "offer. Whatever you answer is fine, and it stays between us.",
            mentee=asked.mentee_name,
        )
    )


def to_mentee(asked: RematchRequest, mentor: str) -> str:
    """Once the mentor has said yes."""
    return str(
        _(
            "Hello,\n\nwe have looked for someone who fits what you want, and %(mentor)s would be "
            "glad to do it. If you say yes, your mentorship with %(old)s ends without blame. We "
            "tell %(old)s; you need not.",
            mentor=mentor,
            old=asked.mentor_name,
        )
    )


def to_old_mentor(asked: RematchRequest) -> str:
    """Once both have said yes."""
    if asked.asked_by != asked.mentee_id:
        return str(
            _(
                "Hello,\n\nas you asked, %(mentee)s goes on with someone else from today. Thank "
                "you for the time you have given. It counts against neither of you.",
                mentee=asked.mentee_name,
            )
        )
    return str(
        _(
            "Hello,\n\n%(mentee)s goes on with someone else from today. Two good people can be "
            "the wrong match; it counts against neither of you. Thank you for the time you have "
            "given. If you would like to talk about it, or to take on someone else, write to us.",
            mentee=asked.mentee_name,
        )
    )


def begins_for_mentee(asked: RematchRequest, mentor: str) -> str:
    """When all three had agreed before."""
    return str(
        _(
            "Hello,\n\nas we have talked about, %(mentor)s is your mentor from today. Your "
            "mentorship with %(old)s has ended without blame.",
            mentor=mentor,
            old=asked.mentor_name,
        )
    )


def begins_for_mentor(asked: RematchRequest) -> str:
    """When all three had agreed before."""
    return str(
        _(
            "Hello,\n\nas we have talked about, you mentor %(mentee)s from today. Thank you.",
            mentee=asked.mentee_name,
        )
    )


def offer(asked: RematchRequest) -> str:
    """When the mentee may choose."""
    return str(
        _(
            "Hello,\n\nhere are people who could mentor you. Say whom you would like best; you "
            "may name three. We ask them then. %(old)s is not told.",
            old=asked.mentor_name,
        )
    )


def undone(mentee: str, old_mentor: str) -> str:
    """When a rematch is taken back."""
    return str(
        _(
            "Hello,\n\nwe have taken the change back: %(mentee)s and %(mentor)s go on as before. "
            "Nobody has done anything wrong. Sorry for the back and forth.",
            mentee=mentee,
            mentor=old_mentor,
        )
    )


def first_for_mentees() -> str:
    """When a first mentorship begins."""
    return str(
        _(
            "Hello,\n\nyou have a mentor: you see on your page who it is. Write to them and "
            "propose two dates for a first meeting. Bring one goal and one question."
        )
    )


def first_for_mentors() -> str:
    """When a first mentorship begins."""
    return str(
        _(
            "Hello,\n\nas we have talked about, somebody begins with you today: you see on your "
            "page who it is. They will write to you for a first meeting. Thank you."
        )
    )
