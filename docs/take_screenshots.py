"""Take the pictures of the README anew: `.venv/bin/python -m docs.take_screenshots`.

A small story is played in the sandbox by the real program; the pictures are of the sandbox's page.
"""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from playwright.async_api import BrowserContext

from bot.assets.take_told import take_told
from bot.migrate import upgrade
from bot.playbook import parse_playbook
from docs.northwind import LINEAGE, PLAYBOOK
from tests.chromium import chromium
from tests.stories.town import PEOPLE, Room, Town, eventually, town

IMAGES: Final = Path(__file__).parent / "images"
WIDTH: Final = 1280

#: Where the program is served meanwhile, with its pages.
PORT: Final = 3917


async def main() -> None:
    """Play the story, and take a picture at each of its stations."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/breakwater.db"
        upgrade(database_url)
        settings = {"PORT": str(PORT), "PUBLIC_URL": f"http://127.0.0.1:{PORT}"}
        async with (
            town(database_url, parse_playbook(PLAYBOOK, "breakwater.yaml"), settings=settings) as here,
            chromium(timezone_id="Europe/Berlin") as browser,
        ):
            here.clock.move_to(datetime.now(UTC))
            await _alert_is_asked_about(here)
            await take(
                browser, here, "ben", "data-alerts", "alert.png", height=860, thread_of="raw.stripe.payments"
            )
            room = await _incident_is_carried(here)
            await take(browser, here, "ana", room.name, "incident.png", height=1060)
            room = await _lineage_is_drawn(here)
            await _take_page(browser, here, room)


async def _alert_is_asked_about(here: Town) -> None:
    await here.ben.does("sample", id="elementary-freshness-warning")
    await here.quiet()


async def _incident_is_carried(here: Town) -> Room:
    await here.ana.declares("Orders are late", domain="finance", symptom="freshness", severity="sev2")
    room = await here.room("orders-are-late")
    await room.expect_card("INC-1")
    for label in ("Acknowledge", "Take command"):
        await room.click(here.ben, label)
        await here.quiet()
    said = await here.ben.does(
        "post", channel=room.channel_id, text="The 06:00 load did not start: disk full"
    )
    await here.ana.does("react", channel=room.channel_id, ts=said["ts"], name="pushpin")
    await here.quiet()
    await room.click(here.ben, "Update")
    told = "The load runs again. Yesterday's figures stand; today's are an hour late."
    await here.ben.submits("update", message=told, stage="containment", next_due="30m")
    await here.quiet()
    return room


async def _lineage_is_drawn(here: Town) -> Room:
    """A source fails on which much hangs; the picture that Slack gets is kept as it is."""
    await take_told(here.program.desk.store, LINEAGE)
    await here.ana.declares("Customers stopped loading", severity="sev2", asset="bronze.customers")
    room = await here.room("customers-stopped-loading")
    for label in ("Acknowledge", "Take command"):
        await room.click(here.ben, label)
        await here.quiet()

    async def drawn() -> bytes | None:
        await here.program.look()
        files = here.sandbox.workspace.files.all.values()
        return next((file.content for file in files if file.complete and file.name.endswith(".png")), None)

    (IMAGES / "lineage.png").write_bytes(await eventually(drawn, "the picture"))
    return room


async def _take_page(browser: BrowserContext, here: Town, room: Room) -> None:
    """The page of an incident, by the link that Slack hands over."""
    [link, *_] = re.findall(r"http://[\d.:]+/open/[\w.-]+", await here.ana.asks("/incident open", room.name))
    page = await browser.new_page()
    await page.set_viewport_size({"width": WIDTH, "height": 1160})
    await page.goto(link)
    await page.get_by_role("button").click()
    await page.get_by_role("heading", name="Lineage").wait_for()
    await page.screenshot(path=IMAGES / "page.png")
    await page.close()


async def take(
    browser: BrowserContext,
    here: Town,
    person: str,
    channel: str,
    name: str,
    *,
    height: int,
    thread_of: str = "",
) -> None:
    """Open a channel as somebody, and take its picture once it stands still."""
    actor = here.people[person]
    channel_id = await actor.channel_id(channel)
    newest = (await actor.sees(channel_id))[-1]["ts"]
    await actor.does("read", channel=channel_id, ts=newest)
    page = await browser.new_page()
    await page.set_viewport_size({"width": WIDTH, "height": height})
    await page.goto(f"{here.sandbox.url}/?as={PEOPLE[person]}#channel/{channel_id}")
    await page.get_by_test_id("message").last.wait_for()
    if thread_of:
        shown = page.get_by_test_id("message").filter(has_text=thread_of).first
        await shown.get_by_test_id("thread-bar").click()
        await page.get_by_test_id("thread-panel").get_by_test_id("message").last.wait_for()
    await page.mouse.move(0, 0)
    await page.wait_for_timeout(500)
    await page.screenshot(path=IMAGES / name)
    await page.close()


if __name__ == "__main__":
    asyncio.run(main())
