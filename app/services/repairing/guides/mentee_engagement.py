"""The mentee is not engaged."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="mentee_engagement",
    label=_("Little drive"),
    mentee=Guide(
        said=_("I have little drive for it, or don't know what to bring"),
        often=_(
            "Work piles up, the first goal is reached or has lost its point, or you feel that "
            "your questions are too small. None of that is a fault. %(other)s would rather hear "
            "it than wonder."
        ),
        opening=(
            _("I have come unprepared lately, and that is not how I want it to be."),
            _("To be honest, my goal does not pull me any more. Can we find one that does?"),
            _("I have a lot going on just now. Can we make it smaller for a while?"),
        ),
        ask=(
            _("What do you think I could use our time for?"),
            _("Was there a moment when you thought that I was on to something?"),
            _("Would a pause of some weeks be all right for you?"),
        ),
        agree=(
            _("A goal that you want, not one that sounds good."),
            _("Two lines to %(other)s the day before: the question, and what you have tried."),
            _("A pause with an end date, if it is too much just now."),
        ),
        stop=_(
            "You notice that you don't want it, or not now: say so. You may pause or leave. "
            "That is fairer to both than meetings out of duty."
        ),
        mail=_(
            "Hello %(other)s,\n\nI have brought little to our last meetings, and I am sorry for "
            "that. A lot is going on here. I would like to go on, with a smaller goal: …. Before "
            "each meeting I will send you one question. If a pause suits you better, tell me, "
            "please.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("%(other)s comes unprepared, or seems far away"),
        often=_(
            "Seldom laziness. Mostly a heavy workload, a goal that is reached or was set by "
            "somebody else, or the fear of taking up your time with small things. A question "
            "helps more than a reminder."
        ),
        opening=(
            _("You seem to have a lot on your plate. How are you?"),
            _("I enjoy our meetings most when you bring something, however small."),
            _("Is this still the right thing for you, at this time? Either answer is fine."),
        ),
        ask=(
            _("What is on your mind at work this week?"),
            _("Whose goal is it, yours or somebody else's?"),
            _("What would make it easy to bring something?"),
        ),
        agree=(
            _("Two lines the day before, or the meeting is postponed without hard feelings."),
            _("A smaller rhythm, or a pause with an end date."),
        ),
        stop=_(
            "You have asked openly and three meetings have come and gone without a subject: tell "
            "the coordinators. Your time is worth something, and somebody else may be waiting."
        ),
        mail=_(
            "Hello %(other)s,\n\nI have the impression that you have a lot going on. How are you? "
            "Our meetings should give you something and not be one more duty. Would you rather "
            "have another subject, a smaller rhythm, or a pause until things are calmer? All "
            "three are fine with me.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Workload, a goal that came from above, or shyness; now and then a polite way of "
            "saying that the match is wrong. Don't begin with a reminder. Ask %(mentee)s what "
            "has changed."
        ),
        opening=(
            _("How are you, and how much room is there for this just now?"),
            _("If you could begin again, what would you want to use it for?"),
        ),
        ask=(
            _("Is it your goal, or was it given to you?"),
            _("Does your manager give you the time?"),
            _("Would a pause help, or another subject, or another match?"),
        ),
        agree=(
            _("A pause with an end date, if it is workload."),
            _("A goal in the words of %(mentee)s, in the renewed agreement."),
            _("Something small to bring to each meeting."),
        ),
        stop=_(
            "%(mentee)s does not want it, or does not answer twice: end it with thanks to both. "
            "A free place is worth more than a mentorship on paper."
        ),
    ),
    to_mentee=_(
        "Is there enough room for it in your weeks, and is it still about something that you care "
        "for? A smaller rhythm, another subject or a pause are all possible."
    ),
    to_mentor=_(
        "Do the meetings still feel worthwhile to you? A smaller rhythm, another subject or a "
        "pause are all possible."
    ),
)
