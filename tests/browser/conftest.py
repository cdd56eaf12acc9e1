"""A real browser in front of the real application, over loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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


Serve = Callable[[Path], str]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests here. Its event loop ends with them, or none could follow."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def serving(template: Path) -> Iterator[Serve]:
    """A process that serves the small programme: each call a new copy, in a folder of its own."""
    command = [sys.executable, "-m", "tests.browser.served", str(template)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:

        def serve(folder: Path) -> str:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(f"{folder}\n")
            process.stdin.flush()
            port = process.stdout.readline().strip()
            assert port, "the application did not start; its complaint stands above"
            return f"http://127.0.0.1:{port}"

        try:
            yield serve
        finally:
            process.terminate()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of one application, served by a process that ends with the context."""
    with serving(folder / "template") as serve:
        yield serve(folder)


@pytest.fixture(scope="package")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """One process for all the tests here."""
    with serving(tmp_path_factory.mktemp("served")) as serve:
        yield serve


@pytest.fixture
def address(serve: Serve, tmp_path: Path) -> str:
    """Where the application is served during a test that changes something."""
    return serve(tmp_path)


@contextmanager
def visiting(browser: Browser, address: str, *, javascript: bool = True) -> Iterator[Page]:
    """A page of a fresh visitor. An error in the console fails the test."""
    context = browser.new_context(base_url=address, locale="en-GB", java_script_enabled=javascript)
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh visitor."""
    with visiting(browser, address) as page:
        yield page


@pytest.fixture
def plain_page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh visitor whose browser runs no scripts."""
    with visiting(browser, address, javascript=False) as page:
        yield page


As = Callable[[str], AbstractContextManager[Page]]


@pytest.fixture
def signed_in(browser: Browser, address: str) -> As:
    """Makes the page of somebody, in a browser of their own, who has signed in by the form."""

    @contextmanager
    def signed_in(person_id: str) -> Iterator[Page]:
        with visiting(browser, address) as page:
            sign_in(page, person_id)
            yield page

    return signed_in


def sign_in(page: Page, person_id: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(f"{person_id}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


def ask_for_a_rematch(browser: Browser, address: str) -> None:
    """Mia asks for another mentor, in a browser of her own."""
    with visiting(browser, address) as page:
        sign_in(page, "mia")
        page.goto("/mentee/mentorships/m-bad/rematch")
        page.get_by_label("In your own words").fill("He is never there.")
        page.get_by_role("button", name="Send to the coordinators").click()
        expect(page.get_by_text("You asked for a rematch")).to_be_visible()


def propose_dora(page: Page) -> None:
    """Kim, who is signed in, asks Dora whether she would mentor Mia, who has asked for it."""
    page.goto("/coordinator/mentorships/m-bad/candidates")
    page.get_by_role("link", name=re.compile("Ask them.*Dora Mentor")).click()
    page.get_by_label("To the mentor, with the question").fill("You know contracts.")
    page.get_by_label("To the mentee, once the mentor has said yes").fill("Dora has an hour.")
    page.get_by_label("To the leaving mentor").fill("Thank you for your time, Carl.")
    page.get_by_role("button", name="Ask Dora Mentor").click()
    expect(page.get_by_role("status")).to_contain_text("Dora Mentor is asked")


def answer_yes(page: Page, button: str) -> None:
    """Whoever is signed in reads the proposal that waits for them, and says yes."""
    page.get_by_role("link", name="Read and answer").first.click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status").first).to_be_visible()


def move_to(page: Page, day: str) -> None:
    """Kim, who is signed in, fixes the programme at another day; it is scored again."""
    page.goto("/coordinator/programme-date")
    page.get_by_label("Fixed at a day").check()
    page.get_by_label("Day", exact=True).fill(day)
    page.get_by_role("button", name="Save and score again").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
