"""Amazon SNS asks whether its messages are wanted here: answered for the topics that the playbook allows."""

from collections.abc import Mapping
from typing import Any

from bot.alerts.reading.json_parts import text
from bot.desk import Desk
from bot.integrations.amazon import is_of_amazon
from models.inbox import InboxItem

#: The kind of rows that hold such a question.
SUBSCRIPTION = "subscription"


async def confirm_subscription(desk: Desk, body: Mapping[str, Any], inbox_id: int) -> None:
    """Let the confirmation go out after the commit, or say in the row why not."""
    refused = _refusal(desk, body)
    async with desk.store.unit(inbox_id) as uow:
        row = await uow.session.get_one(InboxItem, inbox_id)
        if refused:
            row.outcome = refused
            return
        row.outcome = "the subscription is confirmed"
        await uow.announce("confirm_subscription", address=text(body, "SubscribeURL"))


def _refusal(desk: Desk, body: Mapping[str, Any]) -> str | None:
    if text(body, "TopicArn") not in desk.playbook.alerts.sns_topics:
        return "its topic is not among alerts.sns_topics in the playbook, so it was not confirmed"
    if not is_of_amazon(text(body, "SubscribeURL") or ""):
        return "its address is none of Amazon SNS, so it was not confirmed"
    return None
