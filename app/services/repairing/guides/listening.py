"""Not listened to, or advice that is meant for anybody."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="listening",
    label=_("Not quite heard"),
    mentee=Guide(
        said=_("I don't feel listened to, or the advice is not meant for me"),
        often=_(
            "People who want to help often answer too early, with what once helped themselves. "
            "Mostly %(other)s does not notice. Saying what kind of help you want before you begin "
            "changes a lot."
        ),
        opening=(
            _("Today it would help me to think aloud first, and to hear your advice after that."),
            _("My situation differs in one point that I have not explained well. May I try again?"),
            _("When I get a solution quickly, I lose my own thread. Could you ask me first?"),
        ),
        ask=(
            _("What have you understood so far of what I am stuck on?"),
            _("What would you want to know before you answered?"),
            _("What do you see that I don't see?"),
        ),
        agree=(
            _("You say at the start what you want: an ear, ideas, or a decision."),
            _("Ten minutes of questions before the first advice."),
            _("At the end each says what they take with them."),
        ),
        stop=_(
            "You have said it twice in a friendly way and still don't get a word in: you need not "
            "say it a third time. Ask the coordinators to look."
        ),
        mail=_(
            "Hello %(other)s,\n\nfor our next meeting I have a request. I would like to lay out "
            "my situation for ten minutes first, and you ask me whatever you want to know. After "
            "that I am looking forward to your view. I think that we would get to the point that "
            "matters to me sooner.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("I am not sure that I reach %(other)s with what I say"),
        often=_(
            "Good advice that comes before the question is fully told does not arrive. If "
            "%(other)s grows quiet, nods, and then does something else, it is seldom "
            "stubbornness. Mostly the question was another one."
        ),
        opening=(
            _("I notice that I am quick with advice. Shall I listen or think along today?"),
            _("I would like to understand it properly first. Tell me more."),
        ),
        ask=(
            _("What have you thought of yourself already?"),
            _("What would be a good outcome for you, not in general?"),
            _("What of the things I said last time was of no use to you?"),
        ),
        agree=(
            _("%(other)s says at the start what kind of help is wanted."),
            _("Three questions before the first advice."),
            _("Two minutes at the end: what was useful, what was not."),
        ),
        stop=_(
            "You have asked and listened, and the talks stay flat: say so to the coordinators. "
            "Some people simply think in different ways."
        ),
        mail=_(
            "Hello %(other)s,\n\nI have the impression that I sometimes answer before I have "
            "understood. For our next meeting I will bring questions and no advice. Tell me at "
            "the start what would help you most, and stop me when I run ahead.\n\n"
            "Kind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Advice that comes too early, or that would fit anybody. It is a habit and can be "
            "changed, if it is told as a wish and not as a fault. Don't pass on what %(mentee)s "
            "wrote; ask %(mentor)s how the talks run."
        ),
        opening=(
            _("How do your meetings usually run, from hello to goodbye?"),
            _("When was the last time that a talk really helped you? What was different then?"),
        ),
        ask=(
            _("Who speaks how much?"),
            _("What does %(mentee)s want: an ear, ideas, or a decision?"),
            _("What could you try in the next meeting?"),
        ),
        agree=(
            _("A form for the meetings: the question first, then questions back, then advice."),
            _("Two minutes at the end for what was useful."),
        ),
        stop=_(
            "Two meetings in the new form and %(mentee)s still does not get through: offer a "
            "rematch. Being heard can't be ordered."
        ),
    ),
    to_mentee=_(
        "How do your meetings run, and do you come to the questions that matter to you? It often "
        "helps to say at the start what you want: an ear, ideas, or a decision."
    ),
    to_mentor=_(
        "How do your meetings usually run? Pairs who say at the start what is wanted, an ear, "
        "ideas or a decision, tell us that it helps them."
    ),
)
