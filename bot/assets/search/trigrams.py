"""Names by the three letters that follow each other in them: which are one slip of the fingers away.

One slip touches at most four neighbouring trigrams (two letters that changed places do). Of two trigrams that
lie four apart one is therefore whole: whoever is one slip away bears one of the two. The rarest such pair is
looked up, and the few names that bear one of them are compared letter by letter.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from bot.assets.search.places import empty_places

#: How far apart two trigrams lie at least that one slip cannot both touch.
APART: Final = 4

#: Shorter than this, and there is no such pair.
SHORTEST: Final = APART + 3

#: Names that are compared letter by letter at most: as many take about two milliseconds.
MOST_COMPARED: Final = 12_000

#: Places that are counted at most when more than one slip is looked for.
MOST_COUNTED: Final = 12_000

_NONE: Final[Sequence[int]] = ()


class Trigrams:
    """Places by the trigrams of their names."""

    def __init__(self) -> None:
        self._places: dict[str, array[int]] = {}

    def add(self, place: int, names: Iterable[str]) -> None:
        """Take the names of one place; places come in ascending order."""
        for gram in {gram for name in names for gram in grams(name)}:
            known = self._places.get(gram)
            if known is None:
                known = self._places[gram] = empty_places()
            known.append(place)

    def one_slip_away(self, name: str) -> set[int] | None:
        """All places that may be one slip away; none where the name is too short, or too common, to tell."""
        if len(name) < SHORTEST:
            return None
        found = [self._places.get(gram, _NONE) for gram in grams(name)]
        first, second = min(_apart(found), key=lambda pair: len(pair[0]) + len(pair[1]))
        return {*first, *second} if len(first) + len(second) <= MOST_COMPARED else None

    def alike(self, name: str, most: int) -> list[int]:
        """The places that share most of the rarer trigrams."""
        found = sorted({gram: self._places.get(gram, _NONE) for gram in grams(name)}.values(), key=len)
        counted: Counter[int] = Counter()
        room = MOST_COUNTED
        for places in found:
            room -= len(places)
            if room < 0 and counted:
                break
            counted.update(places[:MOST_COUNTED])
        return [place for place, _ in counted.most_common(most)]


def grams(name: str) -> list[str]:
    """Three letters and the next three: `orders` is ord, rde, der, ers."""
    return [name[at : at + 3] for at in range(len(name) - 2)]


def _apart(found: Sequence[Sequence[int]]) -> Iterable[tuple[Sequence[int], Sequence[int]]]:
    """Every pair that one slip cannot touch both of; best before a place with the best one after it."""
    best = found[0]
    for at in range(APART, len(found)):
        best = min(best, found[at - APART], key=len)
        yield best, found[at]
