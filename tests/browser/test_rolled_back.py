"""A change that did not hold, with the page's own buttons: three forms upon each other, and back again."""

import re

import pytest
from playwright.async_api import BrowserContext, expect

from bot.playbook import Playbook
from tests.browser.window import Window, window
from tests.stories.test_whole_response import HELD
from tests.stories.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def playbook() -> Playbook:
    return HELD


async def test_a_change_is_rolled_back_from_the_form_that_asked_whether_it_worked(
    browser: BrowserContext, here: Town
) -> None:
    await here.ana.declares("Orders are late", severity="sev2")
    await here.room("orders-are-late")
    async with window(browser, here, "ana") as ana, window(browser, here, "chen") as chen:
        await _ana_goes_straight_to_the_repair(ana)
        await _ana_may_not_approve_her_own_change(ana)
        await _chen_approves(chen)
        await ana.presses("Applied", ana.message("Approved"))
        await _ana_says_that_it_did_not_work(ana)


async def _ana_goes_straight_to_the_repair(ana: Window) -> None:
    """Over two gates that hold, with a sentence; the form lists what that leaves open."""
    await ana.goes_to(re.compile("inc-"))
    await ana.presses("Take command", ana.card)
    await expect(ana.card).to_contain_text("Commander @Ana Silva")
    await ana.presses("Advance", ana.card)
    await ana.form.get_by_label("Remediation").check()
    await ana.page.get_by_test_id("modal-submit").click()
    for button in ("Say what contains it", "Hypotheses", "Cause"):
        await expect(ana.form.get_by_role("button", name=button, exact=True)).to_be_visible()
    await ana.page.get_by_test_id("modal-submit").click()
    wrong = ana.page.get_by_test_id("error-override")
    await expect(wrong).to_contain_text("or say here why it goes on without them")
    await ana.form.get_by_label("Go on anyway, because").fill("We have seen this before")
    await ana.sends()
    await expect(ana.card).to_contain_text("Remediation since")


async def _ana_may_not_approve_her_own_change(ana: Window) -> None:
    await ana.presses("Add to ledger", ana.card)
    await ana.chooses("What it is", "Change")
    await ana.form.get_by_label("What is changed").fill("Widen the loader's window")
    await ana.form.get_by_label("How you will see that it holds").fill("each row once")
    await ana.sends()
    planned = ana.message("Change, planned: Widen the loader's window")
    await expect(planned).to_contain_text("Somebody else approves it")
    await ana.presses("Approve", planned)
    await expect(ana.message("Nobody approves their own change")).to_contain_text("Only visible to you")


async def _chen_approves(chen: Window) -> None:
    await chen.goes_to("data-incidents")
    await chen.presses("Join", chen.message("INC-1"))
    await chen.goes_to(re.compile("inc-"))
    await chen.presses("Approve", chen.message("Change, planned"))
    await expect(chen.message("Approved")).to_contain_text("by @Chen Wei")


async def _ana_says_that_it_did_not_work(ana: Window) -> None:
    await expect(ana.card).to_contain_text("whether it worked: Widen the loader's window")
    await ana.presses("Advance", ana.card)
    await ana.presses("Changes", ana.form)
    await expect(ana.form).to_contain_text("Did it work?")
    await ana.presses("Rolled back", ana.form)
    await expect(ana.title).to_have_text("Rolled back")
    await ana.form.get_by_role("textbox").fill("Half of the rows came twice")
    await ana.page.get_by_test_id("modal-submit").click()
    await expect(ana.form).to_contain_text("Nothing is left to be said here.")
    await ana.page.get_by_test_id("modal-close").click()
    await expect(ana.title).to_have_text("Advance INC-1")
    await expect(ana.form).not_to_contain_text("Still missing")
    await ana.sends()
    await expect(ana.card).to_contain_text("Verification since")
    await expect(ana.message("Change, rolled back")).to_contain_text("Half of the rows came twice")
