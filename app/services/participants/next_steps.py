"""What waits for a mentee or mentor, most pressing first: each feature says what it asks for."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.permissions import Actor
from app.services.participants import meeting_steps, pulse_steps
from app.services.participants.steps import Step
from app.services.rematching import rematch_steps
from app.services.repairing import agreement_steps

# Each gives the steps that its feature has for the reader. Features take ``Step`` from
# ``app.services.steps``, since this file imports them all.
SOURCES: tuple[Callable[[Session, Actor], list[Step]], ...] = (
    rematch_steps.steps,
    agreement_steps.steps,
    meeting_steps.steps,
    pulse_steps.steps,
)


def next_steps(session: Session, actor: Actor) -> list[Step]:
    """Everything that waits for the actor, most pressing first."""
    found = [step for source in SOURCES for step in source(session, actor)]
    return sorted(found, key=lambda step: -step.weight)
