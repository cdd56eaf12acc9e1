"""The two see it differently."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="differing_views",
    label=_("Two views of it"),
    mentee=Guide(
        said=_("I think that we see it quite differently"),
        often=_(
            "You expect one thing, %(other)s another, and neither has said it. Whoever is content "
            "notices it last. One question about how it goes, asked at the end of a meeting, "
            "brings the two views together."
        ),
        opening=(
            _("I would like to take five minutes for how we work together. Is that all right?"),
            _("Some things help me a lot, and one I would like to change. May I begin?"),
        ),
        ask=(
            _("How do you find it with us so far, honestly?"),
            _("What did you expect when we began?"),
            _("What should we keep, and what should we try differently?"),
        ),
        agree=(
            _("Two or three expectations, written down and read aloud once."),
            _("Five minutes after every third meeting for how it goes."),
        ),
        stop=_(
            "You have said both what helps and what does not, and nothing has followed from it "
            "after two meetings: ask the coordinators to look."
        ),
        mail=_(
            "Hello %(other)s,\n\nnext time I would like to keep the last ten minutes for us two: "
            "what we keep, and what we try differently. I will bring two points of each and would "
            "be glad if you did too.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("I think that we see it quite differently"),
        often=_(
            "%(other)s may be more content than you think, or less, and too polite to say. That a "
            "meeting felt good to you does not tell how it felt on the other side. Ask about one "
            "thing that could be better; “is everything all right?” always gets a yes."
        ),
        opening=(
            _("What is one thing that I could do differently next time?"),
            _("I would like to know how it is for you, not only whether it is fine."),
        ),
        ask=(
            _("What did you expect when we began, and what has come of it?"),
            _("Which of our meetings brought you most, which least?"),
            _("What should we keep?"),
        ),
        agree=(
            _("Two or three expectations, written down and read aloud once."),
            _("Five minutes after every third meeting for how it goes."),
        ),
        stop=_(
            "You have asked twice and heard only that all is well, while you feel that it is not: "
            "leave it to the coordinators. Some things are easier to say to a third person."
        ),
        mail=_(
            "Hello %(other)s,\n\nnext time I would like to keep the last ten minutes for us two. "
            "Would you bring one thing that we should keep and one that I could do differently? I "
            "will do the same for myself.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "One finds it good and the other does not, which says that something is not spoken "
            "about. Mostly it is an expectation. It can also be fear. Find out which before you "
            "bring the two together, and tell neither what the other wrote."
        ),
        opening=(
            _("What did you expect when you began, and what has come of it?"),
            _("What does the other one expect of you, do you think?"),
        ),
        ask=(
            _("What would you like to say to the other and have not said yet?"),
            _("What keeps you from it?"),
            _("Would it help if I were there, or rather not?"),
        ),
        agree=(
            _("Expectations of both, in the renewed agreement."),
            _("Five minutes after every third meeting for how it goes."),
        ),
        stop=_(
            "The content one still sees no need to change anything after a talk: the other one "
            "decides. Offer a rematch. If there is fear in it, go by “Trust or respect” instead."
        ),
    ),
    to_mentee=_(
        "What did you expect when you began, and what has come of it? I ask both of you the same."
    ),
    to_mentor=_(
        "What did you expect when you began, and what has come of it? I ask both of you the same."
    ),
)
