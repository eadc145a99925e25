"""A person at the page, in a real browser: only what one can see and press."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import BrowserContext, Locator, Page, Request, expect

from bot.blocks.inputs import VALUE
from tests.chromium import another, is_shown
from tests.stories.people import INTERACTIONS
from tests.stories.town import PEOPLE, Town


class Window:
    """One open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        #: How often this person has typed a command, pressed a button of the bot's or sent a form.
        self.interactions = 0
        page.on("request", self._count)

    @property
    def card(self) -> Locator:
        """The pinned card: the one message with a header."""
        messages = self.page.get_by_test_id("messages").get_by_test_id("message")
        return messages.filter(has=self.page.locator(".block-header"))

    @property
    def form(self) -> Locator:
        """The form that is open."""
        return self.page.get_by_test_id("modal")

    @property
    def title(self) -> Locator:
        """What the open form is called."""
        return self.page.get_by_test_id("modal-title")

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message that says this."""
        return self.page.get_by_test_id("messages").get_by_test_id("message").filter(has_text=text).last

    async def goes_to(self, channel: str | re.Pattern[str]) -> None:
        """Choose a channel from the sidebar, once it is there, and wait until it is the one that is shown."""
        sidebar = self.page.get_by_test_id("sidebar")
        is_whole = isinstance(channel, str)
        entry = (
            sidebar.get_by_test_id(f"channel-{channel}")
            if is_whole
            else sidebar.get_by_role("button", name=channel).first
        )
        await entry.click()
        await expect(entry).to_have_attribute("aria-current", "page")

    async def types(self, text: str) -> None:
        """Type into the composer key by key, as completion sees it."""
        await self.page.get_by_test_id("composer").click()
        await self.page.keyboard.type(text)

    async def presses(self, label: str, on: Locator) -> None:
        await on.get_by_role("button", name=label, exact=True).click()

    async def chooses(self, field: str, option: str | re.Pattern[str]) -> None:
        """Open a menu of the form by its label, and take one of its options."""
        await self.form.get_by_label(field).click()
        await self.page.get_by_role("option", name=option).first.click()

    async def searches(self, field: str, words: str) -> None:
        """Open a menu of the form and type, and wait for what is found by all of the words."""
        await self.form.get_by_label(field).click()
        await self.page.keyboard.type(words)
        await expect(self.page.get_by_role("listbox")).to_have_attribute("aria-busy", "false")

    async def dismisses(self, message: Locator) -> None:
        """Take away what only this person sees, and wait until it is gone."""
        await self.presses("Dismiss message", message)
        await expect(message).to_have_count(0)

    async def sends(self) -> None:
        """Press the form's button, and wait until it closed."""
        await self.page.get_by_test_id("modal-submit").click()
        await expect(self.form).to_be_hidden()

    async def sends_back_to(self, title: str) -> None:
        """Press the button of a form that lies upon another, and wait for that one."""
        await self.page.get_by_test_id("modal-submit").click()
        await expect(self.title).to_have_text(title)

    async def runs(self, command: str) -> None:
        """Type a command, and send it."""
        await self.types(command)
        await self.page.keyboard.press("Enter")

    def _count(self, request: Request) -> None:
        """A field that is filled in belongs to its form, which counts once, though the page tells of both."""
        if request.url.rpartition("/client/")[2] in INTERACTIONS:
            self.interactions += request.post_data_json.get("action_id") != VALUE


@asynccontextmanager
async def window(
    browser: BrowserContext, here: Town, person: str, place: str = "", width: int = 1280
) -> AsyncIterator[Window]:
    """Open the page as somebody; an error in its scripts fails the test."""
    page = await (await another(browser)).new_page()
    await page.set_viewport_size({"width": width, "height": 860})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(f"{here.sandbox.url}/?as={PEOPLE[person]}{place}")
    await is_shown(page)
    try:
        yield Window(page)
    except BaseException as wrong:
        wrong.add_note(f"{person} saw:\n{await page.inner_text('body')}")
        raise
    await page.context.close()
    assert errors == []
