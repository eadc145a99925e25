"""A team of two, without a playbook: nothing is asked of them but what they would write down anyway."""

import re

import pytest
from playwright.async_api import BrowserContext, expect

from tests.browser.window import Window, window
from tests.stories.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


async def test_two_people_close_an_incident_in_fewer_than_ten_interactions(
    browser: BrowserContext, here: Town
) -> None:
    async with (
        window(browser, here, "ana", "#channel/C0TEAM0001") as ana,
        window(browser, here, "ben") as ben,
    ):
        await ana.runs("/incident declare Orders are late")
        await ana.sends()
        await _ben_leads(ben)
        await ana.goes_to(re.compile("inc-"))
        await ana.runs("/incident change Restarted the loader")
        await expect(ana.message("Change, applied")).to_contain_text("Restarted the loader")
        await _ben_tells_and_closes(ben)
        assert ana.interactions + ben.interactions < 10


async def _ben_leads(ben: Window) -> None:
    await ben.goes_to("data-incidents")
    await ben.presses("Take command", ben.message("INC-1"))
    await ben.goes_to(re.compile("inc-"))
    await expect(ben.card).to_contain_text("Commander @Ben Okafor")


async def _ben_tells_and_closes(ben: Window) -> None:
    """No gate holds, so the form of closing asks for a sentence, and lists nothing that is missing."""
    await ben.runs("/incident update Orders are there again at noon")
    await expect(ben.message("Update on INC-1")).to_contain_text("there again at noon")
    await ben.presses("Close", ben.card)
    await ben.form.get_by_label("What it was").fill("The loader was stuck")
    await ben.sends()
    await expect(ben.card).to_contain_text("Closed as fixed")
    await expect(ben.card).to_contain_text("The loader was stuck")
