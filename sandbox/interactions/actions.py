"""Block actions: a press, a choice, a date; and the options that selects ask the app for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sandbox.blockkit import problems_of_options
from sandbox.errors import SlackError
from sandbox.interactions.containers import action_of, locate
from sandbox.interactions.switchboard import Switchboard

#: How many characters a person types before Slack asks the app for options.
MIN_QUERY_LENGTH: Final = 3


@dataclass(frozen=True)
class Spot:
    """Which element a person means: where it stands (`{type, channel, ts}`, `{type, view_id}`), its ids."""

    where: Mapping[str, Any]
    block_id: str
    action_id: str


async def act(board: Switchboard, user_id: str, spot: Spot, value: Any) -> None:
    """Use an element; the app hears of it when the element reports at once."""
    container = locate(board, user_id, spot.where)
    block, element = container.find(spot.block_id, spot.action_id)
    action = action_of(block, element, value, board.workspace.pulse.next_ts())
    container.enter(spot.block_id, element, value)
    if not container.ours or not container.dispatches(block):
        return
    payload = board.payload(
        "block_actions",
        user_id,
        **container.fields(),
        trigger_id=board.triggers.issue(user_id, container.view_id),
        **container.response_url(),
        actions=[action],
    )
    await board.ask(payload)


async def suggest(board: Switchboard, user_id: str, spot: Spot, query: str) -> dict[str, Any]:
    """Ask the app for the options of an external select."""
    container = locate(board, user_id, spot.where)
    _block, element = container.find(spot.block_id, spot.action_id)
    if len(query) < int(element.get("min_query_length", MIN_QUERY_LENGTH)):
        return {"options": []}
    payload = board.payload(
        "block_suggestion",
        user_id,
        **container.fields(),
        action_id=spot.action_id,
        block_id=spot.block_id,
        value=query,
    )
    return _options(await board.ask(payload, wants_answer=True))


def _options(answer: Any) -> dict[str, Any]:
    """Read the app's options as strictly as Slack does."""
    if not isinstance(answer, Mapping):
        raise SlackError("invalid_options")
    kind = "option_groups" if answer.get("option_groups") is not None else "options"
    offered = answer.get(kind)
    if offered != [] and problems_of_options(kind, offered):
        raise SlackError("invalid_options")
    return {kind: offered}
