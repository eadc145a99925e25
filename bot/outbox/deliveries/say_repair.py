"""Texts about the data itself, in the incident's channel."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.blocks.kit import Message
from bot.blocks.repair import repair_notice
from bot.blocks.views import IncidentView


def _interim_over(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    before, why = facts["before"], facts.get("why", "")
    return repair_notice.interim_over(view, by_id=facts["by_id"], before=before, why=why)


REPAIR: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "window": lambda view, facts: repair_notice.window_notice(view, facts["text"], by_id=facts["by_id"]),
    "window_withdrawn": lambda view, facts: repair_notice.window_over(
        view, facts["text"], by_id=facts["by_id"]
    ),
    "interim": lambda view, facts: repair_notice.interim_notice(view, by_id=facts["by_id"]),
    "interim_over": _interim_over,
}
