"""The limits of what can be entered, as the contract has them."""

from __future__ import annotations

from flask_babel import gettext

from app import formats
from app.errors import Invalid

MAX_TEXT = 20_000


def checked_text(text: str, field: str) -> str:
    """The text without the blanks around it and with plain line breaks, if it is short enough."""
    # Browsers send line breaks as CR LF; a NUL can be stored by no database but SQLite.
    cleaned = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(cleaned) > MAX_TEXT:
        raise Invalid(
            gettext(
                "This has %(number)s characters; at most %(most)s fit. Please shorten it.",
                number=formats.number(len(cleaned)),
                most=formats.number(MAX_TEXT),
            ),
            field,
        )
    return cleaned
