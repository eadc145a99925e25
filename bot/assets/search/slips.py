"""One slip of the fingers: a letter too many, too few or another one, or two that changed places."""

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: From this length on a slip leaves the first two letters whole, or the last two; below it one of each.
_TWO_LETTERS: Final = 5

#: A length, and how a name of it begins or ends.
Affix = tuple[int, str, str]


class Slip(IntEnum):
    """Which slip it was, the likelier first: nobody types letters in another order on purpose."""

    SWAPPED = 0
    ONE_TOO_MANY = 1
    ONE_TOO_FEW = 2
    ANOTHER = 3


def affixes(name: str, length: int) -> tuple[Affix, Affix]:
    """By what a name of this length lies beside one that differs by a slip."""
    letters = 2 if length >= _TWO_LETTERS else 1
    return (length, "^", name[:letters]), (length, "$", name[-letters:])


def affixes_beside(name: str) -> Iterator[Affix]:
    """One of these has whoever is one slip away."""
    for length in range(len(name) - 1, len(name) + 2):
        yield from affixes(name, length)


def slips(typed: str, names: Sequence[str]) -> Iterable[tuple[Slip, int]]:
    """Which of the names are one slip away: the slip, and where the name stands."""
    found = process.extract(typed, names, scorer=OSA.distance, score_cutoff=1, limit=None)
    return ((_slip(typed, name), at) for name, distance, at in found if distance == 1)


def _slip(typed: str, name: str) -> Slip:
    if len(typed) != len(name):
        return Slip.ONE_TOO_MANY if len(typed) > len(name) else Slip.ONE_TOO_FEW
    return Slip.SWAPPED if sorted(typed) == sorted(name) else Slip.ANOTHER
