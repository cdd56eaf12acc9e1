"""The list of mentorships, worst first."""

from __future__ import annotations

import dataclasses
from typing import Literal, TypeVar, get_args

from flask import render_template, request, url_for

from app.services import current_session, models, people, programme
from app.services.review import mentorships as service
from app.services.review.read_now import read_now
from app.web import words

Choice = TypeVar("Choice", bound=str)


def mentorships() -> str:
    """Every mentorship that has not ended, worst first, narrowed as asked."""
    session, asked = current_session(), request.args
    filters = service.OverviewFilter(
        state=_one_of(asked.get("state", ""), get_args(service.State)),
        kind=_one_of(asked.get("kind", ""), tuple(words.KINDS)),
        department=asked.get("department", ""),
        search=asked.get("search", "").strip(),
        read_now="read_now" in asked,
    )
    sort = _one_of(asked.get("sort", ""), get_args(service.SortKey)) or "worst"
    page = asked.get("page", "")

    def address(**other: str | int | None) -> str:
        """The address of the same list with something else in it; what is empty is left out."""
        said = {
            **dataclasses.asdict(filters),
            "read_now": int(filters.read_now),
            "sort": "" if sort == "worst" else sort,
            **other,
        }
        return url_for(".mentorships", **{name: said[name] for name in said if said[name]})

    return render_template(
        "mentorships/list.html",
        overview=service.overview(
            session, sort, filters, int(page) if page.isdecimal() and len(page) < 7 else 1
        ),
        filters=filters,
        narrowed=filters != service.OverviewFilter(),
        sort=sort,
        address=address,
        read_now=read_now(session),
        departments=people.departments(session),
        fixed=programme.fixed_day(session) is not None,
        model=models.status(),
    )


def _one_of(value: str, allowed: tuple[Choice, ...]) -> Choice | Literal[""]:
    """``value`` if the page knows it; an address typed by hand narrows nothing instead."""
    return next((choice for choice in allowed if choice == value), "")
