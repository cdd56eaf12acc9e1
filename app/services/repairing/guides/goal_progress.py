"""The goals do not move."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="goal_progress",
    label=_("Nothing moves"),
    mentee=Guide(
        said=_("We talk, but I don't get anywhere"),
        often=_(
            "Good talks without a next step. Mostly the goal is too large or too vague to be "
            "worked on, and neither of you has said what should be different by when. That can "
            "be mended in one meeting."
        ),
        opening=(
            _("I enjoy our talks, and I would like to take more out of them."),
            _("I have noticed that I come back with the same question. Can we look at why?"),
            _("Could we end each meeting with one thing that I do until the next?"),
        ),
        ask=(
            _("Looking at my goal, what would you do first?"),
            _("What do you think keeps me from it?"),
            _("How would we notice in two months that it was worth it?"),
        ),
        agree=(
            _("One goal, small enough to be seen by the end of the quarter."),
            _("One step until the next meeting, and five minutes at the start to look at it."),
            _("You bring the question; the advice follows it."),
        ),
        stop=_(
            "Three meetings with a clear goal and a step each, and still nothing moves: then it "
            "may be the match, or not the time for this goal. Talk to the coordinators."
        ),
        mail=_(
            "Hello %(other)s,\n\nbefore we meet again I would like to make my goal smaller, so "
            "that we both see whether it moves. My proposal for the next two months: …. Would you "
            "bring one idea for the first step? I will do it until the meeting after and tell you "
            "how it went.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("We talk, but %(other)s does not get ahead"),
        often=_(
            "The goal may be too large, too vague, or no longer the real one. %(other)s may not "
            "know how much to ask of you. A smaller goal and one step per meeting change more "
            "than better advice."
        ),
        opening=(
            _("I would like our talks to bring you more. What would you like to leave with today?"),
            _("Let us look at the goal together. Is it still the right one?"),
        ),
        ask=(
            _("What is the smallest part of it that you could try before we meet again?"),
            _("What gets in the way: time, courage, somebody's permission?"),
            _("What do I do that helps, and what could I leave out?"),
        ),
        agree=(
            _("One goal for the next two months, in one sentence."),
            _("One step until the next meeting; you begin there."),
            _("A look back after three meetings."),
        ),
        stop=_(
            "The step was not tried three times in a row: ask whether this is the right time. A "
            "pause, or an end with thanks, can be the honest result."
        ),
        mail=_(
            "Hello %(other)s,\n\nI have been thinking about how our meetings could bring you "
            "more. Would you write me one sentence before the next one: what should be different "
            "in two months? We then find the first step together and begin each meeting with "
            "it.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Mostly a goal without a next step, sometimes a goal that has quietly changed. It is "
            "rarely about the people. Read in the timeline whether the two speak of the same goal."
        ),
        opening=(
            _("If the next two months went well, what would be different then?"),
            _("What have you two tried so far, and what came of it?"),
        ),
        ask=(
            _("Is it the same goal for both of you?"),
            _("Is it in the hands of %(mentee)s at all, or does it hang on somebody else?"),
            _("What did the last meeting end with?"),
        ),
        agree=(
            _("One goal in one sentence, in the renewed agreement."),
            _("One step from meeting to meeting."),
            _("A look at it in six weeks at the latest."),
        ),
        stop=_(
            "A clear goal and two months of steps have moved nothing: ask whether another field, "
            "another match or a pause would help more."
        ),
    ),
    to_mentee=_(
        "If the next two months went well, what would be different then? One sentence is enough."
    ),
    to_mentor=_(
        "What are the two of you working on at the moment, and what would be a good next step? "
        "One sentence is enough."
    ),
)
