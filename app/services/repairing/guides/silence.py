"""They have not met for long, and nobody says anything."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="silence",
    label=_("Silence"),
    mentee=Guide(
        said=_("We have not heard from each other for a long time"),
        often=_(
            "One date fell out, nobody asked for the next, and with every week it became harder "
            "to write. Most likely %(other)s has a bad conscience too. A short message without an "
            "explanation is enough."
        ),
        opening=(
            _("It has been a while. I would like to pick up the thread again."),
            _("Nothing needs explaining. Shall we find half an hour?"),
        ),
        ask=(
            _("Does it still suit you, or is this a bad time?"),
            _("Shall we go on as before, do less, or call it a good end?"),
        ),
        agree=(
            _("One date, within the next two weeks."),
            _("Who writes when one falls out."),
        ),
        stop=_(
            "Two messages, two weeks apart, and no answer: then it is not on you any more. Tell "
            "the coordinators; they can find out in a friendly way, and there are others who fit."
        ),
        mail=_(
            "Hello %(other)s,\n\nit has been a while since we spoke, and I would like to pick up "
            "the thread again. Do you have half an hour in the next two weeks? I could do …, or "
            "…. If this is a bad time for you, two words are enough, and that is fine too.\n\n"
            "Kind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("We have not heard from each other for a long time"),
        often=_(
            "One date fell out, nobody asked for the next, and with every week it became harder "
            "to write. %(other)s probably thinks that you are too busy. One line from you "
            "loosens it."
        ),
        opening=(
            _("I have thought of you. How is it going?"),
            _("We lost the thread, and I would like to pick it up. Nothing needs explaining."),
        ),
        ask=(
            _("What has happened since we last spoke?"),
            _("Does this still help you, or is it a bad time?"),
        ),
        agree=(
            _("One date, within the next two weeks."),
            _("Who writes when one falls out."),
        ),
        stop=_(
            "Two messages, two weeks apart, and no answer: tell the coordinators. Don't keep a "
            "place free for somebody who may have moved on."
        ),
        mail=_(
            "Hello %(other)s,\n\nwe have not spoken for a while, and I would like to know how you "
            "are. Shall we find half an hour in the next two weeks? I could do …, or …. And if it "
            "does not suit you any more, tell me freely; that is all right.\n\n"
            "Kind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "The commonest trouble and the quietest: users of every programme complain most of a "
            "partner who is silent and that nobody notices. Usually both wait for the other. But "
            "silence can also hide a pair that meets without noting it, or one that has ended "
            "without a word. Ask; don't conclude."
        ),
        opening=(
            _("I have not heard from you two for a while. Are you meeting, pausing, or done?"),
            _("Any of the three is fine. I would only like to know where you stand."),
        ),
        ask=(
            _("Have you met, and just not written it down?"),
            _("What would it take for the next meeting?"),
            _("Would you rather pause until a day, or end it?"),
        ),
        agree=(_("One date, or a pause with an end date, or an end with thanks."),),
        stop=_(
            "Neither of them answers two messages in four weeks: end it, say so kindly, and free "
            "the place. If only one of them answers, look for a match for that one."
        ),
    ),
    to_mentee=_(
        "I have not heard from you two for a while. Are you meeting, pausing, or done? Any of the "
        "three is fine. If you have met without noting it, one line on your page is enough."
    ),
    to_mentor=_(
        "I have not heard from you two for a while. Are you meeting, pausing, or done? Any of the "
        "three is fine. If you have met without noting it, one line on your page is enough."
    ),
    ladder=("message", "talk_each", "agreement"),
)
