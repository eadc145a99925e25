"""Texts about proof, in the incident's channel."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.blocks.kit import Message
from bot.blocks.verification.sign_offs import all_signed
from bot.blocks.views import IncidentView

PROOF: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "all_signed": lambda view, _facts: all_signed(view),
}
