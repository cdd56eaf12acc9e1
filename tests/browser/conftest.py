"""A real browser in front of the real application, over loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.conftest import PASSWORD

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the tests are skipped, unless someone demands that they run."""
    if CHROMIUM.exists() or os.environ.get("RAPPORT_REQUIRE_BROWSER") == "1":
        return
    skip = pytest.mark.skip(reason=f"no {CHROMIUM} here")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(skip)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests here. Its event loop ends with them, or none could follow."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a served application, which ends with the context."""
    command = [sys.executable, "-m", "tests.browser.served", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        try:
            assert port, "the application did not start; its complaint stands above"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the application is served during a test that changes something."""
    with served(tmp_path) as address:
        yield address


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh visitor. An error in the console fails the test."""
    context = browser.new_context(base_url=address, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def sign_in(page: Page, person_id: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{person_id}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


def ask_for_a_rematch(browser: Browser, address: str) -> None:
    """Mia asks for another mentor, in a browser of her own."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(page, "mia")
    page.goto("/mentee/mentorships/m-bad/rematch")
    page.get_by_label("In your own words").fill("He is never there.")
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_text("You asked for a rematch")).to_be_visible()
    context.close()
