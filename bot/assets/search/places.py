"""Sets of places in the index, as the bits of one big number: to cut two of them costs microseconds.

Places are numbered by rank, so the lowest bits are the best.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

Places = Sequence[int]

#: Words that more assets bear are kept as bits; the others as they are, which takes less room.
MANY: Final = 1_500


def empty_places() -> "array[int]":
    """Room for places, four bytes each."""
    return array("I")


def bits_of(groups: Iterable[Places | int], size: int) -> int:
    """The union of several groups, each of places or of bits already."""
    marks = bytearray(size // 8 + 1)
    bits = 0
    for group in groups:
        if isinstance(group, int):
            bits |= group
            continue
        for place in group:
            marks[place >> 3] |= 1 << (place & 7)
    return bits | int.from_bytes(marks, "little")


def lowest(bits: int) -> Iterator[int]:
    """The places, the best first, as many as are asked for."""
    written = f"{bits:b}"
    last = len(written) - 1
    at = written.rfind("1")
    while at >= 0:
        yield last - at
        at = written.rfind("1", 0, at)
