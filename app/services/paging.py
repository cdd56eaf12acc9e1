"""A long list, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

PAGE = 25


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list a page stands; its first page is there even if nothing is on it."""

    page: int
    pages: int
    total: int

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.page - 1) * PAGE


def paged(
    session: Session, wanted: Select[Any], page: int, total: int | None = None
) -> tuple[list[Any], Paging]:
    """The keys of one page, and where it stands: the last page if the one asked for lies behind it.

    ``wanted`` selects one key a row, in order. Rows are counted while they are found, unless
    ``total`` is known.
    """
    asked = max(page, 1)
    if total is not None:
        paging = _paging(asked, total)
        return [*session.scalars(_cut(wanted, paging))] if total else [], paging
    counted = wanted.add_columns(func.count().over())
    found = session.execute(_cut(counted, Paging(asked, asked, 0))).all()
    if found:
        return [key for key, _total in found], _paging(asked, found[0][1])
    if asked == 1:
        return [], _paging(1, 0)
    behind = session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery()))
    return paged(session, wanted, asked, behind or 0)


def _paging(page: int, total: int) -> Paging:
    pages = max(1, -(-total // PAGE))
    return Paging(min(page, pages), pages, total)


def _cut(wanted: Select[Any], paging: Paging) -> Select[Any]:
    return wanted.limit(PAGE).offset(paging.offset)
