"""In which language and time zone a page speaks: the reader's own, else as their browser asks."""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from flask_security import current_user

from app.services.preferences import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    language_of,
    timezone_of,
)
from app.settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Let ``gettext`` and the formats of dates and numbers follow the reader."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", DEFAULT_LANGUAGE)
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", settings.timezone)
    babel = Babel(app, locale_selector=_language, timezone_selector=_timezone)
    babel.domain_instance = texts = _Texts()
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: texts.get_translations().ugettext(text),
        ngettext=lambda one, many, number: texts.get_translations().ungettext(one, many, number),
        newstyle=True,
    )


class _Texts(Domain):  # type: ignore[misc]
    """The translations, found by the language alone, since a page asks for them hundreds of times.

    Flask-Babel looks into the context three times for each text, which took a quarter of the time
    of a long page.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[str, str | None], Any] = {}

    def get_translations(self) -> Any:
        """Those of the language that is read just now."""
        here = get_locale()
        if here is None:
            return super().get_translations()
        key = here.language, here.territory
        if key not in self._known:
            self._known[key] = super().get_translations()
        return self._known[key]


def _language() -> str:
    if not has_request_context():
        return DEFAULT_LANGUAGE
    asked = request.accept_languages.best_match(LANGUAGES)
    return language_of(current_user) or asked or DEFAULT_LANGUAGE


def _timezone() -> str | None:
    return (timezone_of(current_user) or None) if has_request_context() else None
