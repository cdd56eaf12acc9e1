"""Every page in four looks: nothing runs over the edge, and axe finds nothing serious."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ask_for_a_rematch, served, sign_in

PAGES = {
    "kim": (
        "/coordinator/",
        "/coordinator/?search=nobody",
        "/coordinator/mentorships/m-bad",
        "/coordinator/mentorships/m-good",
        "/coordinator/mentorships/m-new",
        "/coordinator/mentorships/m-over",
        "/coordinator/mentorships/m-none",
        "/coordinator/mentorships/m-bad/candidates",
        "/coordinator/plan",
        "/coordinator/plan?pin=mia,dora&forbid=mia,eve&pin=mia,gone",
        "/coordinator/plan?hold=pin",
        "/coordinator/rematch-requests",
        "/coordinator/rematch-requests/1/approve/dora",
        "/coordinator/rematch-requests/1/decline",
        "/coordinator/people",
        "/coordinator/rules",
        "/coordinator/import",
        "/coordinator/programme-date",
        "/account",
        "/change",
    ),
    "mia": (
        "/mentee/",
        "/mentee/goals",
        "/mentee/mentorships/m-bad/meetings/new",
        "/mentee/meetings/mt-3/feedback",
        "/mentee/mentorships/m-bad/rematch",
        "/mentor/",
    ),
    "dora": ("/mentor/", "/mentor/expertise", "/mentor/meetings/mt-4/feedback", "/mentee/"),
}
SIZES = {"wide": 1440, "narrow": 360}


@pytest.fixture(scope="module")
def looked_at(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One application for all the looks; a rematch is asked for, so that its pages show it."""
    with served(tmp_path_factory.mktemp("looked_at")) as address:
        ask_for_a_rematch(browser, address)
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("who", PAGES)
def test_pages_fit_and_axe_finds_nothing_serious(
    browser: Browser, looked_at: str, who: str, size: str, scheme: Any
) -> None:
    context = browser.new_context(
        base_url=looked_at,
        viewport={"width": SIZES[size], "height": 900},
        color_scheme=scheme,
    )
    page = context.new_page()
    page.goto("/sign-in")
    found = _faults(page)
    sign_in(page, who)
    for path in PAGES[who]:
        page.goto(path)
        found += _faults(page)
    context.close()
    assert found == []


@pytest.mark.parametrize("who", PAGES)
def test_pages_work_without_javascript_and_without_inline_style(
    browser: Browser, looked_at: str, who: str
) -> None:
    context = browser.new_context(base_url=looked_at, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, who)
    for path in PAGES[who]:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        inline = page.locator("[style], style, script:not([src]), [onclick]")
        assert inline.count() == 0, path
    context.close()


def _faults(page: Page) -> list[str]:
    """What is wrong on the page: it runs over the edge, or axe calls something serious."""
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = [f"{page.url}: {over} px too wide"] if over > 0 else []
    for one in Axe().run(page).response["violations"]:
        if one["impact"] in ("serious", "critical"):
            places = [node["target"] for node in one["nodes"]]
            found.append(f"{page.url}: {one['id']} at {places[:3]}")
    return found
