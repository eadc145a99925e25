"""Slack refuses to open the incident's channel: people hear of the incident, and of what to do."""

from typing import Any

from sqlalchemy import select

from bot.doctor import retry_item
from models.outbox import OutboxItem, Standing
from sandbox.server import Sandbox
from tests.stories.town import Town, eventually, spoken, town

ALERTS, INCIDENTS = "C0ALERTS01", "C0INCDNT01"


def refuses(slack: Sandbox) -> None:
    slack.faults.add("conversations.create", "error", error="restricted_action")


async def test_whoever_declared_is_told_why_there_is_no_channel(sqlite_url: str) -> None:
    async with town(sqlite_url, before=refuses) as here:
        await here.ana.declares("Orders are late")

        await _expect(here, await _conversation_with(here, here.ana.user_id), "restricted_action", "doctor")


async def test_an_incident_without_a_channel_is_announced_and_its_alert_answered(sqlite_url: str) -> None:
    async with town(sqlite_url, before=refuses) as here:
        alert = await here.ana.does("sample", id="elementary-freshness-error")

        await _expect(here, INCIDENTS, "INC-1", "nobody leads")
        await _expect(here, ALERTS, "Became INC-1", thread_ts=alert["ts"])


async def test_once_slack_allows_it_the_announcement_links_the_channel(sqlite_url: str) -> None:
    async with town(sqlite_url, before=refuses) as here:
        await here.ana.declares("Orders are late")
        await _expect(here, INCIDENTS, "INC-1")
        parked = await eventually(lambda: _parked(here), "the opening to be parked")
        async with here.program.desk.store.unit() as uow:
            await retry_item(uow, parked[0].id)
        here.program.outbox.wake()

        room = await here.room("orders-are-late")
        await room.expect_card("INC-1")
        await _expect(here, INCIDENTS, "INC-1", room.channel_id)


async def _expect(here: Town, channel_id: str, *words: str, **where: str) -> None:
    method = "conversations.replies" if where else "conversations.history"
    where = {"ts": where["thread_ts"]} if where else {}

    async def said() -> bool:
        answer = await here.program.desk.chat.read(method, channel=channel_id, **where)
        return any(all(word in spoken(message) for word in words) for message in answer["messages"])

    await eventually(said, f"{words} in {channel_id}")


async def _conversation_with(here: Town, user_id: str) -> str:
    opened: dict[str, Any] = await here.program.desk.chat.call("conversations.open", users=user_id)
    return str(opened["channel"]["id"])


async def _parked(here: Town) -> list[OutboxItem]:
    async with here.program.desk.store.reading() as session:
        parked = select(OutboxItem).where(OutboxItem.standing == Standing.PARKED)
        return list(await session.scalars(parked))
