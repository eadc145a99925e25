"""The sandbox's page in a real browser: what crosses on its way, and hands that are quicker than it."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from bolt_app import attached, until
from page_blocks import FORM, button, section
from page_desk import INCIDENTS, TEAM, Desk, message, served, types
from page_held import Held, held_back
from playwright.async_api import BrowserContext, Locator, Page, Route, WebSocketRoute, expect

from sandbox.seed import BEN
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


async def test_a_press_is_not_lost_when_its_button_is_drawn_anew_under_the_finger(desk: Desk) -> None:
    ts = await desk.says(blocks=[_acts("Pour")])
    async with desk.page() as page:
        await _puts_a_finger_on(page.get_by_role("button", name="Pour"))
        await desk.app.client.chat_update(channel=INCIDENTS, ts=ts, text="tea", blocks=[_acts("Again")])
        await _hears_of_all(desk, page)
        await page.mouse.up()
        await expect(page.get_by_role("button", name="Again")).to_be_visible()
        await until(lambda: desk.acted)

        await _puts_a_finger_on(page.get_by_test_id("channel-data-team"))
        await desk.ana.also(BEN).posts("@ana look", TEAM)
        await _hears_of_all(desk, page)
        await page.mouse.up()
        await expect(page.get_by_test_id("channel-name")).to_have_text("data-team")
    assert [each["action_id"] for each in desk.acted] == ["pour"]


async def test_a_form_that_is_updated_keeps_what_is_begun_and_is_sent_once(desk: Desk) -> None:
    async with desk.page() as page:
        await _opens_the_form(page)
        await page.get_by_label("Name").fill("Ana")
        await page.locator('button[data-block-id="kind"]').click()
        view_id = (await desk.ana.ok("boot"))["views"][-1]["id"]
        await _tells(desk, view_id, "The pot is warm")
        await expect(page.get_by_test_id("modal")).to_contain_text("The pot is warm")
        await page.get_by_role("option", name="Black").click()
        await expect(page.locator('button[data-block-id="kind"]')).to_have_text("Black")
        await expect(page.get_by_label("Name")).to_have_value("Ana")

        sent = await held_back(page, "submit")
        await page.get_by_test_id("modal-submit").click()
        await _tells(desk, view_id, "Last orders")
        await expect(page.get_by_test_id("modal")).to_contain_text("Last orders")
        await expect(page.get_by_test_id("modal-submit")).to_be_disabled()
        await sent.let_go()
        await expect(page.get_by_test_id("modal")).to_be_hidden()
    [_, ordered] = desk.acted
    assert ordered["kind"]["value"]["selected_option"]["value"] == "black"


async def test_a_form_that_opens_while_others_are_closed_stays(desk: Desk) -> None:
    answered = asyncio.Event()

    async def answer_late(route: Route) -> None:
        await route.fetch()
        await desk.ana.ok("shortcut", callback_id="order")
        await expect(page.get_by_label("Name")).to_have_value("")
        await route.fulfill(json={"ok": True, "outcome": "cleared"})
        answered.set()

    async with desk.page() as page:
        await _opens_the_form(page)
        await page.get_by_label("Name").fill("Ana")
        await page.locator('button[data-block-id="kind"]').click()
        await page.get_by_role("option", name="Black").click()
        await page.route("**/client/submit", answer_late)
        await page.get_by_test_id("modal-submit").click()
        await answered.wait()
        await _hears_of_all(desk, page)
        await expect(page.get_by_test_id("modal-title")).to_be_visible()


async def test_nothing_is_chosen_from_a_list_that_answers_other_letters(desk: Desk) -> None:
    async with desk.page() as page:
        await _opens_the_form(page)
        leaf, offered = page.locator('button[data-block-id="leaf"]'), page.get_by_role("option")
        await leaf.click()
        await page.keyboard.type("gr")
        await expect(offered).to_have_text(["Green"])
        found = await held_back(page, "suggest", {"query": "oo"})
        await page.get_by_placeholder("Search").fill("oo")
        await page.keyboard.press("Enter")
        await found.let_go()
        await expect(offered).to_have_text(["Oolong"])
        await page.keyboard.press("Enter")
        await expect(leaf).to_have_text("Oolong")


async def test_an_answer_for_somebody_who_has_left_the_page_is_dropped(desk: Desk) -> None:
    await desk.says(text="for all")
    await desk.app.client.chat_postEphemeral(channel=INCIDENTS, user=desk.ana.user_id, text="for Ana alone")
    async with desk.page(place=f"#channel/{TEAM}") as page:
        read = await held_back(page, "history", {"as": desk.ana.user_id})
        await page.get_by_test_id("channel-data-incidents").click()
        await expect(page.get_by_test_id("channel-name")).to_have_text("data-incidents")
        await _acts_as(page, "dia")
        await expect(message(page, "for all")).to_be_visible()
        await read.let_go()
        await _hears_of_all(desk, page)
        await expect(page.get_by_test_id("message")).to_have_count(2)


async def test_who_acts_last_is_who_acts_whichever_answer_comes_last(desk: Desk) -> None:
    async with desk.page() as page:
        read = await held_back(page, "boot", {"as": BEN})
        async with page.expect_request("**/client/boot"):
            await _chooses_to_act_as(page, "ben")
        await _acts_as(page, "dia")
        await read.let_go()
        await _hears_of_all(desk, page)
        await expect(page.get_by_test_id("act-as")).to_contain_text("Dia Patel")


async def test_a_page_whose_first_reading_fails_reads_again(desk: Desk) -> None:
    async with desk.page() as page:
        await page.route("**/client/boot", lambda route: route.abort(), times=1)
        await _acts_as(page, "dia")
        await desk.says(text="read and heard")
        await expect(message(page, "read and heard")).to_be_visible()


async def test_a_page_that_is_cut_off_while_it_reads_goes_on_with_its_next_reading(desk: Desk) -> None:
    streams: list[WebSocketRoute] = []

    def pass_on(stream: WebSocketRoute) -> None:
        stream.connect_to_server()
        streams.append(stream)

    async with desk.page() as page:
        await page.route_web_socket("**/client/stream*", pass_on)
        read = Held()
        await page.route("**/client/boot", read.answer, times=1)
        async with page.expect_request("**/client/boot"):
            await _chooses_to_act_as(page, "dia")
        await streams[-1].close()
        await expect(page.get_by_test_id("act-as")).to_contain_text("Dia Patel")
        await read.let_go()
        await _hears_of_all(desk, page)
        await expect(message(page, "that is all")).to_be_visible()
        await expect(page.get_by_test_id("offline")).to_have_count(0)


async def test_what_one_types_into_an_edit_survives_what_others_do_to_the_message(desk: Desk) -> None:
    async with desk.page() as page:
        await types(page, "tea")
        await page.keyboard.press("Enter")
        ts = await message(page, "tea").get_attribute("data-ts")
        await page.keyboard.press("ArrowUp")
        field = page.get_by_test_id("edit-field")
        await field.fill("coff")
        await desk.ana.also(BEN).ok("react", channel=INCIDENTS, ts=ts, name="eyes")
        await expect(page.get_by_role("button", name=re.compile(":eyes: 1"))).to_be_visible()
        await page.keyboard.type("ee")
        await expect(field).to_have_value("coffee")
        await page.keyboard.press("Enter")
        await expect(message(page, "coffee")).to_contain_text("(edited)")


async def test_a_thread_is_not_opened_beside_another_channel(desk: Desk) -> None:
    ts = await desk.says(text="Who wants tea?")
    async with desk.page(place=f"#channel/{TEAM}") as page:
        read = await held_back(page, "history", {"channel": INCIDENTS})
        await page.evaluate("place => { location.hash = place }", f"#channel/{INCIDENTS}/{ts}/thread")
        await expect(page.get_by_test_id("channel-name")).to_have_text("data-incidents")
        await page.get_by_test_id("channel-data-team").click()
        await expect(page.get_by_test_id("channel-name")).to_have_text("data-team")
        await read.let_go()
        await desk.ana.also(BEN).posts("over here", TEAM)
        await expect(message(page, "over here")).to_be_visible()
        await expect(page.get_by_test_id("thread-panel")).to_be_hidden()


async def test_who_creates_a_channel_is_in_it_before_the_stream_tells_of_it(desk: Desk) -> None:
    async with desk.page() as page:
        told = asyncio.Event()

        async def hold(stream: WebSocketRoute) -> None:
            server = stream.connect_to_server()

            async def pass_on(frame: str | bytes) -> None:
                if "new-pots" in str(frame):
                    await told.wait()
                stream.send(frame)

            server.on_message(lambda frame: asyncio.ensure_future(pass_on(frame)))

        await page.route_web_socket("**/client/stream*", hold)
        await _acts_as(page, "ben")
        await page.get_by_role("button", name="Create channel").click()
        await page.get_by_label("Name").fill("new-pots")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("channel-name")).to_have_text("new-pots")
        told.set()
        await desk.ana.also(BEN).ok("topic", channel=_id_of(page), text="of clay")
        await expect(page.get_by_test_id("topic")).to_have_text("of clay")


async def test_a_list_of_channels_and_the_desk_keep_up_with_what_happens(desk: Desk) -> None:
    async with desk.page() as page:
        await page.get_by_test_id("act-as").focus()
        await desk.ana.also(BEN).posts("@ana look", TEAM)
        await expect(page.get_by_test_id("badge")).to_have_text("1")
        await expect(page.get_by_test_id("act-as")).to_be_focused()
        await page.get_by_role("button", name="Browse channels").click()
        await desk.ana.also(BEN).ok("create", name="new-pots")
        await expect(page.get_by_role("dialog", name="Browse channels")).to_contain_text("new-pots")
        await page.keyboard.press("Escape")


def _acts(label: str) -> dict[str, object]:
    return {"type": "actions", "block_id": "acts", "elements": [button(label, "pour")]}


def _id_of(page: Page) -> str:
    return page.url.rpartition("/")[2]


async def _puts_a_finger_on(control: Locator) -> None:
    await control.hover()
    await control.page.mouse.down()


async def _hears_of_all(desk: Desk, page: Page) -> None:
    """What the page is told comes in order: once this is there, so is all before it."""
    await desk.says(text="that is all")
    await expect(page.locator("[aria-live=polite]")).to_contain_text("that is all")


async def _opens_the_form(page: Page) -> None:
    await page.get_by_test_id("shortcuts").click()
    await page.get_by_test_id("shortcut-order").click()
    await expect(page.get_by_test_id("modal-title")).to_have_text("Order tea")


async def _tells(desk: Desk, view_id: str, words: str) -> None:
    """Let the app say something more in its form."""
    await desk.app.client.views_update(
        view_id=view_id, view={**FORM, "blocks": [section(words), *FORM["blocks"]]}
    )


async def _chooses_to_act_as(page: Page, name: str) -> None:
    await page.get_by_test_id("act-as").click()
    await page.get_by_test_id(f"as-{name}").click()


async def _acts_as(page: Page, name: str) -> None:
    await _chooses_to_act_as(page, name)
    await expect(page.get_by_test_id("act-as")).to_contain_text(name, ignore_case=True)
