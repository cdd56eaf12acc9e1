"""Not safe to speak, or no respect. The two are talked to apart."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import APART, Guide, Trouble

TROUBLE = Trouble(
    key="trust_respect",
    label=_("Trust or respect"),
    mentee=Guide(
        said=_("I can't speak freely, or I am not treated with respect"),
        often=_(
            "It may have been one careless sentence, or something told in confidence that "
            "travelled on. It may be more. You know best how it felt. You need not prove "
            "anything, and you owe nobody a talk that you are afraid of."
        ),
        opening=(
            _("Only if you feel safe to say it: “Something from last time has stayed with me.”"),
            _("“When you said that about my team, I did not want to speak on. Can we talk of it?”"),
            _("“What I tell you here should stay between us. Can I rely on that?”"),
        ),
        ask=(
            _("Yourself, before anything else: do I want to say this to %(other)s at all?"),
            _("Somebody you trust: how does this sound to you?"),
            _("The coordinators: what would you do with it, and who would learn of it?"),
        ),
        agree=(
            _("What stays between the two of you, without exception."),
            _("That either of you may say “not this subject” without a reason."),
        ),
        stop=_(
            "At once, if you don't feel safe. Asking for another match is enough, with no reason "
            "given. If it was an insult, a threat, or came too close: go to the coordinators, or "
            "wherever your organisation takes such reports. You do not have to settle it."
        ),
        mail=_(
            "Hello,\n\nthere is something in my mentorship that I would rather not settle alone. "
            "Could we talk about it, just the two of us, for twenty minutes? Please don't speak "
            "to %(other)s before that.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("Something stands between us, or I don't feel respected"),
        often=_(
            "Trust breaks quietly, on either side: a joke that hurt, a story that was passed on, "
            "a tone. Where one of you has more say in the organisation, the other will hardly "
            "tell you. If you are the one who was hurt, you need not bear it because you mentor."
        ),
        opening=(
            _("“I have the feeling that I said something wrong. If so, I am sorry. Tell me.”"),
            _("“You need not answer now. You can also tell the coordinators; that is all right.”"),
        ),
        ask=(
            _("Yourself: what exactly was said, and how might it have sounded?"),
            _("%(other)s, once and without pressing: is there something I should do differently?"),
            _("The coordinators: what would you advise me to do?"),
        ),
        agree=(
            _("What stays between the two of you, without exception."),
            _("That either of you may say “not this subject” without a reason."),
        ),
        stop=_(
            "After one open question without an answer, don't press. Leave it to the coordinators "
            "and stay friendly. If you were insulted or threatened yourself, go to them at once."
        ),
        mail=_(
            "Hello,\n\nthere is something in my mentorship that I would like to talk over with "
            "you before I do anything. Could you give me twenty minutes, just the two of us? "
            "Please don't speak to %(other)s before that.\n\nKind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "Anything from one careless sentence to something that must stop. From outside you "
            "can't tell which. People in bad mentorships stay silent because they fear what comes "
            "after. So do NOT put the two into one room. Talk to each apart, and first to the one "
            "who spoke up."
        ),
        opening=(
            _("Thank you for writing it. I have told nobody. What would you like to happen?"),
            _("Is there anything that I must not do, because it would make it harder for you?"),
            _("To the other one, only if the first agrees: How is it going with you two?"),
        ),
        ask=(
            _("Do you feel safe? Is there someone you would rather talk to than to me?"),
            _("Do you want to go on, to pause, or to stop? Each is all right, without a reason."),
            _("May I speak with the other side, and what may I say there?"),
        ),
        agree=(
            _("Nothing is passed on that was not allowed in so many words."),
            _("When you speak again: within a week."),
            _("A renewed agreement only if both want to go on, each told apart."),
        ),
        stop=_(
            "At the first doubt. If %(mentee)s or %(mentor)s wants to stop, end it without asking "
            "for reasons and offer a rematch. If it was an insult, a threat, or came too close, "
            "this is no repair any more: follow your organisation's safeguarding procedure."
        ),
    ),
    to_mentee=_(
        "If anything weighs on you, small or large, I would like to hear it from you directly. "
        "You decide what happens with it."
    ),
    to_mentor=_(
        "If anything weighs on you, small or large, I would like to hear it from you directly. "
        "You decide what happens with it."
    ),
    ladder=APART,
    apart=True,
    look_again_days=7,
)
