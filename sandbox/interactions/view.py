"""One view that a person has before them: a modal, or the app's Home."""

import secrets
import string
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sandbox.interactions.elements import initial_state
from sandbox.interactions.finding import elements_of, walk_blocks
from sandbox.workspace.elements import completed

State = dict[str, dict[str, dict[str, Any]]]

_ID_LETTERS = string.ascii_uppercase + string.digits


def random_id(prefix: str) -> str:
    """Make an id as Slack's look; random, so that a restarted sandbox does not repeat one."""
    return prefix + "".join(secrets.choice(_ID_LETTERS) for _ in range(10))


def state_of(blocks: Sequence[Mapping[str, Any]], entered: State) -> State:
    """Say what every element with a value holds: what was entered, else its initial value."""
    state: State = {}
    for block in walk_blocks(blocks):
        for element in elements_of(block):
            entry = entered.get(block["block_id"], {}).get(element["action_id"]) or initial_state(element)
            if entry is not None:
                state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


@dataclass
class View:
    """A view with what was entered into it; each update gets a new hash."""

    user_id: str
    body: dict[str, Any]
    now: float
    root_view_id: str | None = None
    previous_view_id: str | None = None
    id: str = field(default_factory=lambda: random_id("V0"))
    hash: str = ""
    entered: State = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root_view_id = self.root_view_id or self.id
        self.replace(self.body, self.now)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The view's blocks, all with ids."""
        blocks: list[dict[str, Any]] = self.body["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        """The app's own name for the view, or an empty string."""
        return str(self.body.get("external_id") or "")

    def replace(self, body: Mapping[str, Any], now: float) -> None:
        """Show another body; what was entered stays where block_id and action_id stay."""
        self.body = {**body, "blocks": completed(deepcopy(list(body.get("blocks") or [])))}
        self.hash = f"{int(now)}.{secrets.token_hex(4)}"

    def enter(self, block_id: str, action_id: str, entry: dict[str, Any] | None) -> None:
        """Remember what the person chose or typed."""
        if entry is not None:
            self.entered.setdefault(block_id, {})[action_id] = entry

    def state(self) -> State:
        """Give `state.values`."""
        return state_of(self.blocks, self.entered)

    def shown(self, identity: Mapping[str, str]) -> dict[str, Any]:
        """Render the view as payloads and answers carry it; `identity` names team, app and bot."""
        return {
            "id": self.id,
            "team_id": identity["team_id"],
            "type": self.body.get("type", "modal"),
            "blocks": self.blocks,
            "private_metadata": self.body.get("private_metadata") or "",
            "callback_id": self.body.get("callback_id") or "",
            "state": {"values": self.state()},
            "hash": self.hash,
            "title": self.body.get("title"),
            "clear_on_close": bool(self.body.get("clear_on_close")),
            "notify_on_close": bool(self.body.get("notify_on_close")),
            "close": self.body.get("close"),
            "submit": self.body.get("submit"),
            "previous_view_id": self.previous_view_id,
            "root_view_id": self.root_view_id,
            "app_id": identity["app_id"],
            "external_id": self.external_id,
            "app_installed_team_id": identity["team_id"],
            "bot_id": identity["bot_id"],
        }
