"""A mentee's way: she says how it goes, asks for help, asks for another mentor, or leaves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import As, answer_yes, ask_for_a_rematch, propose_dora, sign_in

READERS = "Not by your mentor. Not by your manager."


def test_she_says_how_a_meeting_went_and_knows_who_reads_it(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("^Note a meeting, or why there was none")).click()
    expect(page.get_by_text(READERS)).to_be_visible()
    page.get_by_label("My mentor cancelled").check()
    page.get_by_label("When was it?").fill("2026-11-19")
    page.get_by_label(re.compile("How did it go")).fill("He cancelled an hour before.")
    page.get_by_label("2 · Not so good").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Carl Mentor cannot")
    page.get_by_role("button", name="Sign out").first.click()
    expect(page).to_have_url(re.compile("/sign-in"))


def test_she_sees_first_what_to_do_next(page: Page) -> None:
    sign_in(page, "mia")
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=2).first).to_contain_text("Carl Mentor")
    main.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Carl Mentor")


def test_she_sets_a_goal_and_says_how_far_it_is(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("^Set goals for the two of you")).click()
    page.get_by_label("learn to negotiate contracts").check()
    page.get_by_role("button", name="Make these our goals").click()
    page.get_by_role("link", name="learn to negotiate contracts").click()
    page.get_by_label("Half way").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("listitem").filter(has_text="Half way")).to_contain_text("negotiate")


def test_what_she_answers_when_asked_how_it_fits_reaches_the_coordinator(
    page: Page, signed_in: As
) -> None:
    sign_in(page, "mia")
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("How does it begin with Carl|^Answer")
    ).first.click()
    expect(page.get_by_text(READERS)).to_be_visible()
    page.get_by_label("1 · not at all").check()
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_role("status")).to_contain_text("Carl Mentor is not told")
    with signed_in("kim") as kim:
        expect(kim.get_by_role("row").nth(1)).to_contain_text("Said that it is no good fit")


def test_she_finds_words_for_what_is_hard_to_say(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("not sure this is working")).click()
    expect(page.get_by_text("Carl Mentor is not told that you were here.")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Help me say it")).click()
    expect(page.get_by_text("Read by: nobody.")).to_be_visible()
    subject = page.locator("details.subject").first
    subject.locator("summary").click()
    subject.get_by_label("Message", exact=True).fill("Dear Carl, have you ten minutes?")
    mail = subject.get_by_role("link", name="Open in my mail")
    expect(mail).to_have_attribute("href", re.compile("ten%20minutes"))


def test_she_asks_the_coordinator_to_look_and_reads_the_answer(page: Page, signed_in: As) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("not sure this is working")).click()
    page.get_by_role("link", name=re.compile("^Ask the coordinators to look")).click()
    expect(page.get_by_text(READERS)).to_be_visible()
    page.get_by_label("In your own words").fill("I do not know whom to ask.")
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_role("status")).to_contain_text("Carl Mentor is not told.")
    with signed_in("carl") as carl:
        expect(carl.get_by_text("whom to ask")).to_have_count(0)
    with signed_in("kim") as kim:
        kim.get_by_role("link", name="Mia Mentee").click()
        kim.get_by_label("Your answer to Mia Mentee").fill("Thank you. Shall we talk on Monday?")
        kim.get_by_role("button", name="Send the answer, without a verdict yet").click()
        expect(kim.get_by_role("status")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Shall we talk on Monday?")).to_be_visible()


def test_she_asks_for_a_rematch_and_takes_the_request_back(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("not sure this is working")).click()
    page.get_by_role("link", name=re.compile("^Ask for another mentor")).click()
    expect(page.get_by_text(READERS)).to_be_visible()
    page.get_by_label("Time: my mentor is hard to get hold of").check()
    page.get_by_label("In your own words").fill("Someone with an hour for me.")
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_text("You asked for a rematch")).to_be_visible()
    page.get_by_role("button", name="Take the request back").click()
    expect(page.get_by_text("You asked for a rematch")).to_have_count(0)


@pytest.fixture
def _asked(browser: Browser, address: str) -> None:
    ask_for_a_rematch(browser, address)


@pytest.mark.usefixtures("_asked")
def test_she_says_whom_she_would_like(page: Page, signed_in: As) -> None:
    with signed_in("kim") as kim:
        kim.goto("/coordinator/rematches")
        kim.get_by_role("link", name=re.compile("^Let them choose")).click()
        kim.get_by_label("Dora Mentor").check()
        kim.get_by_role("button", name="Let them choose").click()
        expect(kim.get_by_role("status")).to_contain_text("Mia Mentee can choose now")
    sign_in(page, "mia")
    page.get_by_role("link", name="See who it is").click()
    page.get_by_label("Best of all").select_option("Dora Mentor")
    page.get_by_role("button", name="Send my wish").click()
    with signed_in("kim") as kim:
        kim.goto("/coordinator/rematches")
        expect(kim.get_by_text("Mia Mentee would like, best first:")).to_be_visible()


@pytest.mark.usefixtures("_asked")
def test_she_says_yes_and_comes_home_to_her_new_mentor(page: Page, signed_in: As) -> None:
    with signed_in("kim") as kim:
        propose_dora(kim)
    with signed_in("dora") as dora:
        answer_yes(dora, "Yes, I would")
    sign_in(page, "mia")
    page.get_by_role("link", name="Read and answer").first.click()
    expect(page.get_by_text("Dora has an hour.")).to_be_visible()
    page.get_by_role("button", name="Yes, begin with Dora Mentor").click()
    expect(page.get_by_role("status")).to_contain_text("Dora Mentor is your mentor from today.")
    expect(page.get_by_role("heading", name=re.compile("Dora Mentor")).first).to_be_visible()
    expect(page.get_by_text(re.compile("With Carl Mentor"))).to_be_visible()


def test_she_lets_it_rest_and_goes_on(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("^Pause")).click()
    page.get_by_label("On which day does it go on?").fill("2026-12-11")
    page.get_by_role("button", name="Let it rest until then").click()
    expect(page.get_by_text("It rests until Fri 11 Dec 2026.")).to_be_visible()
    page.get_by_role("button", name="Go on from today").click()
    expect(page.get_by_text("It rests until")).to_have_count(0)


def test_she_leaves_and_takes_it_back(page: Page, signed_in: As) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("^Leave")).click()
    page.get_by_label("It is not the right match").check()
    page.get_by_label("Anything that the coordinators should know?").fill("He has no time.")
    page.get_by_role("button", name="Yes, end it today").click()
    with signed_in("carl") as carl:
        expect(carl.get_by_text("With Mia Mentee")).to_be_visible()
        expect(carl.get_by_text("He has no time.")).to_have_count(0)
    page.get_by_role("button", name="Take it back, and go on").click()
    expect(page.get_by_role("status")).to_contain_text("It goes on as before.")


def test_she_reads_it_in_german(page: Page) -> None:
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("Mia Mentee|Account")).first.click()
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Language").select_option("de")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("button", name="Abmelden").first).to_be_visible()


def test_without_javascript_she_says_how_it_went_and_asks_for_help(plain_page: Page) -> None:
    page = plain_page
    sign_in(page, "mia")
    page.get_by_role("link", name=re.compile("^Note a meeting, or why there was none")).click()
    page.get_by_label("We met").check()
    page.get_by_label("When was it?").fill("2026-11-19")
    page.get_by_label(re.compile("How did it go")).fill("A short one.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Carl Mentor cannot")
    page.get_by_role("link", name=re.compile("not sure this is working")).click()
    page.get_by_role("link", name=re.compile("^Ask the coordinators to look")).click()
    page.get_by_role("button", name="Send to the coordinators").click()
    expect(page.get_by_role("status")).to_contain_text("Carl Mentor is not told.")
