"""What a message or a command says, in plain words: for a ledger entry, with names where Slack has ids."""

import html
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.slack.directory import Directory

_TOKEN: Final = re.compile(r"<(?P<target>[^<>|\n]+)(?:\|(?P<words>[^<>\n]*))?>")

#: People and user groups, whom some verbs read by their ids.
_PEOPLE: Final = ("@", "!subteam^")


def words_of(message: Mapping[str, Any], directory: Directory) -> str:
    """The text, else what its attachments, blocks or files say; nothing where it says nothing."""
    said = message.get("text") or _first_words(message)
    return html.unescape(_TOKEN.sub(lambda token: _spoken(token, directory), said)).strip()


def typed_words(text: str, directory: Directory, *, keeps_people: bool = False) -> str:
    """What was typed after a verb; `keeps_people` is for verbs that read them by their ids."""

    def typed(token: re.Match[str]) -> str:
        if keeps_people and token["target"].startswith(_PEOPLE):
            return token[0]
        is_address = "://" in token["target"]
        return token["target"] if is_address else _spoken(token, directory)

    return html.unescape(_TOKEN.sub(typed, text))


def named_people(text: str, directory: Directory) -> str:
    """What is left of a text when a verb has read the people whom it is about: a note, a reason."""
    return _TOKEN.sub(
        lambda token: _spoken(token, directory) if token["target"].startswith(_PEOPLE) else token[0], text
    )


def _spoken(token: re.Match[str], directory: Directory) -> str:
    """A mention becomes a name and a link its words; none of it is markup again."""
    target, words = token["target"], token["words"]
    if target.startswith("@"):
        person = directory.person(target[1:])
        return f"@{(person.name if person else '') or words or 'someone'}"
    if target.startswith("#"):
        return f"#{words or 'a channel'}"
    if target.startswith("!"):
        return words or f"@{target[1:].partition('^')[0]}"
    return words or target


def _first_words(message: Mapping[str, Any]) -> str:
    for attachment in message.get("attachments") or []:
        for field in ("title", "text", "fallback", "pretext"):
            if attachment.get(field):
                return str(attachment[field])
    for block in message.get("blocks") or []:
        text = block.get("text")
        if isinstance(text, dict) and text.get("text"):
            return str(text["text"])
    names = [str(file.get("title") or file.get("name") or "a file") for file in message.get("files") or []]
    return ", ".join(names)
