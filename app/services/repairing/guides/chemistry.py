"""They do not click."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="chemistry",
    label=_("They do not click"),
    mentee=Guide(
        said=_("We just do not click"),
        often=_(
            "Two good people and no spark. Often the first meetings were too formal, and you know "
            "little of each other but titles. What makes pairs close is to find where they are "
            "alike in what they care about, and that rarely shows in the first hour."
        ),
        opening=(
            _("I would like to get to know you a bit beyond work. What brought you here?"),
            _("Our talks are still rather formal. Shall we take a walk next time?"),
            _("How do you find it with us so far? I am not sure either, and I'd like to say so."),
        ),
        ask=(
            _("What was hard for you when you were where I am now?"),
            _("What do you care about in your work that one would not guess?"),
            _("How do you like to talk best: on foot, by phone, with a list?"),
        ),
        agree=(
            _("One meeting in another form: a walk, a lunch, a visit at the place of work."),
            _("That after it each says honestly whether to go on, and both answers are fine."),
        ),
        stop=_(
            "You have met three times, once in another form, and it still is an effort: that is "
            "enough. “It doesn't click” is a full reason to ask for another match."
        ),
        mail=_(
            "Hello %(other)s,\n\nso far we have spoken mostly about tasks. I would like to get to "
            "know you better. Shall we make our next meeting a walk or a coffee, without a list? "
            "I would be curious how you came to do what you do.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("We just do not click"),
        often=_(
            "Mostly shyness on one side and habit on the other. %(other)s may be waiting for you "
            "to show something of yourself. You need not become friends; being at ease is enough."
        ),
        opening=(
            _("I would like to tell you how I came here, detours and all. And then hear yours."),
            _("Shall we leave the list at home next time and take a walk?"),
        ),
        ask=(
            _("What do you like about your work, and what costs you strength?"),
            _("What would make these meetings easier for you?"),
            _("Is there something that you expected of me and don't get?"),
        ),
        agree=(
            _("One meeting in another form."),
            _("That after it each says honestly whether to go on, and both answers are fine."),
        ),
        stop=_(
            "After one honest try it stays stiff: say openly that another match may give "
            "%(other)s more. Tell the coordinators. It speaks for you, not against you."
        ),
        mail=_(
            "Hello %(other)s,\n\nI think that we know little of each other yet. Would you like to "
            "make the next meeting a walk or a lunch, without an agenda? I will tell you how I "
            "got here, with the detours.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Felt likeness in what matters is what goes most with good mentorships, and it can't "
            "be made. One meeting in another form is worth a try; a long repair is not. Make sure "
            "that “we don't click” is not the polite word for something else."
        ),
        opening=(
            _("How is it when you two sit together? Is it easy, is it work?"),
            _("Is there something behind it that you would rather tell only me?"),
        ),
        ask=(
            _("Have you ever spoken about something other than tasks?"),
            _("In whose company do you find talking easy, and why?"),
            _("Would you like to try once more, or rather look further?"),
        ),
        agree=(
            _("One meeting in another form, then an honest yes or no from each, told to you."),
            _("That a no has no consequences."),
        ),
        stop=_(
            "One of the two says no after one more try: offer a rematch, early and lightly. "
            "Nothing is to blame."
        ),
    ),
    to_mentee=_(
        "How is it when you two meet: easy, or still a little stiff? One meeting in another form, "
        "a walk or a lunch, helps some pairs. If another match would suit you better, tell me."
    ),
    to_mentor=_(
        "How is it when you two meet: easy, or still a little stiff? One meeting in another form, "
        "a walk or a lunch, helps some pairs. If another match would suit you better, tell me."
    ),
    ladder=("raise", "message", "talk_each"),
)
