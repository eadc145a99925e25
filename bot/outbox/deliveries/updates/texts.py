"""Texts of updates, in the incident's channel."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.blocks.kit import Message
from bot.blocks.updates.update_notice import update_notice
from bot.blocks.views import IncidentView
from models.vocabulary import Stage


def _update(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    moved = facts.get("moved_from")
    return update_notice(
        view, facts["text"], by_id=facts["by_id"], moved_from=Stage(moved) if moved else None
    )


UPDATES: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "update": _update,
}
