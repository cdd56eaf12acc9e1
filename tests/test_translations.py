"""Every text that people read is there in every language, and what is served is what is written."""

from __future__ import annotations

import ast
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from jinja2.nodes import TemplateData

from app import create_app
from app.permissions import Action
from app.services import model_words
from app.services.models import signal_label
from app.services.preferences import DEFAULT_LANGUAGE, LANGUAGES
from app.settings import Settings
from model.eligibility import RULES
from model.health import SIGNALS
from tests.conftest import PASSWORD
from tests.fakes import FakeModels

ROOT = Path(__file__).parents[1]
TRANSLATED = [one for one in LANGUAGES if one != DEFAULT_LANGUAGE]
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(
    ["_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2"]
)
MARKUP = re.compile(r"<script.*?</script>|<kbd>.*?</kbd>|<!--.*?-->|<[^<>]*>|&\w+;", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{2,}")
# The application's name, widths of pages, and ends of ids.
NO_TEXTS = {"Rapport", "narrow", "middle", "wide", "hint", "wrong"}
SPOKEN_ATTRIBUTE = re.compile(r'(?:aria-label|title|placeholder|alt|data-label)="([^"]*)"')
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application without a database."""
    folder = tmp_path_factory.mktemp("plain")
    return create_app(Settings(instance=folder, artifacts=folder, testing=True), FakeModels())


def catalog(language: str) -> Catalog:
    with _file(language, "po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [one for one in catalog(language) if one.id]


def _file(language: str, kind: str) -> Path:
    return ROOT / "app" / "translations" / language / "LC_MESSAGES" / f"messages.{kind}"


@cache
def gathered() -> frozenset[str]:
    """Every text in the source: its singular, where there is a plural."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "app", _below("app", methods), _below("app", options), KEYWORDS)
    return frozenset(text[0] if isinstance(text, tuple) else text for _, _, text, _, _ in found)


def _below(folder: str, of: object) -> object:
    """The patterns as they are when one starts from a folder."""
    if isinstance(of, dict):
        return {key.removeprefix(f"{folder}/"): value for key, value in of.items()}
    return [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in of]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_in_the_catalogue(language: str) -> None:
    known = {one.id[0] if isinstance(one.id, tuple) else one.id for one in messages(language)}
    missing = sorted(gathered() - known)
    assert not missing, f"run `make translations` and translate: {missing[:10]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_is_without_its_translation(language: str) -> None:
    empty = [one.id for one in messages(language) if one.fuzzy or not _complete(one)]
    assert not empty, f"{len(empty)} to translate: {empty[:10]}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_text(language: str) -> None:
    assert not [one.id for one in messages(language) if _complete(one) and not _same_places(one)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_served_is_compiled_from_what_is_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    same = compiled.getvalue() == _file(language, "mo").read_bytes()
    assert same, "run `make translations`"


@pytest.mark.parametrize("template", sorted((ROOT / "app" / "templates").rglob("*.html")), ids=str)
def test_a_template_says_nothing_that_is_not_translated(plain_app: Flask, template: Path) -> None:
    """What stands in a template outside of gettext is markup, and the name of the application."""
    parsed = plain_app.jinja_env.parse(template.read_text(encoding="utf-8"))
    # Where an expression stood there is a sign that is no letter.
    left = "∅".join(one.data for one in parsed.find_all(TemplateData))
    said = [*SPOKEN_ATTRIBUTE.findall(left), MARKUP.sub(" ", left)]
    assert not [text for text in said if set(WORD.findall(text)) - NO_TEXTS]


@pytest.mark.parametrize("module", sorted((ROOT / "app").rglob("*.py")), ids=str)
def test_an_error_or_a_flash_says_nothing_that_is_not_translated(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    said = [
        ast.unparse(call)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"Invalid", "Conflict", "NotFound", "Forbidden", "ScoresOff", "flash"}
        and call.args
        and WORD.search(_plain(call.args[0]))
    ]
    assert said == []


def _plain(argument: ast.expr) -> str:
    """What is written into the source: a text, or the texts between the placeholders of one."""
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    return " ".join(str(one.value) for one in parts if isinstance(one, ast.Constant))


def _complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(texts) and (not isinstance(message.id, tuple) or len(texts) > 1)


def _same_places(message: Message) -> bool:
    """The plural has every placeholder; a singular may say "one" in place of the number."""
    if not isinstance(message.id, tuple):
        return _places(message.id) == _places(message.string)
    one, many = message.string[0], message.string[-1]
    return _places(many) == _places(message.id[1]) and _places(one) <= _places(message.id[1])


def _places(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def test_the_librarys_words_are_all_there_and_the_same() -> None:
    assert dict(model_words.SIGNALS) == SIGNALS
    assert {rule: model_words.RULES[rule] for rule in RULES} == RULES


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("the same pair is forbidden in this plan", "the same pair is forbidden in this plan"),
        (
            "others are pinned to all free places of a b",
            "others are pinned to all free places of A B",
        ),
        ("a is pinned to them already", "A is pinned to them already"),
        ("a b has no free place", "A B has no free place"),
        ("something that a newer library says", "something that a newer library says"),
    ],
)
def test_what_speaks_against_a_pin_is_said_with_names(why: str, said: str) -> None:
    assert model_words.against_pin(why, str.upper) == said


def test_a_signal_is_said_in_the_readers_language(plain_app: Flask) -> None:
    with plain_app.app_context(), force_locale("de"):
        assert signal_label("contact_gap") != SIGNALS["contact_gap"][0]
        assert model_words.said("is on pause") != "is on pause"


def test_whoever_asks_for_german_gets_german(client: FlaskClient) -> None:
    page = client.get("/sign-in", headers={"Accept-Language": "de-AT, de;q=0.9"}).text
    assert '<html lang="de">' in page
    assert "Anmelden" in page and "Sign in" not in page


def test_the_words_of_flask_security_are_german_too(mentee: FlaskClient) -> None:
    """They have a catalogue of their own."""
    new = {"new_password": "a new password", "new_password_confirm": "another one"}
    page = mentee.post(
        "/change", data={"password": PASSWORD, **new}, headers={"Accept-Language": "de"}
    )
    assert "Die Passwörter stimmen nicht überein" in page.text


def test_what_flask_security_says_in_our_words_is_german_too(client: FlaskClient) -> None:
    german = {"Accept-Language": "de"}
    page = client.get("/mentee/", headers=german, follow_redirects=True).text
    assert "Bitte melden Sie sich zuerst an." in page


def test_every_action_has_its_refusal() -> None:
    from app.gate import NOT_YOURS

    assert set(NOT_YOURS) == set(Action) - {Action.VISIT}
