"""What people chose in the elements of messages, until the message changes under them."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from sandbox.interactions.finding import Block
from sandbox.interactions.view import State, state_of

#: Choices are only kept for the messages that were used last.
KEPT: Final = 5_000


class MessageStates:
    """Choices by person and message."""

    def __init__(self) -> None:
        self._entered: OrderedDict[tuple[str, str, str], State] = OrderedDict()

    def enter(
        self,
        user_id: str,
        message: Mapping[str, Any],
        place: tuple[str, str],
        entry: dict[str, Any] | None,
    ) -> None:
        """Remember one choice; `place` is (block_id, action_id)."""
        if entry is None:
            return
        key = (user_id, str(message["channel"]), str(message["ts"]))
        self._entered.setdefault(key, {}).setdefault(place[0], {})[place[1]] = entry
        self._entered.move_to_end(key)
        if len(self._entered) > KEPT:
            self._entered.popitem(last=False)

    def of(self, user_id: str, message: Mapping[str, Any], blocks: list[Block]) -> State:
        """Give `state.values` of a message as this person sees it."""
        key = (user_id, str(message["channel"]), str(message["ts"]))
        return state_of(blocks, self._entered.get(key, {}))
