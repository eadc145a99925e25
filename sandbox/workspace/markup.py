"""Slack's text markup: what it makes of what people type and what apps send."""

import re
from functools import partial

from sandbox.workspace.workspace import Workspace

#: Ready-made markup: mentions, channel links, special commands and links with an address.
_MARKUP = r"<(?:@[A-Z0-9]+(?:\|[^<>]*)?|#[A-Z0-9]+(?:\|[^<>]*)?|![^<>]+|(?:https?|mailto|tel):[^<>\s][^<>]*)>"
_LINK = r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"*_~`]"
_NAME = r"(?<![\w@#])[@#][\w][\w.-]*"
_PARTS = re.compile(f"(?P<markup>{_MARKUP})|(?P<link>{_LINK})|(?P<name>{_NAME})")
_BARE_AMPERSAND = re.compile(r"&(?!amp;|lt;|gt;)")
_BROADCASTS = ("here", "channel", "everyone")


def escaped(text: str) -> str:
    """The three characters that Slack's text cannot hold as such; entities stay as they are."""
    return _BARE_AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str, workspace: Workspace) -> str:
    """What Slack makes of a text that a person typed: names become mentions, addresses become links."""
    return _marked(text.replace("&", "&amp;"), workspace, names=True, links=True)


def formatted(text: str, workspace: Workspace, *, names: bool = False, links: bool = True) -> str:
    """What Slack makes of a text that an app sent; `names` is link_names or `parse=full`."""
    return _marked(text, workspace, names=names, links=links)


def _marked(text: str, workspace: Workspace, *, names: bool, links: bool) -> str:
    """Walk over the text: markup stays, links and names are marked if wanted, the rest is escaped."""
    done: list[str] = []
    position = 0
    mark = partial(_mark, workspace, names=names, links=links)
    for match in _PARTS.finditer(text):
        done += (escaped(text[position : match.start()]), mark(match))
        position = match.end()
    return "".join([*done, escaped(text[position:])])


def _mark(workspace: Workspace, match: re.Match[str], *, names: bool, links: bool) -> str:
    found = match.group()
    if match.lastgroup == "markup":
        return found
    if match.lastgroup == "link":
        return f"<{escaped(found)}>" if links else escaped(found)
    return _named(workspace, found) if names else found


def _named(workspace: Workspace, found: str) -> str:
    """A mention for `@name` or `#channel`, with what follows the name when it ends in a dot."""
    name = found[1:].rstrip(".-")
    rest = found[1 + len(name) :]
    if found[0] == "#":
        channel = workspace.channels.by_name(name)
        public = channel is not None and not channel.is_private
        return f"<#{channel.id}|{name}>{rest}" if channel and public else found
    if name in _BROADCASTS:
        return f"<!{name}>{rest}"
    user = workspace.people.by_name(name)
    if user is not None:
        return f"<@{user.id}>{rest}"
    group = next((group for group in workspace.groups.all.values() if group.handle == name), None)
    return f"<!subteam^{group.id}|@{name}>{rest}" if group else found
