"""Errors in the log: where they came from, never what they were about.

The message of an exception may hold a sentence that someone wrote, so only its kind and the
places it came through are written down.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


def trace(error: BaseException) -> str:
    """The way of an error and of those that caused it, oldest first, without their messages."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = f"{trace(before)}which led to\n" if before is not None else ""
    way = "".join(traceback.format_tb(error.__traceback__))
    return f"{earlier}{way}{type(error).__module__}.{type(error).__qualname__}\n"


class Formatter(logging.Formatter):
    """For the handler of a server: whoever logs an exception logs it without its message."""

    def formatException(  # noqa: N802 – The name is logging's.
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The trace of what is being handled."""
        return trace(ei[1]).rstrip() if ei[1] is not None else ""
