"""Outside text in Markdown files: escaped whenever a template prints it, even where its author forgot."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from markupsafe import Markup

from bot.blocks.limits import clean, one_line

#: Marks that would format or link; an underscore inside of a word is harmless, and frequent in asset names.
_INLINE: Final = re.compile(r"[\\`*\[\]|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~(?=~)")
#: Marks that at the start of a line would begin a header, list, quote or rule.
_AT_START: Final = re.compile(r"^(#|[-+=]|[0-9]{1,9}(?=[.)]))")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


class MarkdownText(str):
    """Outside text. Jinja2 asks `__html__` when it prints a value, and so gets it escaped, on one line."""

    __slots__ = ()

    def __html__(self) -> str:
        """Escape for the place where it is printed."""
        return escape_markdown(one_line(self))


def escape_markdown(line: str) -> str:
    """Make one line inert: no raw HTML, no header, list, link or emphasis."""
    line = _ENTITY.sub("&amp;", line.strip()).replace("<", "&lt;").replace(">", "&gt;")
    line = _INLINE.sub(lambda mark: "\\" + mark[0], line)
    return _AT_START.sub(_disarmed, line)


def paragraphs(text: str) -> Markup:
    """Print text of several lines, each of them inert, none indented into a code block."""
    blocks = re.split(r"\n\s*\n", clean(text).strip())
    # Two spaces before the break keep a line of its own in Markdown.
    inert = ["  \n".join(escape_markdown(line) for line in block.split("\n")) for block in blocks]
    return Markup("\n\n".join(inert))  # noqa: S704  every line was escaped just above


def markdown_link(words: str, url: str | None) -> Markup:
    """A link under a label of our own, or nothing when the address is not a web address."""
    if not url or not re.fullmatch(r"https?://[^\s<>]+", url):
        return Markup()
    safe = url.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    return Markup(f"[{escape_markdown(words)}]({safe})")  # noqa: S704  both parts are escaped here


def guarded(value: Any) -> Any:
    """Mark every string in nested mappings and lists as outside text; markup of our own stays."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return MarkdownText(value)
    if isinstance(value, Mapping):
        return {key: guarded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [guarded(inner) for inner in value]
    return value


def stamp(at: datetime) -> str:
    """Say a time in UTC, as files do."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def _disarmed(mark: re.Match[str]) -> str:
    # `1.` is disarmed before its dot: a backslash before a digit means nothing in Markdown.
    return f"{mark[1]}\\" if mark[1].isdigit() else f"\\{mark[1]}"
