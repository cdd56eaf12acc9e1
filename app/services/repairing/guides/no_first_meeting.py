"""The first meeting has not come about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="no_first_meeting",
    label=_("No first meeting yet"),
    mentee=Guide(
        said=_("We have not managed a first meeting"),
        often=_(
            "Both wait for the other to write. You may think that you need a perfect question "
            "first. You don't: the first meeting is for getting to know each other."
        ),
        opening=(
            _("I am looking forward to meeting you. Would one of these two dates suit you?"),
            _("Half an hour is enough for the first time. I will bring one goal."),
        ),
        ask=(
            _("How do you like to meet: in person, by video, on the phone?"),
            _("What would you like to know of me before?"),
        ),
        agree=(
            _("A date for the first meeting and, before you part, one for the second."),
            _("How to reach each other in between."),
        ),
        stop=_(
            "You have proposed dates twice and a week later there is no answer: tell the "
            "coordinators. It says nothing about you."
        ),
        mail=_(
            "Hello %(other)s,\n\nwe are paired in the mentorship programme, and I am looking "
            "forward to it. Could we meet for half an hour, on … or on …? In person or by video, "
            "as you like. I would like to tell you what I want to get better at, and to hear how "
            "you came to do what you do.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("We have not managed a first meeting"),
        often=_(
            "%(other)s may not dare to ask for your time. The invitation means more when it comes "
            "from you, and you need to prepare nothing."
        ),
        opening=(
            _("I am glad that we are paired. Let us get to know each other: which day suits you?"),
            _("Bring nothing but yourself. Half an hour is enough."),
        ),
        ask=(
            _("What would you like to get out of it?"),
            _("What should I know about you?"),
        ),
        agree=(
            _("A date for the first meeting and, before you part, one for the second."),
            _("How to reach each other in between."),
        ),
        stop=_(
            "You have proposed dates twice and a week later there is no answer: tell the "
            "coordinators, so that nobody waits in vain."
        ),
        mail=_(
            "Hello %(other)s,\n\nI am glad that we are paired. Shall we get to know each other, "
            "for half an hour, on … or on …? You need to prepare nothing. If you like, think of "
            "one thing that should be different in half a year.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Both wait for the other, or one has never read that they are paired. What does not "
            "begin in the first two weeks often never does. One message with two dates in it does "
            "more than any talk."
        ),
        opening=(
            _("Have you two found a day yet? May I propose one?"),
            _("Do you know that you are paired, and why we thought of you two?"),
        ),
        ask=(
            _("Does it still suit you, and is it a good time to begin?"),
            _("What do you need: the address, a reason, a date?"),
        ),
        agree=(
            _("A date for the first meeting, this week or next."),
            _("If it is a bad time: a later beginning, with a date."),
        ),
        stop=_(
            "Two messages and no date after three weeks: end it before it began, without blame, "
            "and match anew whoever still wants to."
        ),
    ),
    to_mentee=_(
        "You two are paired and have no first meeting noted yet. Have you found a day? If not, "
        "propose two: half an hour is enough, and nothing needs to be prepared."
    ),
    to_mentor=_(
        "You two are paired and have no first meeting noted yet. Have you found a day? If not, "
        "propose two: half an hour is enough, and an invitation from you makes it easy."
    ),
    ladder=("message", "talk_each"),
)
