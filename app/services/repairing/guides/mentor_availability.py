"""The mentor has little time."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="mentor_availability",
    label=_("Too little time"),
    mentee=Guide(
        said=_("%(other)s is hard to get hold of"),
        often=_(
            "Mostly a full calendar, seldom a lack of interest. Many people say yes to mentoring "
            "gladly and then find that it has no fixed place in their weeks. Short meetings at a "
            "fixed time survive a busy month better than long ones."
        ),
        opening=(
            _("I learn a lot when we do meet, and I would like that to happen more steadily."),
            _("Our dates have often moved. Is the way we set it up still good for you?"),
            _("Twenty minutes that hold would help me more than an hour that moves."),
        ),
        ask=(
            _("What would fit into your weeks as they are now?"),
            _("Is there a day or an hour that hardly ever gets taken?"),
            _("May I send you a short question in between, and how do you like to get it?"),
        ),
        agree=(
            _("A fixed slot in both calendars for the next two months."),
            _("Who proposes the new date when one falls out, and by when."),
            _("A rhythm that both of you can keep, even if it is rarer than planned."),
        ),
        stop=_(
            "You have said it once, you have tried a smaller rhythm, and a month later nothing "
            "is different: then you have done your part. Ask the coordinators to look. Another "
            "match is no defeat for either of you."
        ),
        mail=_(
            "Hello %(other)s,\n\nI get a lot out of our talks, and I would like to have them more "
            "steadily. Your calendar seems very full just now. Would a shorter, fixed slot be "
            "easier, say twenty minutes every three weeks? I would send you my one question the "
            "day before.\n\nIf another rhythm suits you better, please just name it.\n\n"
            "Kind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("I have too little time for this"),
        often=_(
            "You said yes when your calendar looked different. %(other)s may take silence for a "
            "lack of interest and will hardly ask twice. To say what you can give is kinder than "
            "to promise more."
        ),
        opening=(
            _("I have less time than I thought when we began, and I want to keep this going."),
            _("You should not have to run after me. How has it been for you?"),
            _("Let us find a form that I can hold for certain, even if it is smaller."),
        ),
        ask=(
            _("What do you need from me most in the next two months?"),
            _("Which part of it would a short call or a written answer cover?"),
            _("Whom could I introduce you to for the rest?"),
        ),
        agree=(
            _("A fixed slot that moves only when something serious comes up."),
            _("Whoever cancels proposes the new date in the same message."),
            _("The smallest rhythm that still helps: say, 25 minutes every three weeks."),
        ),
        stop=_(
            "You see that you can't hold even that for the coming months: say so now, to "
            "%(other)s and to the coordinators. To hand over early and openly is a service, and "
            "nobody holds it against you."
        ),
        mail=_(
            "Hello %(other)s,\n\nI have been hard to reach, and that is my calendar and not you. "
            "I would like to go on in a form that I can really hold: 25 minutes, every three "
            "weeks, at a fixed time. Would that help you? If something is pressing before then, "
            "write me two lines and I will answer within the week.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "A full calendar far more often than a lack of will. Distance is among the bad "
            "experiences that mentees tell of most, and few say it aloud, because they don't want "
            "to be a burden. Look how many people %(mentor)s mentors at once, and whether the "
            "others are waiting for dates too."
        ),
        opening=(
            _("I would like your mentoring to fit into your weeks. How does it look just now?"),
            _("How easy is it for you to get a date, and what would be enough for you?"),
        ),
        ask=(
            _("What gets in the way: the length, the time of day, or the number of mentees?"),
            _("What would be the smallest rhythm that still helps?"),
            _("What should happen when a date falls out?"),
        ),
        agree=(
            _("A rhythm that holds, written down as a renewed agreement."),
            _("A pause for new mentees, if several wait for the same person."),
            _("A day on which you look again."),
        ),
        stop=_(
            "Two fixed dates in a row fall through after the agreement: don't ask %(mentee)s for "
            "more patience. Offer a rematch, and let %(mentor)s hand over without a mark against "
            "them."
        ),
    ),
    to_mentee=_(
        "Does the rhythm that you two agreed on still suit you, and is it easy to find dates?"
    ),
    to_mentor=_(
        "Does the rhythm that you two agreed on still fit your calendar? A shorter meeting, or a "
        "rarer one that holds, is just as welcome."
    ),
)
