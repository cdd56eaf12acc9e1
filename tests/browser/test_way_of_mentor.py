"""A mentor's way: little time, so few clicks, and each answer is a good one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import As, ask_for_a_rematch, propose_dora, sign_in


def test_a_line_for_each_mentee_and_one_page_for_all_meetings(page: Page) -> None:
    sign_in(page, "dora")
    lines = page.get_by_role("region", name="My mentees")
    expect(lines.get_by_text("Ned Mentee", exact=True)).to_be_visible()
    expect(lines.get_by_text("Zoë Ørsted", exact=True)).to_be_visible()
    lines.get_by_role("link", name="Say how it went with all of them, on one page").click()
    for name in ("Ned Mentee", "Zoë Ørsted"):
        page.get_by_role("region", name=name).get_by_label("We met").check()
    page.get_by_role("button", name="Save all of it").click()
    expect(page.get_by_role("status")).to_contain_text("2 meetings are saved.")


def test_he_says_how_it_went_and_makes_room(page: Page) -> None:
    sign_in(page, "carl")
    page.get_by_role("link", name=re.compile("^Note a meeting, or why there was none")).click()
    expect(page.get_by_text("Not by your mentee")).to_be_visible()
    page.get_by_label("When was it?").fill("2026-11-19")
    page.get_by_label(re.compile("How did it go")).fill("We were both short of time.")
    page.get_by_label("3 · All right").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Mia Mentee cannot")
    page.get_by_role("link", name=re.compile("^Change what I offer")).click()
    page.get_by_label("How many mentees").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Room for 3 mentees at once")).to_be_visible()


def test_he_agrees_to_what_his_mentee_proposes(page: Page, signed_in: As) -> None:
    with signed_in("mia") as mia:
        mia.get_by_role("link", name=re.compile("^Your agreement")).first.click()
        mia.get_by_label("What are you working towards?").fill("Negotiate one contract.")
        mia.get_by_role("button", name="Propose this").click()
        expect(mia.get_by_text("Carl Mentor has not answered yet")).to_be_visible()
    sign_in(page, "carl")
    page.get_by_role("link", name="Read the proposal").click()
    expect(page.get_by_text("Negotiate one contract.").first).to_be_visible()
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("status")).to_contain_text("You two have an agreement.")


@pytest.fixture
def _asked_for(browser: Browser, address: str, signed_in: As) -> None:
    """Dora is asked whether she would mentor Mia."""
    ask_for_a_rematch(browser, address)
    with signed_in("kim") as kim:
        propose_dora(kim)


@pytest.mark.usefixtures("_asked_for")
def test_she_asks_for_time_and_then_says_yes(page: Page, signed_in: As) -> None:
    sign_in(page, "dora")
    page.get_by_role("link", name="Read and answer").first.click()
    expect(page.get_by_text("You know contracts.")).to_be_visible()
    expect(page.get_by_text("He is never there.")).to_have_count(0)
    page.get_by_role("heading", name="Later").click()
    page.get_by_label("Ask me again on").fill("2026-12-01")
    page.get_by_role("button", name="Ask me again then").click()
    expect(page.get_by_role("status")).to_contain_text("Until then nobody presses you.")
    with signed_in("kim") as kim:
        kim.goto("/coordinator/rematches")
        expect(kim.get_by_text("asks for time")).to_be_visible()
    page.goto("/participant/proposals/1")
    page.get_by_role("button", name="Yes, I would").click()
    expect(page.get_by_role("status")).to_contain_text("Mia Mentee is asked next")


@pytest.mark.usefixtures("_asked_for")
def test_her_no_has_a_reason_that_coordinators_alone_read(page: Page, signed_in: As) -> None:
    sign_in(page, "dora")
    page.get_by_role("link", name="Read and answer").first.click()
    page.get_by_role("heading", name="No", exact=True).click()
    page.get_by_label("I have no time for it now").check()
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_role("status")).to_contain_text("Nobody is told but the coordinators.")
    with signed_in("kim") as kim:
        kim.goto("/coordinator/rematches")
        expect(kim.get_by_text("I have no time for it now")).to_be_visible()
    with signed_in("mia") as mia:
        expect(mia.get_by_text("Dora Mentor")).to_have_count(0)


def test_without_javascript_all_meetings_go_on_one_page(plain_page: Page) -> None:
    page = plain_page
    sign_in(page, "dora")
    page.get_by_role("link", name="Say how it went with all of them, on one page").click()
    ned = page.get_by_role("region", name="Ned Mentee")
    ned.get_by_label("We met").check()
    ned.get_by_label("A line, if you like").fill("We planned the spring.")
    page.get_by_role("button", name="Save all of it").click()
    expect(page.get_by_role("status")).to_contain_text("1 meeting is saved.")
