"""Finds interactive elements in blocks, wherever Slack allows them to stand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]
Element = Mapping[str, Any]


def elements_of(block: Block) -> Iterator[Element]:
    """List the interactive elements of one block; pictures beside a text are none."""
    yield from (element for element in _standing_in(block) if "action_id" in element)


def _standing_in(block: Block) -> Iterator[Element]:
    match block.get("type"):
        case "actions" | "context_actions":
            yield from block.get("elements", ())
        case "section" if "accessory" in block:
            yield block["accessory"]
        case "input":
            yield block["element"]
        case "card":
            yield from block.get("actions", ())


def walk_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """List blocks with those inside containers and carousels."""
    for block in blocks:
        yield block
        yield from walk_blocks(block.get("child_blocks") or ())
        if block.get("type") == "carousel":
            yield from walk_blocks(block.get("elements") or ())


def message_blocks(message: Mapping[str, Any]) -> list[Block]:
    """List a message's blocks, its attachments' ones included."""
    found = list(message.get("blocks") or ())
    for attachment in message.get("attachments") or ():
        found.extend(attachment.get("blocks") or ())
    return found


def find_element(blocks: Sequence[Block], block_id: str, action_id: str) -> tuple[Block, Element] | None:
    """Find an element by its two ids, or by its own alone.

    A message is often redrawn while somebody presses: its blocks have new ids then, and the press, made on
    what the client showed, still reaches the app.
    """
    named = [
        (block, element)
        for block in walk_blocks(blocks)
        for element in elements_of(block)
        if element.get("action_id") == action_id
    ]
    exact = [found for found in named if found[0].get("block_id") == block_id]
    return next(iter(exact or (named if len(named) == 1 else [])), None)
