"""A way that calls nobody: it remembers what it was asked, and fails as it is told to."""

from collections.abc import Sequence
from typing import ClassVar

from bot.integrations.guarded import NotReached
from bot.integrations.ways.port import CallNote, CallWay, Ending


class FakeWay(CallWay):
    """For tests; it knows these addresses, and whoever asks twice under one key is heard once."""

    settles: ClassVar[bool] = True

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._known = frozenset(known)
        #: By key.
        self.placed: dict[str, CallNote] = {}
        self.endings: list[tuple[str, Ending]] = []
        #: Raised instead, the first one first.
        self.faults: list[NotReached] = []

    async def place(self, note: CallNote) -> None:
        """Remember it."""
        self._fail()
        if note.to not in self._known:
            raise NotReached(f"“{note.to}” is nobody here", permanent=True)
        self.placed[note.key] = note

    async def settle(self, note: CallNote, ending: Ending) -> None:
        """Remember it."""
        self._fail()
        self.endings.append((note.key, ending))

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)
