"""What the people's actions need, and the list of the actions themselves."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.delivery.events import Events
from sandbox.errors import SlackError
from sandbox.interactions.switchboard import Switchboard
from sandbox.samples import Sample
from sandbox.workspace import Workspace

Body = Mapping[str, Any]


@dataclass
class Desk:
    """One workspace, one app, and the sample alerts at hand."""

    board: Switchboard
    events: Events
    samples: Mapping[str, Sample] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The workspace in which people act."""
        return self.board.workspace


Action = Callable[[Desk, str, Body], Awaitable[dict[str, Any]] | dict[str, Any]]

#: Every action by name; the modules of this package fill it.
ACTIONS: dict[str, Action] = {}


def action(name: str) -> Callable[[Action], Action]:
    """Offer a function as `POST /client/<name>`; it gets the desk, who acts, and the request's body."""

    def offer(function: Action) -> Action:
        ACTIONS[name] = function
        return function

    return offer


def required(body: Body, name: str) -> str:
    """Read a field that must be there."""
    value = body.get(name)
    if value in (None, ""):
        raise SlackError("invalid_arguments", message=f"{name} is missing")
    return str(value)
