"""Meetings are missed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from app.services.repairing.guides.parts import Guide, Trouble

TROUBLE = Trouble(
    key="missed_meetings",
    label=_("Meetings fall through"),
    mentee=Guide(
        said=_("Our meetings keep falling through"),
        often=_(
            "The rhythm does not fit the weeks that you really have, or the slot lies where other "
            "things win. Two or three meetings that fall out are a matter of planning. It becomes "
            "a matter of the two of you only when nobody speaks of it."
        ),
        opening=(
            _("We have missed a few. Shall we find a time that holds for both of us?"),
            _("No reproach, I have moved meetings too. I would just like it to be easier."),
        ),
        ask=(
            _("What usually comes between, on your side and on mine?"),
            _("Would early mornings, lunch, or a call on the way be safer?"),
            _("Is the rhythm that we agreed on still realistic?"),
        ),
        agree=(
            _("A slot that recurs, with the invitation in both calendars."),
            _("Whoever cancels proposes a new date within the same week."),
            _("Half an hour is enough; a short call is better than none."),
        ),
        stop=_(
            "You have changed slot and rhythm once, and the next two fall through again: ask the "
            "coordinators to look. You need not keep running after it."
        ),
        mail=_(
            "Hello %(other)s,\n\na few of our meetings have fallen through, and I miss them. "
            "Could we find a time that holds for both of us? I could do …, or …. Half an hour is "
            "enough for me, and a call is fine too.\n\nKind regards\n%(me)s"
        ),
    ),
    mentor=Guide(
        said=_("Our meetings keep falling through"),
        often=_(
            "The rhythm does not fit the weeks that you really have, or the slot lies where other "
            "things win. %(other)s may not dare to insist. Whoever has the fuller calendar makes "
            "the start."
        ),
        opening=(
            _("We have missed a few, some through me. Let us put that right."),
            _("What would be a time that almost always works for you?"),
        ),
        ask=(
            _("What usually comes between, on your side and on mine?"),
            _("Is the rhythm that we agreed on still realistic?"),
            _("What shall we do when one falls out?"),
        ),
        agree=(
            _("A slot that recurs, with the invitation in both calendars."),
            _("Whoever cancels proposes a new date within the same week."),
            _("Half an hour is enough; a short call is better than none."),
        ),
        stop=_(
            "The next two fall through again: tell the coordinators what you can really hold. If "
            "that is nothing just now, a pause or a hand-over is the honest way."
        ),
        mail=_(
            "Hello %(other)s,\n\na few of our meetings have fallen through, and I would like to "
            "put that right. Would a fixed half hour suit you, say every other Tuesday at nine? "
            "If another time is safer for you, take that one and send me the invitation.\n\n"
            "Kind regards\n%(me)s"
        ),
    ),
    coordinator=Guide(
        often=_(
            "A slot that does not hold, before it is anything else. See in the timeline who "
            "cancels, and whether somebody did not come without a word: that hurts more than a "
            "cancelled date. Leave out the counting when you speak to them."
        ),
        opening=(
            _("I see that you two have had trouble finding dates. What would make it easier?"),
            _("What usually comes between?"),
        ),
        ask=(
            _("Is it the rhythm, the length, the place or the time of day?"),
            _("Who asks for a new date when one falls out?"),
            _("Is there something behind it that you would rather tell only me?"),
        ),
        agree=(
            _("A slot that recurs, and a rhythm that both can keep, in the renewed agreement."),
            _("A new date within the week when one falls out."),
        ),
        stop=_(
            "After a new agreement the next two meetings fall through as well: ask each apart "
            "whether they want to go on. A no is an answer, too."
        ),
    ),
    to_mentee=_(
        "A few of your meetings could not take place. What would make it easier to find a time "
        "that holds: another day, a shorter meeting, a call?"
    ),
    to_mentor=_(
        "A few of your meetings could not take place. What would make it easier to find a time "
        "that holds: another day, a shorter meeting, a call?"
    ),
)
