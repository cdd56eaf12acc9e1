"""Trouble from outside, which the mentorship suffers from."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="outside_trouble",
    label=_("Trouble from outside"),
    mentee=Guide(
        said=_("Something outside weighs on me: work, my manager, my life"),
        often=_(
            "A reorganisation, a hard manager, too much work, something at home. The mentorship "
            "is not the trouble, and it may be the place where you can think. You decide how much "
            "of it you tell."
        ),
        opening=(
            _("There is a lot going on with me just now, and it has nothing to do with you."),
            _("I don't need a solution. It would help me to think aloud for half an hour."),
            _("I may have to do less for a while. I would like to come back to it."),
        ),
        ask=(
            _("Have you been through something like it?"),
            _("How would you go about it in my place?"),
            _("Would it be all right to pause until …?"),
        ),
        agree=(
            _("What you speak about, and what stays outside."),
            _("A smaller rhythm, or a pause with an end date."),
        ),
        stop=_(
            "It is more than a talk among colleagues can carry: your organisation's advice "
            "service, a doctor or somebody you trust can help further. The coordinators know "
            "whom to ask, and need not know why."
        ),
        mail=_(
            "Hello %(other)s,\n\nthere is a lot going on with me just now, outside of our "
            "mentorship. I would like to meet less often for some weeks, or only to think aloud. "
            "Would a pause until … be all right for you? I would write to you again then.\n\n"
            "Kind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("Something outside weighs on one of us"),
        often=_(
            "If %(other)s tells you of trouble elsewhere, that is a sign of trust and not a sign "
            "that it isn't working. Listen; you need not solve it. If it is you who carries "
            "something, a word about it spares %(other)s from guessing."
        ),
        opening=(
            _("That sounds hard. Do you want to tell me about it, or think of other things?"),
            _("I have a lot to carry at the moment. It has nothing to do with you."),
        ),
        ask=(
            _("What would help you now: an ear, an idea, or a break?"),
            _("Is there anybody in the organisation who can do something about it?"),
            _("Shall we make it smaller for a while?"),
        ),
        agree=(
            _("What you speak about, and what stays between you."),
            _("A smaller rhythm, or a pause with an end date."),
        ),
        stop=_(
            "It goes beyond what a mentor can carry, or you worry about %(other)s: point to your "
            "organisation's advice service, and speak to the coordinators. If somebody is in "
            "danger, do it today."
        ),
        mail=_(
            "Hello %(other)s,\n\nyou seem to have a lot on your shoulders just now. We can use "
            "our time to think about it together, leave it aside on purpose, or pause until "
            "things are calmer. Whatever helps you is right.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Negative words are not a bad mentorship: %(mentee)s may pour out trouble about work "
            "to %(mentor)s who helps. Then there is nothing to repair between the two. What can "
            "help is time, a pause, or somebody who may do something about the cause."
        ),
        opening=(
            _("I have the impression that a lot is going on around you two. How is it?"),
            _("Does the mentorship help just now, or is it one thing too many?"),
        ),
        ask=(
            _("Is there something that I can take off you: dates, notes, questions?"),
            _("Do you want to go on, do less, or pause until a day?"),
            _("Is there somebody who should know of the cause? Only if you want."),
        ),
        agree=(
            _("A smaller rhythm or a pause with an end date."),
            _("The verdict “outside trouble”, so that it does not come back as a flag."),
        ),
        stop=_(
            "When both say that it goes well between them: leave them in peace. If you read of "
            "illness, danger or a manager's wrong, that belongs to those who can act on it, and "
            "only with the consent of the one concerned, unless someone is in danger."
        ),
    ),
    to_mentee=_(
        "Is the mentorship a help to you just now, or one thing too many? Doing less for a while, "
        "or a pause until a day that you name, is possible at any time."
    ),
    to_mentor=_(
        "Is there enough room for the mentorship on both sides just now? Doing less for a while, "
        "or a pause until a day that you two name, is possible at any time."
    ),
    ladder=("message", "talk_each", "agreement"),
)
