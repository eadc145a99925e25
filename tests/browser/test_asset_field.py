"""The asset field in a real browser: it fills as one types, and takes what it does not know."""

import pytest
from playwright.async_api import BrowserContext, expect

from bot.assets.take_told import take_told
from tests.browser.window import window
from tests.stories.test_find_asset import MARTS
from tests.stories.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
async def here(here: Town) -> Town:
    await take_told(here.program.desk.store, MARTS)
    return here


async def test_an_asset_is_found_as_one_types_and_an_unknown_one_is_used_as_written(
    browser: BrowserContext, here: Town
) -> None:
    async with window(browser, here, "ana", "#channel/C0TEAM0001") as ana:
        await here.ana.runs("/incident declare")
        await ana.form.get_by_label("What is wrong").fill("Orders are late")
        await ana.searches("Asset", "fct ordres")
        offered = ana.page.get_by_role("option")
        await expect(offered).to_have_count(2)
        await expect(offered.first).to_contain_text("fct_orders")
        await expect(offered.first).to_contain_text("model")
        await offered.first.click()
        await ana.sends()
        room = await here.room("orders-are-late")
        await room.expect_card("fct_orders")

        await here.ana.runs("/incident declare")
        await ana.form.get_by_label("What is wrong").fill("A new thing is late")
        await ana.searches("Asset", "a new thing")
        await ana.page.get_by_role("option", name="Use “a new thing” as written").click()
        await ana.sends()
        await (await here.room("a-new-thing-is-late")).expect_card("a new thing")
