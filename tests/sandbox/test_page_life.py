"""The sandbox's page in a real browser: living in the workspace as one person or another."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from bolt_app import attached
from page_blocks import BLOCKS
from page_desk import INCIDENTS, TEAM, Desk, message, served, types
from people import PATIENCE
from playwright.async_api import BrowserContext, Route, expect

from sandbox.samples import load_samples
from sandbox.seed import BEN, DIA
from tests.chromium import chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[BrowserContext]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def desk(browser: BrowserContext) -> AsyncIterator[Desk]:
    async with served(browser) as desk, attached(desk.sandbox, desk.app):
        yield desk


async def test_the_composer_completes_a_command_and_its_verbs(desk: Desk) -> None:
    async with desk.page() as page:
        composer, offers = page.get_by_test_id("composer"), page.get_by_test_id("suggestions")
        await types(page, "/te")
        await expect(offers.get_by_role("option")).to_have_count(2)
        await page.keyboard.press("Enter")
        await expect(offers.get_by_role("option")).to_contain_text(["order", "list", "give"])
        await page.keyboard.type("li")
        await page.keyboard.press("Tab")
        await expect(composer).to_have_value("/tea list ")
        await page.keyboard.press("Enter")
        answer = message(page, "You said list")
        await expect(answer).to_contain_text("Only visible to you")
        await answer.get_by_role("button", name="Dismiss message").click()
        await expect(answer).to_have_count(0)


async def test_people_channels_and_emoji_are_completed(desk: Desk) -> None:
    async with desk.page() as page:
        for typed in ("@di", "in #data-t", "and :tad"):
            await types(page, typed)
            await page.keyboard.press("Tab")
        await expect(page.get_by_test_id("composer")).to_have_value("@dia in #data-team and :tada: ")
        await page.keyboard.press("Enter")
        sent = message(page, "@Dia Patel")
        await expect(sent.get_by_role("button", name="#data-team")).to_be_visible()
        await expect(sent.get_by_role("img", name=":tada:")).to_be_visible()


async def test_threads_reactions_and_pins(desk: Desk) -> None:
    ts = await desk.ana.posts("Who wants tea?", INCIDENTS)
    await desk.ana.also(BEN).posts("me", INCIDENTS, thread_ts=ts)
    async with desk.page() as page:
        asked = message(page, "Who wants tea?")
        await asked.hover()
        await asked.get_by_role("button", name="React with :eyes:").click()
        await expect(asked.get_by_role("button", name=":eyes: 1, you")).to_have_attribute(
            "aria-pressed", "true"
        )
        await asked.get_by_role("button", name="Pin to channel").click()
        await expect(page.get_by_test_id("pins")).to_have_text("1")
        await asked.get_by_test_id("thread-bar").click()
        thread = page.get_by_test_id("thread-panel")
        await expect(thread.get_by_test_id("message")).to_have_count(2)
        await thread.get_by_test_id("thread-composer").fill("with *milk*")
        await page.keyboard.press("Enter")
        await expect(thread.locator("strong", has_text="milk")).to_be_visible()
        await expect(asked.get_by_test_id("thread-bar")).to_contain_text("2 replies")
        await page.keyboard.press("Escape")
        await expect(thread).to_be_hidden()


async def test_one_edits_the_last_message_with_arrow_up(desk: Desk) -> None:
    async with desk.page() as page:
        await types(page, "tee < coffee & *cake*")
        await page.keyboard.press("Enter")
        await expect(message(page, "tee < coffee & cake")).to_be_visible()
        await page.keyboard.press("ArrowUp")
        await expect(page.get_by_test_id("edit-field")).to_have_value("tee < coffee & *cake*")
        await page.get_by_test_id("edit-field").fill("tea > coffee")
        await page.keyboard.press("Enter")
        await expect(message(page, "tea > coffee")).to_contain_text("(edited)")


async def test_unread_channels_say_so_and_the_keyboard_walks_through_them(desk: Desk) -> None:
    async with desk.page() as page:
        await desk.ana.also(BEN).posts("@ana look", TEAM)
        entry = page.get_by_test_id("channel-data-team")
        await expect(entry.get_by_test_id("badge")).to_have_text("1")
        await expect(page).to_have_title(re.compile(r"^\(1\) #data-incidents"))
        await page.keyboard.press("Alt+ArrowDown")
        await expect(page).to_have_url(re.compile(f"#channel/{TEAM}$"))
        await expect(page.get_by_test_id("new-divider")).to_be_visible()
        await expect(entry.get_by_test_id("badge")).to_have_count(0)
        await expect(page).to_have_title(re.compile(r"^#data-team"))


async def test_what_comes_before_ones_eyes_is_read(desk: Desk) -> None:
    async def unread() -> int:
        channels = (await desk.ana.ok("boot"))["channels"]
        return next(int(each["unread"]) for each in channels if each["id"] == INCIDENTS)

    async with desk.page() as page:
        await desk.ana.also(BEN).posts("look", INCIDENTS)
        await expect(message(page, "look")).to_be_visible()
        async with asyncio.timeout(PATIENCE):
            while await unread():
                await asyncio.sleep(0.01)
        await expect(page).to_have_title(re.compile("^#data-incidents"))


async def test_what_is_posted_while_a_channel_is_read_is_shown(desk: Desk) -> None:
    """The answer was on its way, and did not know of it yet."""

    async def answer_late(route: Route) -> None:
        answer = await route.fetch()
        await desk.ana.also(BEN).ok("react", channel=INCIDENTS, ts=ts, name="eyes")
        await desk.says(text="posted meanwhile")
        await expect(page.locator("[aria-live=polite]")).to_contain_text("posted meanwhile")
        await route.fulfill(response=answer)

    ts = await desk.says(text="posted before")
    async with desk.page(place=f"#channel/{TEAM}") as page:
        await expect(page.get_by_test_id("channel-name")).to_have_text("data-team")
        await page.route("**/client/history", answer_late)
        await page.get_by_test_id("channel-data-incidents").click()
        await expect(page.get_by_test_id("message")).to_contain_text(["posted before", "posted meanwhile"])
        await expect(page.get_by_role("button", name=":eyes: 1, Ben Okafor")).to_be_visible()


async def test_one_may_act_as_somebody_else(desk: Desk) -> None:
    async with desk.page(place="#home") as page:
        await expect(page.get_by_test_id("home")).to_contain_text("Three cups are waiting")
        await page.get_by_test_id("act-as").focus()
        await page.keyboard.press("Enter")
        await page.get_by_test_id("as-dia").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("act-as")).to_contain_text("Dia Patel")
        await expect(page).to_have_url(re.compile(f"as={DIA}"))
        await expect(page.get_by_test_id("channel-finance-close")).to_be_visible()
        await page.get_by_test_id("channel-finance-close").click()
        await types(page, "between us")
        await page.keyboard.press("Enter")
        await expect(message(page, "between us")).to_contain_text("Dia Patel")


async def test_the_tray_posts_sample_alerts(desk: Desk) -> None:
    async with desk.page(place="#channel/C0ALERTS01") as page:
        await page.get_by_test_id("samples").click()
        for sample in load_samples():
            await page.get_by_test_id(f"sample-{sample.id}").click()
        await expect(page.get_by_test_id("message")).to_have_count(len(load_samples()))
        await expect(message(page, "Run #70471")).to_contain_text("dbt Cloud")


async def test_a_narrow_window_folds_the_sidebar_away(desk: Desk) -> None:
    await desk.says(blocks=BLOCKS)
    async with desk.page(width=400) as page:
        await expect(page.get_by_test_id("sidebar")).to_be_hidden()
        await expect(message(page, "Tea round")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 400
        await page.get_by_test_id("channel-header").get_by_test_id("open-sidebar").click()
        await page.get_by_test_id("channel-general").click()
        await expect(page.get_by_test_id("channel-name")).to_have_text("general")
        await expect(page.get_by_test_id("sidebar")).to_be_hidden()
