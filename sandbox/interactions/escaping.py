"""The text of a command with `should_escape`: people, channels and links as tokens."""

import re

from sandbox.workspace import Workspace
from sandbox.workspace.markup import typed

_BARE_USER = re.compile(r"<@([A-Z0-9]+)>")


def escaped(text: str, workspace: Workspace) -> str:
    """Escape what a person typed; commands, unlike messages, name the person beside the id."""

    def named(match: re.Match[str]) -> str:
        user = workspace.people.users.get(match[1])
        return f"<@{user.id}|{user.name}>" if user else match[0]

    return _BARE_USER.sub(named, typed(text, workspace))
