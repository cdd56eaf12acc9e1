"""Cases for the tests of the review queue: Mia's, flagged; Ned's, who asks; Zoë's, by hand."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.tables import CaseRow, User
from app.permissions import Actor, Role
from app.services import health
from app.services.rematching import rematch
from app.services.review import case_work
from tests.conftest import participant


def coordinator(session: Session) -> Actor:
    """Kim, by her account."""
    user_id = session.scalars(select(User.id).where(User.email == "kim@example.org")).one()
    return Actor(user_id, "kim", frozenset({Role.COORDINATOR}))


def three_cases(session: Session) -> None:
    """Mia's is there already; Ned's is open by his request, and Kim has opened Zoë's."""
    rematch.ask(session, participant("ned"), "m-good", what_is_missing=[], reason="Please.")
    health.follow(session, ["m-good"])
    case_work.open_case(session, coordinator(session), "m-new")


def case(session: Session, mentorship_id: str) -> CaseRow:
    """The case of a mentorship, as it is stored now."""
    wanted = select(CaseRow).where(CaseRow.mentorship_id == mentorship_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()
