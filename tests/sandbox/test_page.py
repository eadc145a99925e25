"""The sandbox's page in a real browser: what apps say, and how people answer them."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from bolt_app import attached
from page_blocks import BLOCKS, ELEMENTS, HOSTILE, button, section
from page_desk import INCIDENTS, Desk, message, served, types
from playwright.async_api import BrowserContext, expect

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


async def test_every_kind_of_block_is_shown(desk: Desk) -> None:
    await desk.says(blocks=BLOCKS)
    async with desk.page() as page:
        shown = message(page, "Tea round")
        for block in BLOCKS:
            await expect(shown.locator(f".block-{block['type']}").first).to_be_attached()
        for element in ELEMENTS:
            await expect(shown.locator(f'[data-element="{element}"]').first).to_be_visible()
        await expect(shown.locator("strong", has_text="Strong")).to_be_visible()
        await expect(shown.get_by_text("poured 2026-11-21 01:00")).to_be_visible()
        await expect(shown.get_by_role("cell", name="12")).to_be_visible()
        await expect(shown.get_by_role("listitem").filter(has_text="warm the pot")).to_be_visible()
        await expect(shown.get_by_text("Video “Pouring” is not shown")).to_be_visible()
    assert desk.asked_for == {desk.sandbox.url.removeprefix("http://")}


async def test_hostile_text_stays_text(desk: Desk) -> None:
    attachment = {"color": "danger", "title": HOSTILE, "text": f"<javascript:window.pwned=1|press> {HOSTILE}"}
    attachment |= {
        "title_link": "javascript:window.pwned=1",
        "fields": [{"title": HOSTILE, "value": HOSTILE}],
    }
    blocks = [section(HOSTILE), {"type": "markdown", "text": f"{HOSTILE} [press](javascript:window.pwned=1)"}]
    await desk.says(
        blocks=[{"type": "header", "text": {"type": "plain_text", "text": HOSTILE[:150]}}, *blocks]
    )
    await desk.says(text="in an attachment", attachments=[attachment])
    await desk.ana.posts(HOSTILE, INCIDENTS)
    await desk.ana.ok("topic", channel=INCIDENTS, text=HOSTILE)
    async with desk.page() as page:
        await expect(message(page, "in an attachment")).to_contain_text(HOSTILE)
        await expect(page.locator(".message img, .message script, [onerror]")).to_have_count(0)
        await expect(page.locator('a[href^="javascript"]')).to_have_count(0)
        assert await page.evaluate("window.pwned") is None


async def test_a_form_shows_errors_at_the_field_and_keeps_what_was_typed(desk: Desk) -> None:
    async with desk.page() as page:
        await types(page, "/tea order")
        await page.keyboard.press("Enter")
        modal = page.get_by_test_id("modal")
        await modal.get_by_label("Name").fill("nobody")
        await modal.get_by_test_id("modal-submit").click()
        await expect(modal.get_by_test_id("error-kind")).to_be_visible()  # required, says the sandbox
        await modal.locator('[data-element="static_select"]').click()
        await page.get_by_role("option", name="Oolong").click()
        await modal.get_by_test_id("modal-submit").click()
        await expect(modal.get_by_test_id("error-name")).to_have_text("Somebody must drink it.")
        await expect(modal.get_by_label("Name")).to_be_focused()
        await modal.get_by_label("Name").fill("Ana")
        await modal.get_by_test_id("modal-submit").click()
        await expect(modal).to_be_hidden()
    assert desk.acted[-1]["kind"]["value"]["selected_option"]["value"] == "oolong"


async def test_a_form_can_be_filled_with_the_keyboard_alone(desk: Desk) -> None:
    async with desk.page() as page:
        await types(page, "/tea order")
        await page.keyboard.press("Enter")
        modal = page.get_by_test_id("modal")
        await expect(modal.get_by_label("Name")).to_be_focused()
        await page.keyboard.type("Ben")
        for typed in ("bla", "gwe"):  # one kind, then a guest
            await page.keyboard.press("Tab")
            await page.keyboard.press("ArrowDown")
            await page.keyboard.type(typed)
            await expect(page.get_by_role("option")).to_have_count(1)
            await page.keyboard.press("Enter")
        await page.keyboard.press("Escape")  # closes the list of guests, not the form
        await page.keyboard.press("Tab")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.type("oo")  # the app is asked for leaves
        await expect(page.get_by_role("option", name="Oolong")).to_be_visible()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.type("3")
        await page.keyboard.press("Control+Enter")
        await expect(modal).to_be_hidden()
        await expect(page.get_by_test_id("composer")).to_be_focused()
    values = desk.acted[-1]
    assert values["kind"]["value"]["selected_option"]["value"] == "black"
    assert values["guests"]["value"]["selected_users"] == ["U0GWEN0001"]
    assert values["leaf"]["value"]["selected_option"]["value"] == "oolong"
    assert values["cups"]["value"]["value"] == "3"


async def test_escape_closes_a_form_and_the_app_hears_nothing(desk: Desk) -> None:
    async with desk.page() as page:
        await page.get_by_test_id("shortcuts").click()
        await page.get_by_test_id("shortcut-order").click()
        await expect(page.get_by_test_id("modal-title")).to_have_text("Order tea")
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("modal")).to_be_hidden()
    assert [each["type"] for each in desk.acted] == ["shortcut"]


async def test_buttons_ask_first_where_they_should_and_selects_tell_what_was_chosen(desk: Desk) -> None:
    await desk.says(blocks=BLOCKS)
    async with desk.page() as page:
        await page.get_by_role("button", name="Spill").click()
        await page.get_by_test_id("confirm").get_by_role("button", name="Keep").click()
        await page.get_by_role("button", name="Pour").click()
        await page.locator('[data-action-id="kind"]').click()
        await page.get_by_role("option", name="Black").click()
        await expect(page.locator('[data-action-id="kind"]')).to_have_text("Black")
        await expect(page.locator(".busy")).to_have_count(0)
    assert [each["action_id"] for each in desk.acted] == ["pour", "kind"]
    assert desk.acted[1]["selected_option"]["value"] == "black"


async def test_a_card_that_is_updated_keeps_the_keyboard_where_it_was(desk: Desk) -> None:
    ts = await desk.says(
        blocks=[{"type": "actions", "block_id": "acts", "elements": [button("Pour", "pour")]}]
    )
    async with desk.page() as page:
        await page.get_by_role("button", name="Pour").focus()
        poured = [
            section("Poured"),
            {"type": "actions", "block_id": "acts", "elements": [button("Again", "pour")]},
        ]
        await desk.app.client.chat_update(channel=INCIDENTS, ts=ts, text="tea", blocks=poured)
        await expect(page.get_by_role("button", name="Again")).to_be_focused()


async def test_the_page_says_when_nobody_listens_and_when_a_form_was_not_answered(
    browser: BrowserContext,
) -> None:
    async with served(browser) as desk, desk.page() as page:
        await expect(page.get_by_test_id("no-app")).to_be_visible()
        async with attached(desk.sandbox, desk.app):
            await expect(page.get_by_test_id("no-app")).to_have_count(0)
            await page.get_by_test_id("shortcuts").click()
            await page.get_by_test_id("shortcut-order").click()
            await page.get_by_label("Name").fill("Ana")
            await page.locator('button[data-block-id="kind"]').click()
            await page.keyboard.press("Enter")
        await page.get_by_test_id("modal-submit").click()
        await expect(page.locator(".modal-status")).to_have_class(re.compile("bad"))
        await expect(page.get_by_label("Name")).to_have_value("Ana")
