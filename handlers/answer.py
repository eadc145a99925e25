"""What a listener gives back; how it reaches the person is `front`'s business."""

from dataclasses import dataclass
from typing import Any

from bot.blocks.kit import Message


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more to say: what changed shows itself."""


@dataclass(frozen=True, slots=True)
class Say:
    """Words for this person only."""

    message: Message


@dataclass(frozen=True, slots=True)
class Replace:
    """What the message becomes on which a button was pressed; its buttons are settled with it."""

    message: Message


@dataclass(frozen=True, slots=True)
class Open:
    """A form."""

    view: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Redraw:
    """What the open form becomes, in which something was pressed or which was sent off."""

    view: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with a form, at its fields: block id to sentence."""

    errors: dict[str, str]


Answer = Done | Say | Replace | Open | Redraw | Errors
