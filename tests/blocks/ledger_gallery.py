"""The cards and forms of the ledger, each drawn from any extreme of view data."""

from collections.abc import Callable
from typing import Any

from bot.blocks.data_notice import not_kept
from bot.blocks.kit import Message
from bot.blocks.refusal import refusal
from models.errors import LooksLikeData
from tests.blocks.samples import Words

CARDS: dict[str, Callable[[Words], Message]] = {
    "data refused": lambda w: refusal(
        LooksLikeData("2 rows of a result", w.text or "", incident_id=12, kind="evidence.added")
    ),
    "data refused elsewhere": lambda w: refusal(LooksLikeData("a card number", w.text or "")),
    "message not kept": lambda _: not_kept("INC-12", "note.added", "2 rows of a result"),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {}
