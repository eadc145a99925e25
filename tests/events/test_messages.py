"""Messages: alerts in the watched channels are taken in, chatter costs nothing."""

import aiohttp
from sqlalchemy import event

from handlers.events.every import take_event
from models.alert import Alert
from sandbox.workspace import Draft
from tests.builders import ANA
from tests.hearing import EMIL, Hearing


async def _sample(hearing: Hearing, name: str) -> None:
    """Post a sample alert the way the tray of the sandbox does."""
    async with aiohttp.ClientSession() as session:
        url = f"{hearing.office.sandbox.url}/client/sample"
        async with session.post(url, json={"as": ANA, "id": name}) as answer:
            assert (await answer.json())["ok"]


async def test_an_alert_in_a_watched_channel_is_taken_in_once(hearing: Hearing) -> None:
    hearing.slack.membership.join(hearing.bot_id, "C0ALERTS01")
    await hearing.desk.directory.find_channels(["data-alerts"])
    await hearing.hear()
    await _sample(hearing, "dbt-cloud-job-failed")
    await hearing.hear(times=2)

    [alert] = await hearing.house.all_of(Alert)
    assert alert.inbox_id == hearing.rows[-1]
    assert (await hearing.row(alert.inbox_id)).done_at is not None


async def test_an_alert_elsewhere_is_nobodys_business(hearing: Hearing) -> None:
    said = {"bot_id": "B0TOOL0001", "text": "Failed: orders", "ts": "1763632800.000100"}
    await hearing.tell(type="message", subtype="bot_message", channel="C0GENERAL1", **said)

    assert await hearing.house.all_of(Alert) == []


async def test_what_people_say_asks_nothing_of_the_database(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    hearing.slack.messages.post(ANA, channel_id, Draft(text="Hello"))
    [payload] = hearing.waiting
    asked: list[str] = []
    for sessions in (hearing.house.store.sessions, hearing.house.store.reading):
        engine = sessions.kw["bind"].sync_engine
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    await take_event(hearing.desk, payload, 0)

    assert asked == []


async def test_a_line_of_slacks_own_tells_that_a_channel_was_made_private(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    hearing.slack.channels.convert_private(EMIL, channel_id)
    assert [payload["event"]["subtype"] for payload in hearing.waiting] == ["channel_convert_to_private"]
    await hearing.hear()

    async with hearing.house.store.unit() as uow:
        assert (await uow.incident(number)).is_private
