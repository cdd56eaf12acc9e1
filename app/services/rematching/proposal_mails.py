"""The mails that ask a mentor or a mentee; what they are asked stands in the application."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.db.tables import PersonRow, ProposalRow
from app.services.mail import mails
from app.services.rematching import proposal_life


def ask_mentor(session: Session, proposal: ProposalRow, mentee: str) -> None:
    """Ask whether they would take over. Commit afterwards."""
    key = proposal_life.key(proposal, "mentor")
    again = proposal.later_until
    mails.queue(
        session,
        kind="rematch",
        # Asked anew it is another question, and another mail.
        key=f"{key}-{again}" if again else key,
        person_id=proposal.mentor_id,
        subject=_("Would you mentor %(mentee)s?", mentee=mentee),
        body=_(
            "The coordinators think that you could help %(mentee)s. Sign in to read more and to "
            "say yes, no, or later.",
            mentee=mentee,
        ),
    )


def ask_mentee(session: Session, proposal: ProposalRow, mentee_id: str, mentor: str) -> None:
    """Ask once the mentor has said yes. Commit afterwards."""
    mails.queue(
        session,
        kind="rematch",
        key=proposal_life.key(proposal, "mentee"),
        person_id=mentee_id,
        subject=_("A mentor is proposed to you"),
        body=_(
            "%(mentor)s would be glad to become your mentor. Sign in to read more and to say "
            "yes or no.",
            mentor=mentor,
        ),
    )


def name_of(session: Session, person_id: str) -> str:
    """What someone on the roster is called."""
    return session.get_one(PersonRow, person_id).name
