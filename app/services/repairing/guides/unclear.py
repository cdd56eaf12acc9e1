"""Something is not right, and nobody can say what."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="unclear",
    label=_("Not clear what it is"),
    mentee=Guide(
        said=_("Something is not right, and I can't say what"),
        often=_(
            "You need no diagnosis to speak up. Often it becomes clear only while you talk. Begin "
            "with what is good, then say that you are not sure about the rest."
        ),
        opening=(
            _("I would like to talk about how it goes with us. I can't put my finger on it yet."),
            _("There are things that I like, and something is missing. Can we look for it?"),
        ),
        ask=(
            _("How do you find it with us?"),
            _("What would you change if you could change one thing?"),
            _("After which of our meetings did you go home content, and why?"),
        ),
        agree=(
            _("One thing that you try differently for two meetings."),
            _("When you look at it again."),
        ),
        stop=_(
            "You have tried one thing and the feeling has stayed: it is good enough a reason to "
            "ask the coordinators. You need not be able to explain it."
        ),
        mail=_(
            "Hello %(other)s,\n\nI would like to keep ten minutes of our next meeting for the "
            "question how it goes with us: what we keep and what we try differently. I have no "
            "finished answer and would like to hear yours.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("Something is not right, and I can't say what"),
        often=_(
            "A feeling is a good enough beginning. %(other)s probably has one too and waits for "
            "you to ask."
        ),
        opening=(
            _("I would like to talk about how it goes with us. How do you find it?"),
            _("I have the feeling that something is missing. Do you have it too?"),
        ),
        ask=(
            _("What would you change if you could change one thing?"),
            _("After which of our meetings did you go home content, and why?"),
        ),
        agree=(
            _("One thing that you try differently for two meetings."),
            _("When you look at it again."),
        ),
        stop=_(
            "You have asked, you have tried one thing, and it stays as it is: talk to the "
            "coordinators. They see many pairs and may know what it is."
        ),
        mail=_(
            "Hello %(other)s,\n\nI would like to keep ten minutes of our next meeting for the "
            "question how it goes with us: what we keep and what we try differently. I would be "
            "glad to hear how you see it.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Ratings fall or the notes sound dull, and nothing says why. Then a question is the "
            "best next step, to each apart, and without a theory of your own."
        ),
        opening=(
            _("How is it going with you two? I have no particular reason; I would like to know."),
            _("What would make it a little better?"),
        ),
        ask=(
            _("What do you come home with after a meeting?"),
            _("What would you miss if it ended?"),
            _("Is there something that you would rather tell only me?"),
        ),
        agree=(
            _("One thing that the two try differently."),
            _("A day on which you ask again."),
        ),
        stop=_(
            "You have asked both, and both are content: note it as working and leave them in "
            "peace. If one of them names something, go on with the guide for that."
        ),
    ),
    to_mentee=_("What would make it a little better for you? One sentence is enough."),
    to_mentor=_("What would make it a little better for you? One sentence is enough."),
)
