"""An incident's page in a real browser: by a link from Slack, in the light and in the dark, on a phone."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.chromium import chromium
from tests.impact.lineage import PLAYBOOK, playbook, tell_of
from tests.ports import free_port
from tests.stories.town import Town, town

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass
class Opened:
    town: Town
    browser: BrowserContext
    link: str
    #: What the browser complained about: a style or a script that was not let in, say.
    complaints: list[str]

    async def page(self) -> Page:
        page = await self.browser.new_page()
        page.on("console", lambda told: self.complaints.append(told.text))
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        return page


@pytest.fixture
async def opened(sqlite_url: str) -> AsyncIterator[Opened]:
    port = free_port()
    settings = {"PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    async with chromium() as browser, town(sqlite_url, playbook(PLAYBOOK), settings=settings) as here:
        await tell_of(here.program.desk.store)
        await here.ana.declares("Orders are late", severity="sev2", asset="stg_orders")
        room = await here.room("orders-are-late")
        await here.quiet()
        told = await here.ana.asks("/incident open", room.name)
        [link, *_] = re.findall(r"http://127\.0\.0\.1:\d+/open/[\w.-]+", told)
        yield Opened(here, browser, link, [])


async def test_a_link_from_slack_opens_the_page_and_its_boxes_lead_to_the_lists(opened: Opened) -> None:
    page = await opened.page()
    await page.goto(opened.link)
    await page.get_by_role("button", name="Open INC-1").click()
    await expect(page).to_have_url(re.compile("/i/INC-1$"))
    await expect(page.get_by_role("heading", name="Orders are late")).to_be_visible()
    picture = page.get_by_role("group", name="INC-1")
    await expect(picture).to_be_visible()
    await picture.get_by_role("link", name="board_pack").click()
    await expect(page.locator("tr:target")).to_contain_text("board_pack")
    await expect(page.locator("tr:target")).to_be_in_viewport()
    assert opened.complaints == []


async def test_it_reads_well_in_the_dark_and_on_a_phone(opened: Opened) -> None:
    page = await opened.page()
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(opened.link)
    await page.get_by_role("button", name="Open INC-1").click()
    await expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    await page.wait_for_load_state()
    wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"
    fill = "getComputedStyle(document.querySelector('.affected .front')).fill"
    assert await page.evaluate(fill) == "rgb(74, 55, 3)"


async def test_the_same_link_opens_nothing_in_another_browser(opened: Opened) -> None:
    first = await opened.page()
    await first.goto(opened.link)
    await first.get_by_role("button", name="Open INC-1").click()
    await expect(first.get_by_role("heading", name="Orders are late")).to_be_visible()
    await opened.browser.clear_cookies()
    second = await opened.page()
    await second.goto(opened.link)
    await second.get_by_role("button", name="Open INC-1").click()
    await expect(second.get_by_role("heading", name="This link was used before")).to_be_visible()
    await expect(second.get_by_text("/incident open")).to_be_visible()
