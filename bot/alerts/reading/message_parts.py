"""A message as readers see it: who posted it, its headline, its lines, links, colours and labelled values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.alerts.reading.message_pieces import Piece, Place, block_pieces, items_of
from bot.alerts.reading.plain_text import Link, Plain, inert, plain

#: Lines of one message that readers get to see.
MOST_LINES: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The message's own text and blocks, or one attachment."""

    #: A header, or the title of an attachment; empty where there is none.
    headline: str = ""
    #: Each line once.
    lines: tuple[str, ...] = ()
    #: The lines as they stood, repeats and all.
    every_line: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    #: `#rrggbb` in lower case, or the word that was posted (`danger`).
    colour: str = ""
    footer: str = ""

    @property
    def text(self) -> str:
        """Headline and lines."""
        return "\n".join((self.headline, *self.lines) if self.headline else self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The whole message."""

    #: Every name under which it was posted, in lower case.
    posted_by: str = ""
    #: The one name that people see.
    poster: str = ""
    sections: tuple[Section, ...] = ()

    @property
    def headline(self) -> str:
        """The first headline, else the first line."""
        titled = (section.headline for section in self.sections if section.headline)
        return next(titled, next(iter(self.lines), ""))

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line, each once, in reading order."""
        every = (line for section in self.sections for line in section.text.split("\n"))
        return tuple(dict.fromkeys(line.strip() for line in every if line.strip()))[:MOST_LINES]

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)

    @property
    def body(self) -> str:
        """All lines but the headline."""
        return "\n".join(line for line in self.lines if line != self.headline)

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link."""
        return tuple(link for section in self.sections for link in section.links)

    @property
    def facts(self) -> dict[str, str]:
        """Every labelled value; the first of a label counts."""
        found: dict[str, str] = {}
        for section in self.sections:
            for label, value in section.facts.items():
                found.setdefault(label, value)
        return found

    @property
    def colours(self) -> tuple[str, ...]:
        """The colours of the attachments."""
        return tuple(section.colour for section in self.sections if section.colour)

    def fact(self, *labels: str) -> str | None:
        """The value of the first of these labels that the message has."""
        facts = self.facts
        return next((facts[label] for label in labels if label in facts), None)

    def link_to(self, *words: str) -> str | None:
        """The first address whose label or address has one of these words; without words, the first."""
        for each in self.links:
            shown = f"{each.label} {each.url}".casefold()
            if not words or any(word in shown for word in words):
                return each.url
        return None


def parts_of(message: Mapping[str, Any]) -> Parts:
    """Collect what a message says. Never raises, whatever the message holds."""
    own = _section([*_text(message.get("text")), *block_pieces(message.get("blocks"))])
    attached = [
        _attachment(each) for each in items_of(message.get("attachments")) if isinstance(each, Mapping)
    ]
    names = _names(message)
    return Parts(
        posted_by=" ".join(names).casefold(),
        poster=names[0] if names else "",
        sections=tuple(section for section in (own, *attached) if section.text or section.links),
    )


def _names(message: Mapping[str, Any]) -> list[str]:
    profile = message.get("bot_profile")
    named = (message.get("username"), profile.get("name") if isinstance(profile, Mapping) else None)
    return [" ".join(name.split())[:100] for name in named if isinstance(name, str) and name.strip()]


def _text(text: object) -> list[Piece]:
    made = plain(text)
    return [Piece(Place.TEXT, made)] if made.text else []


def _attachment(attachment: Mapping[str, Any]) -> Section:
    """One attachment; the preview of a link is nobody's alert."""
    if attachment.get("from_url") or attachment.get("is_msg_unfurl"):
        return Section()
    pieces = [*_attachment_pieces(attachment)]
    if not pieces:
        pieces = _text(attachment.get("fallback"))
    colour, footer = attachment.get("color"), plain(attachment.get("footer"))
    return _section(pieces, _colour(colour), footer.text)


def _attachment_pieces(attachment: Mapping[str, Any]) -> Iterator[Piece]:
    title, url = plain(attachment.get("title")), attachment.get("title_link")
    linked = (Link(url, title.text),) if isinstance(url, str) and url.startswith("http") else ()
    if title.text or linked:
        yield Piece(Place.HEADLINE, Plain(title.text, (*linked, *title.links), title.facts))
    for key in ("pretext", "author_name", "text"):
        yield from _text(attachment.get(key))
    for each in items_of(attachment.get("fields")):
        if isinstance(each, Mapping):
            yield from _labelled(each)
    yield from block_pieces(attachment.get("blocks"))


def _labelled(labelled: Mapping[str, Any]) -> Iterator[Piece]:
    label, value = inert(labelled.get("title")).text, plain(labelled.get("value"))
    if label or value.text:
        facts = (
            {" ".join(label.casefold().split()): value.text, **value.facts} if label and value.text else {}
        )
        yield Piece(Place.BODY, Plain(f"{label}: {value.text}".strip(": "), value.links, facts))


def _colour(colour: object) -> str:
    word = colour.casefold().strip() if isinstance(colour, str) else ""
    return f"#{word}" if re.fullmatch(r"[0-9a-f]{6}", word) else word[:20]


def _section(pieces: Iterable[Piece], colour: str = "", footer: str = "") -> Section:
    headline = ""
    lines: list[str] = []
    links: list[Link] = []
    facts: dict[str, str] = {}
    for piece in pieces:
        links += piece.plain.links
        for label, value in piece.plain.facts.items():
            facts.setdefault(label, value)
        if piece.place is Place.HEADLINE and not headline:
            headline = " ".join(piece.plain.text.split())
        elif piece.plain.text:
            lines += piece.plain.text.split("\n")
    every_line = tuple(line.strip() for line in lines if line.strip())[:MOST_LINES]
    kept = tuple(dict.fromkeys(every_line))
    return Section(
        headline=headline,
        lines=tuple(line for line in kept if line != headline),
        every_line=every_line,
        links=tuple(dict.fromkeys(links)),
        facts=facts,
        colour=colour,
        footer=footer,
    )
