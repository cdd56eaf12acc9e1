"""Ids in addresses. A bundle may use any text as an id: slashes, dots and spaces included."""

from __future__ import annotations

from urllib.parse import quote, unquote

from werkzeug.routing import BaseConverter


class KeyConverter(BaseConverter):
    """Quotes an id twice, so that a slash or ``..`` in it never becomes a step of the path.

    Servers and browsers undo one quoting and tidy the path; the second one survives them. Plain
    ids such as ``m-017`` look the same as before.
    """

    def to_url(self, value: str) -> str:
        """The id as one step of a path."""
        once = quote(value, safe="")
        if not once.strip("."):
            once = once.replace(".", "%2E")
        return quote(once, safe="")

    def to_python(self, value: str) -> str:
        """The id behind a step of a path."""
        return unquote(value)
