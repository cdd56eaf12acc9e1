"""What is offered and what is wanted are two different things."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="expertise_fit",
    label=_("Another field is needed"),
    mentee=Guide(
        said=_("I need help in another field than %(other)s knows"),
        often=_(
            "Nobody's fault: goals move, and a profile of three lines says little. Sometimes "
            "%(other)s knows more of it than you have asked for so far. Sometimes one part fits "
            "well and the other part belongs to somebody else."
        ),
        opening=(
            _("What helps me most with you is how you look at things, and I want to keep that."),
            _("My question has become more special. Let me tell you where I am stuck."),
            _("Would you say honestly if this is outside what you know? That would help me too."),
        ),
        ask=(
            _("Have you met something like this yourself, even from a distance?"),
            _("Which part of my goal can you help with, and which rather not?"),
            _("Whom do you know who works on exactly this?"),
        ),
        agree=(
            _("The one or two goals that you work on together, in words that both understand."),
            _("An introduction to somebody for the part that is left."),
            _("A day on which you ask each other whether it fits now."),
        ),
        stop=_(
            "You have said what you need, and what matters most to you still lies outside: ask "
            "for another match. “We got on well, and I need another field” is reason enough."
        ),
        mail=_(
            "Hello %(other)s,\n\nsince we began, my goal has become clearer: I would like to …. "
            "Before our next meeting, would you think about which part of it lies within what you "
            "know, and whom you would ask for the rest? Both would help me a lot, and “not my "
            "field” is a good answer too.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("What %(other)s needs lies outside what I know"),
        often=_(
            "Goals move, and matching knows only what stands in two profiles. You need not know "
            "everything: good questions, your view from outside and a name to ask next are worth "
            "much. Only don't fill the hours with what you happen to know."
        ),
        opening=(
            _("I want to be honest: this is not my field, and you should get good advice."),
            _("I can help you think it through, and I may know whom to ask for the rest."),
        ),
        ask=(
            _("What would you like to be able to do in three months that you can't do now?"),
            _("What of our talks has been of use so far, and what has not?"),
            _("Would an hour with somebody from that field help you more than one with me?"),
        ),
        agree=(
            _("What you work on together, and what somebody else takes on."),
            _("One introduction, with a date by which you make it."),
            _("When you ask each other whether it fits now."),
        ),
        stop=_(
            "What %(other)s wants most is something you can't give: tell the coordinators. You "
            "are not giving up on anybody; you free the way to someone who can."
        ),
        mail=_(
            "Hello %(other)s,\n\nI have thought about what you want to get to. For some of it I "
            "am the right person, for some of it not. Shall we use our next meeting to sort that "
            "out? For the second part I would like to introduce you to somebody who knows it "
            "better.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "A gap between what is offered and what is wanted is the trouble that talking mends "
            "least, and that a rematch mends best. But first find out whether the goal of "
            "%(mentee)s has changed, or whether it was never said."
        ),
        opening=(
            _("What would you like to learn that you can't learn at the moment?"),
            _("What do people come to you for, and what would you rather pass on to others?"),
        ),
        ask=(
            _("Which part of it fits? Often one good half is worth keeping."),
            _("Would a second person for a few hours be enough?"),
            _("Do the goals in the profile still hold?"),
        ),
        agree=(
            _("The goals anew, as concrete as possible: they decide who would fit."),
            _("An introduction to an expert beside the mentorship, for a limited time."),
        ),
        stop=_(
            "The goal that matters most stays unmet after one honest talk: look at the "
            "candidates. Waiting rarely makes a field fit."
        ),
    ),
    to_mentee=_(
        "Are the goals in your profile still the ones you care about most, and do you get to work "
        "on them?"
    ),
    to_mentor=_(
        "Do you know what the two of you are working towards, and is it something that you like "
        "to help with? Sometimes an introduction to somebody else is the best help."
    ),
    ladder=("raise", "message", "talk_each", "agreement"),
)
