"""A roster of four, and topics to go with it, small enough to learn in a moment."""

from __future__ import annotations

import numpy as np

from model.programme import Person
from training.rosters import LabelledGoal, Roster, Topic

OFFERS = ("I bake bread.", "I argue in court.", "I repair pumps.", "I write poems.")
GOALS = ("Teach me dough.", "Help me with a lawsuit.", "My engine leaks.", "I want to rhyme.")


def roster(name: str = "small") -> Roster:
    mentors = [
        Person(f"m{at}", "m", f"m{at}@x.org", seniority=5, mentor_expertise=offer)
        for at, offer in enumerate(OFFERS)
    ]
    mentees = [
        LabelledGoal(
            Person(f"e{at}", "e", f"e{at}@x.org", seniority=2, mentee_goals=f"Hello. {goal}"),
            (("Hello.", "story"), (goal, "wanted")),
            "any",
            ("plain",) if at % 2 else ("jargon",),
        )
        for at, goal in enumerate(GOALS)
    ]
    relevance = (3 * np.eye(len(OFFERS))).astype(np.int8)
    return Roster(name, tuple(mentees), tuple(mentors), relevance, np.ones((4, 4), dtype=bool))


def topics() -> list[Topic]:
    return [
        Topic(f"topic {at}", "field", (goal, f"{goal} Please."), (offer, f"{offer} Always."), ())
        for at, (goal, offer) in enumerate(zip(GOALS, OFFERS, strict=True))
    ]
