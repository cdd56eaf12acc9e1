"""The page that shows every component."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import SignIn


@pytest.mark.parametrize("who", ["kim", "mia", "root"])
def test_every_reader_may_see_the_patterns(sign_in: SignIn, who: str) -> None:
    assert sign_in(f"{who}@example.org").get("/patterns").status_code == 200


@pytest.mark.parametrize("macros", ["words", "fields", "fits", "paging"])
def test_every_shared_macro_is_shown(app: Flask, macros: str) -> None:
    """A macro that is shared is a pattern; one that has no look of its own is named here."""
    silent = {"flashes", "described", "about", "wrong", "fit_list", "misfit"}
    templates = Path(app.root_path) / "templates"
    page = (templates / "patterns" / "patterns.html").read_text()
    source = (templates / "parts" / f"{macros}.html").read_text()
    names = set(re.findall(r"{%-? macro (\w+)", source)) - silent
    assert not [name for name in names if f"{name}(" not in page]


def test_the_groups_are_reached_from_the_top(mentee: FlaskClient) -> None:
    html = mentee.get("/patterns").text
    for name in re.findall(r'<a href="#([a-z]+)">', html):
        assert f'id="{name}"' in html
