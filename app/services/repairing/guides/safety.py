"""Words that a human must read: nothing to repair, but somebody to listen to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="safety",
    label=_("Somebody's safety or dignity"),
    mentee=Guide(
        said=_("Something happened that is not safe or not right"),
        often=_(
            "It may be words, pressure, a touch, a threat, or that you are not well yourself. You "
            "don't have to be sure what to call it. It is not your fault, and you don't have to "
            "settle it with %(other)s."
        ),
        opening=(
            _("To somebody you trust: “Something happened that I don't want to be alone with.”"),
            _("To a coordinator: “I need to talk to you. Please don't speak to the other one.”"),
        ),
        ask=(
            _("Who learns of it when I tell you?"),
            _("What happens next, and what can I decide myself?"),
            _("Can I stop meeting right now? (You can.)"),
        ),
        agree=(
            _("That nothing is done without your word, unless somebody is in danger."),
            _("When you hear back, and from whom."),
        ),
        stop=_(
            "Now. You need no further meeting and no explanation. If you are in danger, or think "
            "of harming yourself, call the emergency number of your country or a helpline; do "
            "not wait for the programme."
        ),
        mail=_(
            "Hello,\n\nI need to talk to you in private, soon. It is about my mentorship. Please "
            "don't speak to %(other)s about it. You can reach me at ….\n\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("Something happened that is not safe or not right"),
        often=_(
            "Perhaps %(other)s told you of something that worries you. Perhaps it was done to "
            "you. You need not judge it, look into it or promise to keep it to yourself."
        ),
        opening=(
            _("“Thank you for telling me. I take it seriously, and you are not alone with it.”"),
            _("“I can't keep this to myself, because I worry about you. Let us find help now.”"),
        ),
        ask=(
            _("Are you safe now, and tonight?"),
            _("Whom would you like to have with you?"),
            _("Is it all right if we go to the coordinators together?"),
        ),
        agree=(
            _("Who is told today, and by whom."),
            _("That nobody speaks to the other person concerned on their own."),
        ),
        stop=_(
            "Don't ask for details and don't look into it yourself. Bring it to the coordinators "
            "or to where your organisation takes such reports, the same day. If there is danger "
            "to life, call the emergency number first."
        ),
        mail=_(
            "Hello,\n\nI need to talk to you in private today. It is about somebody's safety in "
            "my mentorship. Please don't speak to %(other)s before we have talked. You can reach "
            "me at ….\n\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "This is no repair. The model shows rather one sentence too many, so read the whole "
            "note first. If it is what it looks like, do NOT put the two into one room, do not "
            "pass anything on, and do not look into it yourself. Speak to the one who wrote it, "
            "today, alone."
        ),
        opening=(
            _("I have read what you wrote, and I would like to know how you are. Are you safe?"),
            _("You decide what we do next. I only act without you if somebody is in danger."),
        ),
        ask=(
            _("What do you need right now?"),
            _("Who may know of it?"),
            _("Do you want the mentorship to stop today? You need to give no reason."),
        ),
        agree=(
            _("The next call, within two days."),
            _("Who takes it on by your organisation's safeguarding procedure."),
            _("That all meetings are off until then."),
        ),
        stop=_(
            "There is nothing to try. Follow your organisation's safeguarding procedure from the "
            "first minute. If you read it and it is something else, note that, and go by the kind "
            "of trouble that it is."
        ),
    ),
    to_mentee=_(
        "Today or tomorrow would be good, if you can. Name a time and the way that suits you; I "
        "will make it possible."
    ),
    to_mentor=_(
        "Today or tomorrow would be good, if you can. Name a time and the way that suits you; I "
        "will make it possible."
    ),
    ladder=("talk_each",),
    apart=True,
    look_again_days=2,
)
