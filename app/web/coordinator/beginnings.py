"""The start of first mentorships, from the plan."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.matching.planning import PlannedPair, pair_text, read_pair
from app.services.rematching import beginnings as service
from app.services.rematching.beginnings import Beginning
from app.web import rematch_words
from app.web.forms import put_at_field, shown
from app.web.forms_rematch import BeginForm
from app.web.reader import actor


def begin() -> ResponseReturnValue:
    """Say what begins; then begin it. The pairs stand in the address."""
    session = current_session()
    pairs = [*map(_read, request.args.getlist("pair"))]
    if not pairs:
        raise Invalid(_("Please choose at least one pair."))
    named = service.named(session, pairs)
    form = BeginForm(
        cadence_days=service.DEFAULT_CADENCE_DAYS,
        to_mentees=rematch_words.first_for_mentees(),
        to_mentors=rematch_words.first_for_mentors(),
    )
    if form.validate_on_submit():
        try:
            begun = service.begin(
                session,
                actor(),
                pairs,
                to_mentees=form.to_mentees.data or "",
                to_mentors=form.to_mentors.data or "",
                cadence_days=form.cadence_days.data,
            )
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
        else:
            flash(
                ngettext(
                    "%(num)s mentorship has begun; both are told.",
                    "%(num)s mentorships have begun; all of them are told.",
                    len(begun),
                )
            )
            return redirect(url_for("coordinator.mentorships"))
    return shown("rematch/begin.html", form, named=named)


def begins(pairs: list[PlannedPair]) -> str:
    """The address at which these of a plan begin."""
    texts = [
        f"{one.kind}:{pair_text((one.mentee.person_id, one.mentor.person_id))}" for one in pairs
    ]
    return url_for("coordinator.begin", pair=texts)


def _read(text: str) -> Beginning:
    kind, _colon, pair = text.partition(":")
    mentee_id, mentor_id = read_pair(pair)
    return Beginning(mentee_id, mentor_id, kind)
