"""The outbox: what the programme has written to whom, and what became of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.services import current_session
from app.services.mail import outbox
from app.services.mail.mail_kinds import kind
from app.web.calendar import calendar_file
from app.web.reader import settings


def mails() -> str:
    """All mails, newest first."""
    status, of_kind = request.args.get("status", ""), request.args.get("kind", "")
    page = request.args.get("page", 1, type=int)
    found = outbox.listed(current_session(), status=status, of_kind=of_kind, page=page)

    def address(**changed: object) -> str:
        return url_for(".mails", **{"status": status, "kind": of_kind, **changed})  # type: ignore[arg-type]

    return render_template(
        "mails/outbox.html",
        outbox=found,
        status=status,
        kind=of_kind,
        statuses=outbox.STATUSES,
        kind_labels={one: kind(one).label for one in found.kinds},
        twin=settings().is_twin,
        address=address,
    )


def mail(mail_id: int) -> str:
    """One mail as its reader gets it."""
    return render_template(
        "mails/mail.html",
        whole=outbox.one(current_session(), mail_id),
        statuses=outbox.STATUSES,
        twin=settings().is_twin,
    )


def mail_calendar(mail_id: int) -> Response:
    """What it says to the reader's calendar."""
    text = outbox.calendar(current_session(), mail_id)
    return calendar_file(text, f"mail-{mail_id}.ics")


def send_mail_again(mail_id: int) -> Response:
    """Try a failed mail anew."""
    outbox.send_again(current_session(), mail_id)
    flash(_("The mail goes out within a minute."))
    return redirect(url_for(".mail", mail_id=mail_id))
