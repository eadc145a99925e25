"""What is to be computed anew, asset by asset, and how far that is. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.errors import NothingToChange


class BackfillState(StrEnum):
    """Where one asset of the plan stands."""

    TO_DO = "to_do"
    RUNNING = "running"
    DONE = "done"
    NOT_NEEDED = "not_needed"


STATE_WORDS: Final[Mapping[BackfillState, str]] = {
    BackfillState.TO_DO: "to do",
    BackfillState.RUNNING: "running",
    BackfillState.DONE: "done",
    BackfillState.NOT_NEEDED: "not needed",
}

#: In which somebody still has something to do.
OPEN: Final = frozenset({BackfillState.TO_DO, BackfillState.RUNNING})

_FULL, _EMPTY = "▓", "░"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of those that are needed are done; what is not needed counts nowhere."""

    done: int = 0
    running: int = 0
    needed: int = 0
    not_needed: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be done."""
        return self.done == self.needed

    @property
    def words(self) -> str:
        """`3 of 8 done, 1 running, 2 not needed`."""
        counts = ((self.running, "running"), (self.not_needed, "not needed"))
        more = "".join(f", {count} {word}" for count, word in counts if count)
        return f"{self.done} of {self.needed} done{more}"


def progress_of(states: Iterable[BackfillState]) -> Progress:
    """Count them."""
    counts = Counter(states)
    not_needed = counts[BackfillState.NOT_NEEDED]
    return Progress(
        done=counts[BackfillState.DONE],
        running=counts[BackfillState.RUNNING],
        needed=counts.total() - not_needed,
        not_needed=not_needed,
    )


def bar(progress: Progress, cells: int = 10) -> str:
    """A bar of characters, for any phone: full only when all is done, empty only when nothing is."""
    if not progress.needed:
        return _FULL * cells
    filled = progress.done * cells // progress.needed
    if progress.done and not filled:
        filled = 1
    return _FULL * filled + _EMPTY * (cells - filled)


def require_news(before: BackfillState, after: BackfillState, name: str) -> None:
    """Raise NothingToChange where it stands so already."""
    if before is after:
        raise NothingToChange(f"{name} is {STATE_WORDS[after]} already.", "Nothing was changed.")
