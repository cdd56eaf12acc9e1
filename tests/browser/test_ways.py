"""The whole way of each of the three people, in a real browser."""

from __future__ import annotations

import re
from io import BytesIO

from playwright.sync_api import Browser, Page, expect

from tests import small_programme
from tests.browser.conftest import ask_for_a_rematch, sign_in
from tests.conftest import PASSWORD


def test_a_mentee_says_how_it_goes_and_asks_for_a_rematch(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name="Note a meeting, or why there was none").click()
    expect(page.get_by_text("Not by your mentor. Not by your manager.")).to_be_visible()
    page.get_by_label("My mentor cancelled").check()
    page.get_by_label("When was it?").fill("2026-11-19")
    page.get_by_label(re.compile("How did it go")).fill("He cancelled an hour before.")
    page.get_by_label("2 · Not so good").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Carl Mentor cannot")

    page.get_by_role("link", name="Change my goals").click()
    page.get_by_label(re.compile("get better at")).fill("negotiate contracts")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("link", name="You can ask for a rematch").click()
    page.get_by_label("Time: my mentor is hard to get hold of").check()
    page.get_by_label("In your own words").fill("Someone with an hour for me.")
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_text("You asked for a rematch")).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(re.compile("/sign-in"))


def test_a_mentor_writes_feedback_and_makes_room(page: Page) -> None:
    sign_in(page, "carl")
    page.get_by_role("link", name=re.compile("How did it go with Mia Mentee")).first.click()
    page.get_by_label(re.compile("How did it go")).fill("We were both short of time.")
    page.get_by_label("3 · All right").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Mia Mentee cannot")

    page.get_by_role("link", name="Change what I offer").click()
    page.get_by_label("How many mentees").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Room for 3 mentees at once")).to_be_visible()


def test_a_coordinator_reads_why_and_approves_a_rematch(
    page: Page, browser: Browser, address: str
) -> None:
    ask_for_a_rematch(browser, address)
    sign_in(page, "kim")
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("At risk")
    expect(first).to_contain_text("Asks for a rematch")
    first.get_by_role("link", name="Mia Mentee").click()

    expect(page.get_by_role("img", name=re.compile("Risk over time"))).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("columnheader", name="Risk")).to_be_visible()
    page.get_by_role("link", name="Thu 1 Oct 2026").first.click()
    expect(page.locator("li:target")).to_contain_text("He cancelled again.")

    page.get_by_role("link", name="See who could take over").click()
    page.get_by_role("link", name="Choose Dora Mentor").click()
    page.get_by_label("Message to the mentee").fill("All the best.")
    page.get_by_role("button", name="Approve the rematch").click()
    expect(page.get_by_role("status").first).to_contain_text("Dora Mentor now mentors Mia Mentee")


def test_a_coordinator_brings_a_programme_in_and_takes_it_out(page: Page) -> None:
    sign_in(page, "kim")
    page.get_by_role("link", name="Import and export").click()
    file: BytesIO = small_programme.as_zip(small_programme.programme())
    page.get_by_label("Zip of the programme's CSV files").set_input_files(
        {"name": "hr.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    page.get_by_role("button", name="Store it").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    page.get_by_role("link", name="Import and export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export the programme").click()
    assert download.value.suggested_filename == "programme-2026-11-20.zip"


def test_a_note_is_in_the_coordinators_list_within_two_seconds(
    page: Page, browser: Browser, address: str
) -> None:
    sign_in(page, "kim")
    page.goto("/coordinator/mentorships/m-bad")
    hers = browser.new_context(base_url=address).new_page()
    sign_in(hers, "mia")
    hers.goto("/mentee/meetings/mt-1/feedback")
    hers.get_by_label(re.compile("How did it go")).fill("He cancelled before.")
    hers.get_by_role("button", name="Save").click()
    expect(hers.get_by_role("status")).to_contain_text("Your feedback is saved.")
    hers.wait_for_timeout(2000)
    page.reload()
    expect(page.get_by_text("“He cancelled before.”")).to_be_visible()


def test_the_keyboard_alone_is_enough_to_sign_in_and_open_the_first_row(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("E-mail").focus()
    page.keyboard.type("kim@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Mia Mentee").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mia Mentee and Carl Mentor")).to_be_visible()
