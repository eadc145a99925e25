"""What took long to work out, kept for whoever asks for the same again."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar, cast

Result = TypeVar("Result")

#: Each may be thousands of records.
_MOST: Final = 16


class Remembered:
    """The last results by what they were worked out from; a thread works, so that nobody waits for it."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, Any] = OrderedDict()

    async def work(self, key: Hashable, work: Callable[[], Result]) -> Result:
        """What `work` gives, or gave for this key before; what is kept must not be changed."""
        if key not in self._known:
            result = await asyncio.to_thread(work)
            self._known[key] = result
            while len(self._known) > self._most:
                self._known.popitem(last=False)
            return result
        self._known.move_to_end(key)
        return cast("Result", self._known[key])
