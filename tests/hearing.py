"""Slack's events, as the sandbox words them, stored and worked off one after another."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.uow import AlreadyReceived
from handlers.events.every import take_event
from models.inbox import InboxItem
from tests.builders import Office

EMIL, GWEN = "U0EMIL0001", "U0GWEN0001"


class Hearing:
    """Collects what the sandbox would deliver; `hear` works it off."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.house, self.desk = office.house, office.desk
        self.slack = office.sandbox.workspace
        self.bot_id = office.desk.identity.user_id
        self.waiting: list[dict[str, Any]] = []
        self.rows: list[int] = []
        office.sandbox.courier.send_event = self.waiting.append  # type: ignore[method-assign, assignment]  # nobody is connected
        # Slack's messages bear the real time, and what has happened does not lie in the future.
        self.house.clock.move_to(datetime.now(UTC) + timedelta(minutes=1))

    async def open(self, *members: str, **report: Any) -> tuple[int, str]:
        """An incident with a channel in which these people are, heard of by its events."""
        number = await self.house.declare(**report)
        answer = await self.desk.chat.call(
            "conversations.create", name=f"inc-{number}", is_private=report.get("is_private", False)
        )
        channel_id: str = answer["channel"]["id"]
        await self.house.opened(number, channel_id)
        if members:
            self.slack.membership.invite(self.bot_id, channel_id, list(members))
        await self.hear()
        return number, channel_id

    async def hear(self, *, times: int = 1) -> None:
        """Work off everything that was sent, each event so many times."""
        heard, self.waiting[:] = list(self.waiting), []
        for payload in heard:
            inbox_id = await self._store(payload)
            for _ in range(times):
                try:
                    await take_event(self.desk, payload, inbox_id)
                except AlreadyReceived:
                    continue

    async def lose(self) -> None:
        """Slack loses what it was to send."""
        self.waiting.clear()

    async def tell(self, **event: Any) -> int:
        """An event as Slack documents it, worked off; its row."""
        payload = {"type": "event_callback", "event_id": f"Ev{len(self.rows)}", "event": event}
        inbox_id = await self._store(payload)
        await take_event(self.desk, payload, inbox_id)
        return inbox_id

    async def row(self, inbox_id: int) -> InboxItem:
        """An inbox row as it stands now."""
        async with self.house.store.reading() as session:
            return await session.get_one(InboxItem, inbox_id)

    async def _store(self, payload: dict[str, Any]) -> int:
        async with self.house.store.unit() as uow:
            row = InboxItem(
                key=f"event:{payload['event_id']}",
                kind="event",
                payload=json.dumps(payload),
                received_at=uow.now,
            )
            uow.session.add(row)
        self.rows.append(row.id)
        return row.id
