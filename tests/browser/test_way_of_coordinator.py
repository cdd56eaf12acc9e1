"""A coordinator's way: from the queue to a repair, a rematch, and what it brought."""

from __future__ import annotations

import re
import time
from io import BytesIO

from playwright.sync_api import Browser, Page, expect

from tests import small_programme
from tests.browser.conftest import (
    As,
    answer_yes,
    ask_for_a_rematch,
    move_to,
    propose_dora,
    sign_in,
)
from tests.conftest import PASSWORD

MIAS, ZOES = "/coordinator/mentorships/m-bad", "/coordinator/mentorships/m-new"


def test_the_queue_is_worked_through_by_keys_alone(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("E-mail").focus()
    page.keyboard.type("kim@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("Mia Mentee")

    # The button is shown by the script that listens to the keys.
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Mia Mentee")).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label("Tick Mia Mentee and Carl Mentor")).to_be_checked()
    page.keyboard.press("e")
    expect(page.get_by_role("status")).to_contain_text("Done with 1 case.")
    expect(first).to_contain_text("In review")
    expect(first.get_by_role("cell", name="You")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mia Mentee and Carl Mentor")).to_be_visible()


def test_she_reads_why_with_quotes_and_where_the_two_views_part(page: Page) -> None:
    sign_in(page, "kim")
    page.get_by_role("link", name="Mia Mentee").click()
    why = page.get_by_role("region", name="Why", exact=True)
    expect(why.get_by_text("He cancelled again.")).to_be_visible()
    expect(page.get_by_text("Their views part in 1 of 1 meetings")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("columnheader", name="Risk", exact=True)).to_be_visible()
    why.get_by_role("link", name="Thu 1 Oct 2026").first.click()
    expect(page.locator("li:target")).to_contain_text("He cancelled again.")


def test_she_notes_a_talk_and_gives_a_verdict(page: Page) -> None:
    sign_in(page, "kim")
    page.goto(MIAS)
    case = page.get_by_role("region", name="The case", exact=True)
    case.get_by_text("Notes and talks").click()
    case.get_by_label("Note", exact=True).fill("Carl changed his team in autumn.")
    case.get_by_role("button", name="Keep the note").click()
    case.get_by_text("Notes and talks (1)").click()
    case.get_by_label("How", exact=True).select_option("phone")
    case.get_by_label("What was said (optional)").fill("She would like an hour a month.")
    case.get_by_role("button", name="Keep the talk").click()

    case.get_by_label("Not working").check()
    case.get_by_label("Why (optional)").first.fill("He has no time.")
    case.get_by_role("button", name="Keep the verdict").click()
    expect(case.get_by_text("Last verdict: Not working.")).to_be_visible()
    case.get_by_text(re.compile(r"^History")).click()
    expect(case.get_by_text("She would like an hour a month.")).to_be_visible()


def test_a_repair_is_tried_and_is_said_not_to_have_helped(page: Page, signed_in: As) -> None:
    sign_in(page, "kim")
    page.goto(MIAS)
    page.get_by_role("link", name="Guides and messages").click()
    page.get_by_label("Message to Mia Mentee").fill("How about a talk, just the two of us?")
    page.get_by_label("Message to Carl Mentor").fill("")
    page.get_by_label("When do you look again?").fill("2026-12-04")
    page.get_by_role("button", name="Begin this repair").click()
    repair = page.get_by_role("region", name="Repair before replace")
    expect(repair).to_contain_text("Look again on Fri 4 Dec 2026.")
    with signed_in("mia") as hers:
        expect(hers.get_by_text("How about a talk, just the two of us?")).to_be_visible()

    move_to(page, "2026-12-05")
    page.goto(MIAS)
    expect(repair).to_contain_text("Look again now")
    repair.get_by_label("It did not help").check()
    repair.get_by_role("button", name="Keep this").click()
    expect(repair).to_contain_text("Tried so far")
    expect(repair).to_contain_text("Next on the ladder")


def test_a_rematch_from_the_request_to_the_new_mentor_and_back(
    page: Page, browser: Browser, address: str, signed_in: As
) -> None:
    ask_for_a_rematch(browser, address)
    sign_in(page, "kim")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Asked for a rematch")
    page.get_by_role("link", name="Mia Mentee").click()
    expect(page.get_by_role("heading", name="Mia Mentee asks for a rematch")).to_be_visible()
    page.get_by_role("link", name="See who could take over").click()
    beside = page.get_by_role("table", name="Dora Mentor point by point")
    expect(beside).to_contain_text("Today: Carl Mentor")
    propose_dora(page)
    with signed_in("dora") as dora:
        answer_yes(dora, "Yes, I would")
    with signed_in("mia") as mia:
        answer_yes(mia, "Yes, begin with Dora Mentor")

    page.goto(MIAS)
    expect(page.get_by_text("Mia Mentee went on with Dora Mentor")).to_be_visible()
    with signed_in("carl") as carl:
        expect(carl.get_by_text("Thank you for your time, Carl.")).to_be_visible()
        expect(carl.get_by_text("He is never there.")).to_have_count(0)
    page.get_by_role("link", name="Undo the rematch").click()
    page.get_by_role("button", name="Undo it and tell all three").click()
    done = page.get_by_role("status").first
    expect(done).to_contain_text("Mia Mentee and Carl Mentor go on as before. The request is open")


def test_a_view_is_kept_and_its_cases_are_snoozed_at_once(page: Page) -> None:
    sign_in(page, "kim")
    page.goto(ZOES)
    page.get_by_role("button", name="Open a case by hand").click()
    page.goto("/coordinator/?kind=reverse")
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_text("Keep this view, or delete one").click()
    page.get_by_label("Name", exact=True).fill("Reverse ones")
    page.get_by_role("button", name="Keep this view").click()
    expect(page.get_by_role("link", name="Reverse ones")).to_have_attribute("aria-current", "page")

    page.get_by_label("Tick Zoë Ørsted and Dora Mentor").check()
    page.get_by_label("With the ticked ones").select_option("snooze")
    page.get_by_label("Until", exact=True).fill("2026-12-11")
    page.get_by_label("Why, in a few words").fill("On leave")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_contain_text("Done with 1 case.")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("navigation", name="Views").get_by_role("link", name="Snoozed").click()
    expect(page.get_by_text("Snoozed until Fri 11 Dec 2026: On leave")).to_be_visible()


def test_she_sees_causes_the_programme_and_the_mails(
    page: Page, browser: Browser, address: str
) -> None:
    ask_for_a_rematch(browser, address)
    sign_in(page, "kim")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Causes").click()
    expect(page.get_by_role("heading", level=1, name="Causes")).to_be_visible()
    page.get_by_role("link", name="Programme", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="What it brought").first.click()
    expect(page.get_by_role("heading", level=1, name="What it brought")).to_be_visible()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Mails").click()
    expect(page.get_by_role("heading", level=1, name="Mails")).to_be_visible()
    expect(page.get_by_text("He is never there.")).to_have_count(0)


def test_a_programme_is_brought_in_and_taken_out(page: Page) -> None:
    sign_in(page, "kim")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Import and export").click()
    file: BytesIO = small_programme.as_zip(small_programme.programme())
    page.get_by_label("Zip of the programme's CSV files").set_input_files(
        {"name": "hr.zip", "mimeType": "application/zip", "buffer": file.getvalue()}
    )
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    page.get_by_role("button", name="Store it").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Import and export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export the programme").click()
    assert download.value.suggested_filename == "programme-2026-11-20.zip"


def test_what_a_mentee_writes_is_on_her_page_within_two_seconds(page: Page, signed_in: As) -> None:
    sign_in(page, "kim")
    with signed_in("mia") as hers:
        hers.goto("/mentee/meetings/mt-1/feedback")
        hers.get_by_label(re.compile("How did it go")).fill("He cancelled before.")
        hers.get_by_role("button", name="Save").click()
        expect(hers.get_by_role("status")).to_contain_text("Your feedback is saved.")
    until = time.monotonic() + 2
    quoted = page.get_by_text("“He cancelled before.”")
    while not quoted.count():
        assert time.monotonic() < until
        page.goto(MIAS)


def test_without_javascript_cases_are_taken_and_judged(plain_page: Page) -> None:
    page = plain_page
    sign_in(page, "kim")
    page.get_by_label("Tick Mia Mentee and Carl Mentor").check()
    page.get_by_label("With the ticked ones").select_option("take")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("status")).to_contain_text("Done with 1 case.")
    page.get_by_role("link", name="Mia Mentee").click()
    page.get_by_label("Not working").check()
    page.get_by_role("button", name="Keep the verdict").click()
    expect(page.get_by_text("Last verdict: Not working.")).to_be_visible()
