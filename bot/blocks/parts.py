"""What a line of text is made of: inert words, and the few typed things that Slack makes live.

A plain `str` is always inert, whoever wrote it. Only the types below can mention, link or format, so
outside text reaches Slack as text whatever it contains, and without marks that would break copying.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, assert_never

from slack_sdk.models.blocks import RichTextElement, RichTextElementParts

from bot.blocks.limits import URL, clean, clip, clip_escaped, escape

_DATE_FORMAT: Final = "{date_short_pretty} {time}"


@dataclass(frozen=True)
class Inert:
    """Words that do nothing; a plain `str` in a line means the same."""

    words: str

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.Text(text=self.words)

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        return escape(self.words)


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    words: str

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.Text(
            text=clean(self.words), style=RichTextElementParts.TextStyle(bold=True)
        )

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        return escape(self.words)


@dataclass(frozen=True)
class Code:
    """Something to type, or to copy."""

    words: str

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.Text(
            text=clean(self.words), style=RichTextElementParts.TextStyle(code=True)
        )

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        return escape(self.words)


@dataclass(frozen=True)
class Person:
    """Someone, by the id that Slack turns into their name."""

    user_id: str

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.User(user_id=self.user_id)

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        return f"<@{escape(self.user_id)}>"


@dataclass(frozen=True)
class ChannelLink:
    """A channel, by id, so that renaming does not break it."""

    channel_id: str

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.Channel(channel_id=self.channel_id)

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        return f"<#{escape(self.channel_id)}>"


@dataclass(frozen=True)
class Moment:
    """A time, which Slack shows in each reader's own zone."""

    at: datetime

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.Date(
            timestamp=int(self.at.timestamp()), format=_DATE_FORMAT, fallback=utc(self.at)
        )

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        return f"<!date^{int(self.at.timestamp())}^{_DATE_FORMAT}|{utc(self.at)}>"


@dataclass(frozen=True)
class Link:
    """A web address under a label of our own."""

    url: str
    words: str

    def rich(self) -> RichTextElement:
        """As a rich-text element."""
        return RichTextElementParts.Link(url=self.url, text=clip(clean(self.words), 200) or self.url)

    def spoken(self) -> str:
        """As Slack markup for the fallback text."""
        url = re.sub(r"[|<>\s]", "", self.url).replace("&", "&amp;")
        return f"<{url}|{escape(self.words).replace('|', '/')}>"


Typed = Inert | Strong | Code | Person | ChannelLink | Moment | Link
Part = str | Typed
Line = tuple[Part, ...]


def utc(at: datetime) -> str:
    """Say a time for those whose client cannot put it in their zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def strong(words: str) -> Strong:
    """Words in bold."""
    return Strong(words)


def code(words: str) -> Code:
    """Something to type, or to copy."""
    return Code(words)


def person(user_id: str) -> Person:
    """Mention someone: the only way to."""
    return Person(user_id)


def people(user_ids: tuple[str, ...]) -> Line:
    """Several people, with commas between."""
    line: list[Part] = []
    for user_id in user_ids:
        line += [", ", Person(user_id)] if line else [Person(user_id)]
    return tuple(line)


def channel_link(channel_id: str) -> ChannelLink:
    """Link a channel."""
    return ChannelLink(channel_id)


def moment(at: datetime) -> Moment:
    """A time in each reader's zone."""
    return Moment(at)


def link(url: str, words: str) -> Part:
    """A link, where the address is one that a browser may open; otherwise its words alone."""
    address = url.strip()
    if not re.fullmatch(r"https?://[^\s<>|\x00-\x1f]+", address) or len(address) > URL:
        return words
    return Link(address, words)


def line(*parts: Part) -> Line:
    """One line of text."""
    return parts


def fact(name: str, *parts: Part) -> Line:
    """A labelled fact, for a row of them."""
    return (Strong(f"{name} "), *parts)


def beside(*lines: Line) -> Line:
    """Put short lines on one row; empty ones fall out."""
    row: list[Part] = []
    for each in lines:
        if each:
            row += ["  ·  ", *each] if row else [*each]
    return tuple(row)


def spoken(*lines: Line, limit: int) -> str:
    """Say lines in Slack's markup, every outside word escaped: for fallback texts and short answers."""
    said = ""
    for number, each in enumerate(lines):
        for part in ("\n", *each) if number else each:
            room = limit - 1 - len(said)
            words = clip_escaped(part, room) if isinstance(part, str) and room > 1 else _whole(part)
            if len(words) > room:
                return said.rstrip("… ") + "…"
            said += words
    return said


def _whole(part: Part) -> str:
    return escape(part) if isinstance(part, str) else part.spoken()


def width(each: Line) -> int:
    """Count about how many characters a reader sees; names and times are known to the client only."""
    return sum(_width(part) for part in each)


def _width(part: Part) -> int:
    match part:
        case str():
            return len(part)
        case Inert() | Strong() | Code() | Link():
            return len(part.words)
        case _:
            return 20


def named(each: Line, names: Mapping[str, str]) -> str:
    """Say a line as plain text for a file, people by name instead of by id."""
    words = []
    for part in each:
        match part:
            case str():
                words.append(part)
            case Person():
                words.append(names.get(part.user_id, part.user_id))
            case ChannelLink():
                words.append("the channel")
            case Moment():
                words.append(utc(part.at))
            case Inert() | Strong() | Code() | Link():
                words.append(part.words)
            case never:
                assert_never(never)
    return clean("".join(words))


#: A person that one of our own sentences names, or words that it sets off as something to type.
_MARKS: Final = re.compile(r"<@([UW][A-Z0-9]{2,20})>|`([^`\n]{1,200})`")


def reads(sentence: str) -> Line:
    """Read the two marks that our own sentences (refusals) use: `<@U…>` and backquotes."""
    line_: list[Part] = []
    rest = 0
    for found in _MARKS.finditer(sentence):
        line_.append(sentence[rest : found.start()])
        line_.append(Person(found[1]) if found[1] else Code(found[2]))
        rest = found.end()
    return tuple(part for part in (*line_, sentence[rest:]) if part != "")
