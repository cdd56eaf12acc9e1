"""Every page of every reader, taken from the routes themselves: so that a new page is covered.

axe finds nothing serious in daylight, in the dark and on a small screen; nothing runs over the
edge; and without JavaScript a page opens and its form is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page
from werkzeug.routing import Rule

from app import create_app
from app.permissions import MAY, ROUTES, Action, Role
from app.settings import Settings
from tests.browser.conftest import As, ask_for_a_rematch, propose_dora, served, sign_in
from tests.fakes import FakeModels
from tests.test_permissions import IDS

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
# Who reads, and the blueprints that are theirs.
READERS = {
    "kim": (Role.COORDINATOR, {"coordinator", "account", "security"}),
    "mia": (Role.PARTICIPANT, {"mentee", "participant", "account"}),
    "carl": (Role.PARTICIPANT, {"mentor", "participant"}),
    "root": (Role.ADMINISTRATOR, {"coordinator", "account"}),
}
# Addresses that no route tells: a page narrowed, filled or refused.
MORE = {
    "kim": (
        "/coordinator/?search=nobody",
        "/coordinator/mentorships?search=nobody",
        "/coordinator/mentorships/m-good",
        "/coordinator/mentorships/m-new",
        "/coordinator/mentorships/m-over",
        "/coordinator/mentorships/m-none",
        "/coordinator/plan?pin=mia,dora&forbid=mia,eve&pin=mia,gone",
        "/coordinator/plan?hold=pin",
    ),
    "mia": ("/mentor/",),
    "carl": ("/mentee/", "/account"),
}
# Not pages: files to keep, and what leads elsewhere at once.
NO_PAGES = {"coordinator.export_zip", "account.home"}
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
# In the dark only the colours are others.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def _is_page(rule: Rule) -> bool:
    blueprint = rule.endpoint.split(".")[0]
    return (
        "GET" in (rule.methods or ())
        and not blueprint.endswith(("-api", "api-docs", "static"))
        and not rule.endpoint.endswith("static")
        and not rule.rule.endswith((".ics", ".zip", ".json"))
        and rule.endpoint not in NO_PAGES
    )


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The addresses that each reader may open, with ids that exist.

    It is made before the browser's event loop runs, in which no application can begin.
    """
    settings = Settings(
        instance=tmp_path_factory.mktemp("routes"), artifacts=Path("none"), testing=True
    )
    app = create_app(settings, FakeModels())
    adapter = app.url_map.bind("localhost")
    rules = [rule for rule in app.url_map.iter_rules() if _is_page(rule)]

    def address(rule: Rule) -> str:
        return adapter.build(rule.endpoint, {name: IDS[name] for name in rule.arguments})

    return {
        who: [
            *(
                address(rule)
                for rule in rules
                if rule.endpoint.split(".")[0] in blueprints
                and ROUTES[rule.endpoint] is not Action.VISIT
                and role in MAY[ROUTES[rule.endpoint]]
            ),
            *MORE.get(who, ()),
        ]
        for who, (role, blueprints) in READERS.items()
    }


@pytest.fixture(scope="module")
def looked_at(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One application for all; a rematch is asked for, so that its pages show it.

    The forms are sent after the pages were looked at.
    """
    with served(tmp_path_factory.mktemp("looked_at")) as address:
        ask_for_a_rematch(browser, address)
        yield address


@pytest.mark.parametrize("who", READERS)
def test_nothing_runs_over_the_edge_and_axe_finds_nothing_serious(
    browser: Browser, looked_at: str, pages: dict[str, list[str]], who: str
) -> None:
    context = browser.new_context(base_url=looked_at)
    context.add_init_script(AXE)
    page = context.new_page()
    found: list[str] = []
    if who == "kim":
        for path in ("/sign-in", "/reset"):
            found += _faults(page, path)
    sign_in(page, who)
    for path in pages[who]:
        found += _faults(page, path)
    context.close()
    assert found == []


def test_what_stands_there_only_once_something_has_begun(
    browser: Browser, signed_in: As, address: str
) -> None:
    """A proposal, a goal and a mail: no id of theirs exists in the small programme."""
    ask_for_a_rematch(browser, address)
    with signed_in("kim") as kim, signed_in("mia") as mia, signed_in("dora") as dora:
        propose_dora(kim)
        mia.goto("/participant/mentorships/m-bad/goals")
        mia.get_by_label("A goal, in a few words").fill("Negotiate a contract")
        mia.get_by_role("button", name="Add it").click()
        found: list[str] = []
        for page, *paths in (
            (kim, "/coordinator/rematches", "/coordinator/mails", "/coordinator/mails/1"),
            (mia, "/participant/goals/1", "/mentee/"),
            (dora, "/participant/proposals/1", "/mentor/"),
        ):
            page.context.add_init_script(AXE)
            for path in paths:
                found += _faults(page, path)
                assert page.get_by_role("heading", name="Not found").count() == 0, path
    assert found == []


@pytest.mark.parametrize("who", READERS)
def test_the_longer_words_of_german_fit_on_a_small_screen(
    browser: Browser, looked_at: str, pages: dict[str, list[str]], who: str
) -> None:
    context = browser.new_context(base_url=looked_at, viewport=NARROW)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, who)
    context.set_extra_http_headers({"Accept-Language": "de"})
    found: list[str] = []
    for path in pages[who]:
        page.goto(path)
        assert page.locator("html[lang=de]").count() == 1, path
        found += [f"{path}: {one}" for one in _over(page)]
    context.close()
    assert found == []


@pytest.mark.parametrize("who", READERS)
def test_without_javascript_every_page_opens_and_its_form_is_taken(
    browser: Browser, looked_at: str, pages: dict[str, list[str]], who: str
) -> None:
    context = browser.new_context(base_url=looked_at, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, who)
    sent, wrong = 0, []
    for path in pages[who]:
        page.goto(path)
        if page.locator("h1").count() != 1:
            wrong.append(f"{path}: not one heading of the first rank")
        if page.locator("[style], style, script:not([src]), [onclick]").count():
            wrong.append(f"{path}: style or script in line")
        button = page.locator("main form[method=post] button[type=submit]:visible").first
        if button.count():
            with page.expect_navigation() as answer:
                button.click()
            sent += 1
            if answer.value.status in (400, 403, 405) or answer.value.status >= 500:
                wrong.append(f"{path}: its form is answered by {answer.value.status}")
            if page.locator("text=Sign out").count() == 0:
                sign_in(page, who)
    context.close()
    assert wrong == []
    assert sent > 0


def _faults(page: Page, path: str) -> list[str]:
    """What is wrong with a page in daylight, in the dark and on a small screen."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    answer = page.goto(path)
    assert answer is not None
    # What is gone or mistyped is a page too; what may not be opened, or fails, is none.
    found = [f"{path}: {answer.status}"] if answer.status in (403, 405, 500) else []
    found += [f"{path}, wide: {one}" for one in (*_over(page), *_axe(page, {}))]
    page.emulate_media(color_scheme="dark")
    found += [f"{path}, dark: {one}" for one in _axe(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"{path}, narrow: {one}" for one in (*_over(page), *_axe(page, {}))]
    return found


def _over(page: Page) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{over} px too wide"] if over > 0 else []


def _axe(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe calls serious or critical."""
    found = page.evaluate(
        "options => axe.run(document, options).then(found => found.violations)",
        {"resultTypes": ["violations"], **options},
    )
    return [
        f"{one['id']} at {[node['target'] for node in one['nodes']][:3]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
