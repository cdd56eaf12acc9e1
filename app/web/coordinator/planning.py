"""One plan for everyone who waits for a mentor. The pairs that are held stand in its address."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.errors import ScoresOff
from app.services import current_session, models
from app.services.matching import planning as service
from app.services.matching.planning import Hold, Pair
from app.web.coordinator.beginnings import begins
from app.web.forms import HoldForm


def plan() -> ResponseReturnValue:
    """The plan; a pair that was just chosen is put into the address first."""
    pinned, forbidden = _asked("pin"), _asked("forbid")

    def address(mentee_id: str, mentor_id: str, hold: Hold | None = None) -> str:
        """The plan with this pair held so and not otherwise; without ``hold`` it is let go."""
        pair = mentee_id, mentor_id
        pairs = {"pin": _without(pinned, pair), "forbid": _without(forbidden, pair)}
        if hold is not None:
            pairs[hold].append(pair)
        return url_for(".plan", **{to: [*map(service.pair_text, of)] for to, of in pairs.items()})

    try:
        found = service.plan(current_session(), pinned, forbidden)
    except ScoresOff:
        found = None
    form = HoldForm(formdata=request.args if "hold" in request.args else None)
    if found is not None:
        for field, people in ((form.mentee, found.mentees), (form.mentor, found.mentors)):
            names = {one.person_id: f"{one.name} · {one.email}" for one in people}
            field.choices = {"": _("Choose somebody"), **names}
        if "hold" in request.args and form.validate():
            hold: Hold = "forbid" if request.args["hold"] == "forbid" else "pin"
            return redirect(address(form.mentee.data, form.mentor.data, hold))
    page = render_template(
        "planning/plan.html",
        found=found,
        form=form,
        address=address,
        begins=begins,
        asked={
            "pin": [*map(service.pair_text, pinned)],
            "forbid": [*map(service.pair_text, forbidden)],
        },
        model=models.status(),
    )
    return page, 422 if form.errors else 200


def _asked(hold: Hold) -> list[Pair]:
    return [service.read_pair(text) for text in request.args.getlist(hold)]


def _without(pairs: list[Pair], pair: Pair) -> list[Pair]:
    return [one for one in pairs if one != pair]
