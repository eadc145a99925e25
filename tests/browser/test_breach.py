"""A breach with the page's own buttons: named people go on with it, and others find nothing."""

import re

import pytest
from playwright.async_api import BrowserContext, Locator, expect

from tests.browser.window import Window, window
from tests.stories.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What only this incident says.
WORD = re.compile("quagga", re.IGNORECASE)


async def test_named_people_go_on_in_private_and_an_outsider_finds_nothing(
    browser: BrowserContext, here: Town
) -> None:
    async with (
        window(browser, here, "ana", "#channel/C0TEAM0001") as ana,
        window(browser, here, "ben") as ben,
        window(browser, here, "dia") as dia,
    ):
        await _ana_declares_and_leads(ana)
        await dia.goes_to("data-incidents")
        await expect(dia.message(WORD)).to_be_visible()
        await _ana_says_that_it_is_a_breach(ana)
        await _ben_goes_on_with_it(ben)
        await _ana_finds_the_old_channel_emptied(ana)
        await _dia_finds_nothing(dia)


async def _ana_declares_and_leads(ana: Window) -> None:
    await ana.runs("/incident declare")
    await ana.form.get_by_label("What is wrong").fill("Quagga mails in the export")
    await ana.searches("Asset", "quagga_export")
    await ana.page.get_by_role("option", name="as written").click()
    await ana.sends()
    await ana.goes_to(re.compile("inc-"))
    await ana.presses("Take command", ana.card)
    await expect(ana.card).to_contain_text("Commander @Ana Silva")


async def _ana_says_that_it_is_a_breach(ana: Window) -> None:
    await ana.runs("/incident")
    await ana.presses("Personal data…", ana.message("Call someone"))
    await expect(ana.form).to_contain_text("This cannot be undone")
    await ana.chooses("Who goes on with it", "Ben Okafor")
    await ana.page.keyboard.press("Escape")
    await ana.form.get_by_label("What was exposed").fill("Addresses of customers went to a vendor")
    await ana.sends()


async def _ben_goes_on_with_it(ben: Window) -> None:
    """What he needs is there: the card, what was exposed, and what only people can do."""
    await ben.goes_to(re.compile("-private"))
    await expect(ben.card).to_contain_text("PRIVATE · SEV3 · INC-1 · Quagga mails in the export")
    await expect(ben.message("goes on here")).to_contain_text("Addresses of customers went to a vendor")
    await expect(ben.message("is emptied")).to_contain_text("have an admin delete what people wrote there")
    await ben.presses("Acknowledge", ben.card)
    await expect(ben.card).to_contain_text("by @Ben Okafor")


async def _ana_finds_the_old_channel_emptied(ana: Window) -> None:
    """It was open before her all the while."""
    header = ana.page.get_by_test_id("channel-header")
    await expect(header).to_contain_text(re.compile(r"inc-\d+-1-moved"))
    await expect(header).to_contain_text("archived")
    await expect(_of_the_bot(ana).filter(has_text="Only visible to you")).to_have_count(1)
    left = _of_the_bot(ana).filter(has_not_text="Only visible to you").filter(has_text="APP")
    await expect(left.filter(has_not_text="This is handled elsewhere.")).to_have_count(0)


async def _dia_finds_nothing(dia: Window) -> None:
    """Neither where it was announced, nor beside it, at home, by its channel, its name or its asset."""
    await expect(dia.message("This is handled elsewhere.")).to_be_visible()
    await expect(dia.page.locator("body")).not_to_contain_text(WORD)
    await expect(dia.page.get_by_test_id("sidebar")).not_to_contain_text("inc-")
    await dia.page.get_by_role("button", name="Browse channels").click()
    channels = dia.page.get_by_role("dialog", name="Browse channels")
    await expect(channels).to_contain_text(re.compile(r"inc-\d+-1-moved"))
    await expect(channels).not_to_contain_text("private")
    await expect(channels).not_to_contain_text(WORD)
    await dia.page.keyboard.press("Escape")

    for command in ("/incident list", "/incident known quagga_export", "/incident export INC-1"):
        await dia.runs(command)
        await expect(_answers(dia)).to_have_count(1)
        await expect(_answers(dia).filter(has_text="Quagga mails")).to_have_count(0)
        await expect(_answers(dia)).not_to_contain_text(re.compile("fail|INC-1", re.IGNORECASE))
        await dia.dismisses(_answers(dia))
    await dia.runs("/incident declare")
    await dia.searches("Asset", "quagga")
    await expect(dia.page.get_by_role("option")).to_have_text(["Use “quagga” as written"])
    await dia.page.keyboard.press("Escape")
    await dia.page.get_by_test_id("modal-close").click()

    await dia.page.get_by_test_id("app-home").click()
    await expect(dia.page.get_by_test_id("home")).to_contain_text("Nothing is open.")


def _of_the_bot(window: Window) -> Locator:
    return window.page.get_by_test_id("messages").get_by_test_id("message").filter(has_text="Breakwater")


def _answers(window: Window) -> Locator:
    return _of_the_bot(window).filter(has_text="Only visible to you")
