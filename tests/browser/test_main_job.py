"""The main job with the page's own buttons, in a real browser: from a sample alert to the post-mortem."""

import re

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.window import Window, window
from tests.stories.town import Town

pytestmark = pytest.mark.browser


async def test_an_alert_is_carried_to_its_post_mortem_by_pressing_buttons(
    browser: BrowserContext, here: Town
) -> None:
    async with window(browser, here, "ben") as ben:
        await _alert_opens_an_incident(ben)
        await _ben_takes_command_and_moves_it_on(ben)
        await _ben_tells_where_it_stands(ben)
        await _ben_closes_it(ben)
        await here.advance(days=4)
        await _ben_publishes_the_post_mortem(ben)


@pytest.mark.slow
async def test_one_declares_with_the_keyboard_and_another_finds_it_at_home(
    browser: BrowserContext, here: Town
) -> None:
    async with window(browser, here, "ana", "#channel/C0TEAM0001") as ana:
        await _ana_completes_the_command(ana)
        await _ana_is_told_at_the_field(ana)
        await expect(ana.message("is declared")).to_contain_text("Only visible to you")
    async with window(browser, here, "dia") as dia:
        await dia.page.get_by_test_id("app-home").click()
        home = dia.page.get_by_test_id("home")
        await expect(home).to_contain_text("Orders are late")
        await expect(home).to_contain_text("INC-1")


async def _alert_opens_an_incident(ben: Window) -> None:
    await ben.page.get_by_test_id("samples").click()
    await ben.page.get_by_test_id("sample-elementary-freshness-error").click()
    await ben.page.keyboard.press("Escape")
    await ben.goes_to("data-alerts")
    await expect(ben.message("raw.shop.orders")).to_be_visible()
    await ben.goes_to("data-incidents")
    announced = ben.message("INC-1")
    await ben.presses("Join", announced)
    await ben.goes_to(re.compile("inc-"))
    await expect(ben.card).to_contain_text("raw.shop.orders")


async def _ben_takes_command_and_moves_it_on(ben: Window) -> None:
    await ben.presses("Take command", ben.card)
    await expect(ben.card).to_contain_text("Commander @Ben Okafor")
    await expect(ben.card.get_by_role("button", name="Take command")).to_have_count(0)
    await ben.presses("Advance", ben.card)
    await expect(ben.form.get_by_label("Containment")).to_be_checked()
    await ben.sends()
    await expect(ben.card).to_contain_text("Containment since")


async def _ben_tells_where_it_stands(ben: Window) -> None:
    await ben.presses("Update", ben.card)
    await ben.form.get_by_label("What to tell").fill("The load is stopped; yesterday's numbers stand.")
    await ben.chooses("Next update", "in 30 minutes")
    await ben.sends()
    await expect(ben.message("yesterday's numbers stand")).to_contain_text("Update on INC-1")


async def _ben_closes_it(ben: Window) -> None:
    await ben.presses("Close", ben.card)
    await ben.form.get_by_label("What it was").fill("A full disk")
    await ben.form.get_by_label("What was done").fill("Cleared it; ran the load again")
    await ben.sends()
    await expect(ben.card).to_contain_text("Closed as fixed")
    await expect(ben.card.get_by_role("button", name="Reopen")).to_be_visible()


async def _ben_publishes_the_post_mortem(ben: Window) -> None:
    draft = ben.message("is drafted from the ledger")
    await expect(draft.get_by_role("link", name="Open review")).to_be_visible()
    await ben.presses("Mark published", draft)
    await ben.presses("Mark published", ben.page.get_by_test_id("confirm"))
    await expect(ben.message("is published by")).to_contain_text("Post-mortem of INC-1")


async def _ana_completes_the_command(ana: Window) -> None:
    offers = ana.page.get_by_test_id("suggestions").get_by_role("option")
    await ana.types("/inc")
    await ana.page.keyboard.press("Enter")
    await expect(offers.filter(has_text="timeline")).to_have_count(1)
    await ana.page.keyboard.type("decl")
    await expect(offers).to_have_count(1)
    await ana.page.keyboard.press("Tab")
    await expect(ana.page.get_by_test_id("composer")).to_have_value("/incident declare ")
    await ana.page.keyboard.press("Enter")
    await expect(ana.page.get_by_test_id("modal-title")).to_have_text("Declare an incident")


async def _ana_is_told_at_the_field(ana: Window) -> None:
    """An empty title is caught by Slack itself, one that is too long by the bot."""
    title, wrong = ana.form.get_by_label("What is wrong"), ana.page.get_by_test_id("error-title")
    await ana.page.keyboard.press("Control+Enter")
    await expect(wrong).to_be_visible()
    await title.fill("Orders are late " * 9)
    await ana.page.keyboard.press("Control+Enter")
    await expect(wrong).to_contain_text("The title has 143 characters")
    await expect(title).to_be_focused()
    await title.fill("Orders are late")
    await ana.sends()
