"""Walk a message of any kind, piece by piece, in reading order: text, blocks, attachments.

Any of them can be missing, null, a JSON string, or nested without end. What is not understood is passed by.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from bot.alerts.reading.plain_text import Link, Plain, inert, plain

#: How far blocks are followed inward, and how many pieces of one message are read.
DEEPEST: Final = 12
MOST: Final = 400


class Place(StrEnum):
    """Where in a message a piece stood."""

    TEXT = "text"
    HEADLINE = "headline"
    BODY = "body"
    SMALL = "small"
    BUTTON = "button"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of text."""

    place: Place
    plain: Plain


def items_of(value: object) -> list[Any]:
    """A list, also where a tool posted it as a JSON string; anything else is empty."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    return value[:MOST] if isinstance(value, list) else []


def block_pieces(blocks: object, depth: int = 0) -> Iterator[Piece]:
    """The pieces of some blocks."""
    if depth > DEEPEST:
        return
    for block in items_of(blocks):
        if isinstance(block, Mapping):
            yield from _block(block, depth)


def _block(block: Mapping[str, Any], depth: int) -> Iterator[Piece]:
    match block.get("type"):
        case "rich_text":
            yield from _rich_text(block)
        case "table" | "data_table":
            yield from _table(block, depth)
        case "actions":
            yield from _buttons(items_of(block.get("elements")))
        case "header":
            yield from _said(Place.HEADLINE, block.get("text"))
        case "context":
            for element in items_of(block.get("elements")):
                yield from _said(Place.SMALL, element)
        case "image" | "divider" | "file" | "input" | "video":
            return
        case _:
            yield from _section(block, depth)


def _section(block: Mapping[str, Any], depth: int) -> Iterator[Piece]:
    """A section, or a kind of block that is not known here but has texts where blocks have them."""
    yield from _said(Place.HEADLINE, block.get("title"))
    yield from _said(Place.BODY, block.get("text"))
    yield from _said(Place.BODY, block.get("body"))
    for each in items_of(block.get("fields")):
        yield from _said(Place.BODY, each)
    yield from _buttons([block.get("accessory")])
    yield from block_pieces(block.get("elements"), depth + 1)
    yield from block_pieces(block.get("blocks"), depth + 1)


def _said(place: Place, text: object) -> Iterator[Piece]:
    """A text object, or a bare string, which is markup."""
    if isinstance(text, Mapping):
        read = inert if text.get("type") in ("plain_text", "raw_text") else plain
        made = read(text.get("text"))
    else:
        made = plain(text)
    if made.text:
        yield Piece(place, made)


def _buttons(elements: list[Any]) -> Iterator[Piece]:
    """Buttons say where to go, not what happened."""
    for element in elements:
        if isinstance(element, Mapping) and isinstance(url := element.get("url"), str):
            label = element.get("text")
            words = label.get("text") if isinstance(label, Mapping) else ""
            if url.startswith(("http://", "https://")):
                yield Piece(Place.BUTTON, Plain("", (Link(url, str(words or "")),)))


def _table(block: Mapping[str, Any], depth: int) -> Iterator[Piece]:
    for row in items_of(block.get("rows")):
        cells = [_cell(cell, depth) for cell in items_of(row)]
        made = inert(" | ".join(cell for cell in cells if cell))
        if made.text:
            yield Piece(Place.SMALL, made)


def _cell(cell: object, depth: int) -> str:
    if isinstance(cell, Mapping) and cell.get("type") == "rich_text":
        return " ".join(piece.plain.text for piece in block_pieces([cell], depth + 1))
    return inert(cell.get("text")).text if isinstance(cell, Mapping) else ""


def _rich_text(block: Mapping[str, Any]) -> Iterator[Piece]:
    for element in items_of(block.get("elements")):
        if not isinstance(element, Mapping):
            continue
        parts = items_of(element.get("elements"))
        if element.get("type") == "rich_text_list":
            for item in parts:
                inner = items_of(item.get("elements")) if isinstance(item, Mapping) else []
                yield from _run(inner)
        else:
            yield from _run(parts)


def _run(parts: list[Any]) -> Iterator[Piece]:
    """The inline parts of one paragraph; mentions and emoji fall out."""
    words, links = "", []
    for part in parts:
        if not isinstance(part, Mapping):
            continue
        text, url = part.get("text"), part.get("url")
        if part.get("type") == "emoji":
            words += f":{part.get('name')}:"
        elif part.get("type") == "link" and isinstance(url, str):
            links.append(Link(url, text if isinstance(text, str) else ""))
            words += links[-1].label or url
        elif part.get("type") in ("text", "date", "raw_text"):
            words += _words(part)
    made = inert(words)
    if made.text or links:
        yield Piece(Place.BODY, Plain(made.text, (*links, *made.links), made.facts))


def _words(part: Mapping[str, Any]) -> str:
    said = part.get("text") or part.get("fallback") or ""
    return said if isinstance(said, str) else ""
