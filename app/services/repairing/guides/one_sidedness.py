"""It goes one way."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="one_sidedness",
    label=_("It goes one way"),
    mentee=Guide(
        said=_("It goes one way: one of us gives, or talks, and the other does not"),
        often=_(
            "One of you carries the talk, the dates or the ideas, and the other has got used to "
            "it. Sometimes %(other)s would gladly give more room and does not know how. "
            "Sometimes you are asked for favours that are not part of this."
        ),
        opening=(
            _("I would like us both to get something out of this. How is it for you?"),
            _("I notice that we mostly speak of one side. May I bring the subject next time?"),
            _("I like to help you with that, but I would keep our hour for what I want to learn."),
        ),
        ask=(
            _("What would you like to get out of it yourself?"),
            _("What could I prepare, so that it is less work for you?"),
            _("How shall we share the time?"),
        ),
        agree=(
            _("Who brings the subject, in turn or always the same of you."),
            _("Half the time for each, or whatever share you both find right."),
            _("What is not part of it: tasks, favours, work for the other's project."),
        ),
        stop=_(
            "After two meetings in the new way it runs as before, or you are used for work that "
            "is not yours: that is more than a habit. Ask the coordinators to look."
        ),
        mail=_(
            "Hello %(other)s,\n\nI would like to try something in our next meeting: I bring one "
            "subject, and we keep the first half for it. The second half is yours. What would you "
            "like to get out of our meetings? I would be glad to know.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("I carry it alone: the dates, the subjects, the talking"),
        often=_(
            "%(other)s may be waiting for your lead out of politeness, or may not know what they "
            "are allowed to bring. Or you give much and get nothing back, not even a word on what "
            "came of it. Say it once as a wish."
        ),
        opening=(
            _("I would like you to take the lead. What shall we speak about?"),
            _("It would make me happy to hear what became of the thing we talked over."),
        ),
        ask=(
            _("What would you change about our meetings if you could?"),
            _("What do you hold back because you think it is too small for me?"),
            _("What could I learn from you?"),
        ),
        agree=(
            _("%(other)s sends the subject two days before; without one you postpone."),
            _("Each meeting begins with what became of the last."),
            _("A subject, now and then, in which you are the one who learns."),
        ),
        stop=_(
            "No subject has come three times in a row: ask openly whether this is still wanted. "
            "An end with thanks is better than meetings out of duty."
        ),
        mail=_(
            "Hello %(other)s,\n\nfor our next meeting I would like you to choose the subject. It "
            "may be small. Send me two lines a day or two before, and tell me what became of the "
            "last thing: I am curious.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Roles that have settled in: one talks, the other listens; one asks for dates, the "
            "other lets it happen. Find out in which direction. If one side uses the other for "
            "their own work, treat it like a matter of respect and talk to each apart."
        ),
        opening=(
            _("Who does what between you two: dates, subjects, talking?"),
            _("What do you get out of it, and what does the other get, do you think?"),
        ),
        ask=(
            _("Who would notice if you did not meet for two months?"),
            _("Are there tasks or favours that don't belong here?"),
            _("What would be a fair share for you?"),
        ),
        agree=(
            _("What each brings, in the renewed agreement."),
            _("Who brings the subject, and by when."),
        ),
        stop=_(
            "The share stays as it was after two meetings, or somebody is being used: offer a "
            "rematch."
        ),
    ),
    to_mentee=_(
        "How do you two share the dates, the subjects and the talking, and is it a share that you "
        "like?"
    ),
    to_mentor=_(
        "How do you two share the dates, the subjects and the talking, and is it a share that you "
        "like?"
    ),
)
