"""The page of an agreement, for either side of a mentorship and for coordinators."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import Conflict, Invalid
from app.services import current_session
from app.services.repairing import agreement_page
from app.services.repairing import agreements as service
from app.web.forms import put_at_field, shown
from app.web.forms_repair import AgreementForm
from app.web.reader import actor


def agreement(mentorship_id: str) -> ResponseReturnValue:
    """What holds, what is proposed, and room for a proposal of one's own."""
    return _page(
        mentorship_id, "participant", _("Your proposal is sent. It holds once you both agree.")
    )


def mentorship_agreement(mentorship_id: str) -> ResponseReturnValue:
    """The same for a coordinator, who proposes and leaves the yes to the two."""
    return _page(
        mentorship_id, "coordinator", _("Your proposal is sent. It holds once both agree.")
    )


def agree(agreement_id: int) -> Response:
    """Say yes to a proposal."""
    found = service.agree(current_session(), actor(), agreement_id)
    flash(
        _("You two have an agreement.")
        if found.status == "agreed"
        else _("You have agreed. It holds once the other one has, too.")
    )
    return redirect(url_for("participant.agreement", mentorship_id=found.mentorship_id))


def _page(mentorship_id: str, audience: str, done: str) -> ResponseReturnValue:
    session = current_session()
    page = agreement_page.page(session, actor(), mentorship_id, audience)
    form = AgreementForm(obj=page.draft, seen=str(page.agreements.newest_id))
    form.speak_of(page.names, page.party, page.draft.cadence_days)
    if form.validate_on_submit():
        try:
            service.propose(session, actor(), mentorship_id, seen=form.shown_id, **form.terms)
        except (Invalid, Conflict) as refused:
            put_at_field(form, refused)
            # Whoever has now read the newer proposal may send theirs all the same.
            form.seen.data = str(page.agreements.newest_id)
        else:
            flash(done)
            endpoint = "agreement" if audience == "participant" else "mentorship_agreement"
            return redirect(url_for(f"{audience}.{endpoint}", mentorship_id=mentorship_id))
    return shown("agreement/agreement.html", form, page=page)
