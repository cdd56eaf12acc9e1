"""The roster, and links with which people set their password."""

from __future__ import annotations

from urllib.parse import urljoin

from flask import render_template, request

from app.services import accounts, current_session
from app.services import people as service


def people() -> str:
    """Everyone in the programme, by name."""
    search = request.args.get("search", "").strip()
    return render_template(
        "people/roster.html",
        roster=service.roster(current_session(), search),
        search=search,
    )


def sign_in_link(person_id: str) -> str:
    """A link to hand over; it is shown once and stored nowhere, so there is no redirect."""
    link = accounts.sign_in_link(current_session(), person_id)
    return render_template(
        "people/link.html", link=link, address=urljoin(request.host_url, link.path)
    )
