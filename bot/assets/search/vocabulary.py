"""The words of all names, and who bears them: exactly, with more letters behind, or one slip away."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from bot.assets.search.places import MANY, Places, bits_of, empty_places
from bot.assets.search.slips import Affix, affixes, affixes_beside, slips

#: Shorter words are never corrected: nearly every other short word would be one slip away.
SHORTEST: Final = 3

#: Words that begin as somebody typed are looked at in so many ways at most.
MOST_BEGINNINGS: Final = 1_000

Group = Places | int


class Vocabulary:
    """Words, and the places of the names that have them."""

    def __init__(self) -> None:
        self._places: dict[str, array[int]] = {}
        self._bits: dict[str, int] = {}
        self._sorted: list[str] = []
        self._beside: defaultdict[Affix, list[str]] = defaultdict(list)

    def add(self, place: int, words: Iterable[str]) -> None:
        """Take the words of one place; places come in ascending order."""
        for word in set(words):
            known = self._places.get(word)
            if known is None:
                known = self._places[word] = empty_places()
            known.append(place)

    def close(self, size: int) -> None:
        """All words are known: lay them out for searching."""
        self._sorted = sorted(self._places)
        for word in self._sorted:
            if len(self._places[word]) > MANY:
                self._bits[word] = bits_of([self._places.pop(word)], size)
            for key in affixes(word, len(word)):
                self._beside[key].append(word)

    def bearing(self, words: Iterable[str]) -> list[Group]:
        """Those who bear one of these."""
        return [group for word in words if (group := self._group(word)) is not None]

    def beginning_with(self, start: str) -> Sequence[str]:
        """All words that begin so."""
        first = bisect_left(self._sorted, start)
        behind = bisect_left(self._sorted, start + "\U0010ffff", first)
        return self._sorted[first : min(behind, first + MOST_BEGINNINGS)]

    def one_slip_away(self, word: str) -> list[str]:
        """All words that differ by a letter too many, too few, another one, or two that changed places."""
        if len(word) < SHORTEST:
            return []
        near = {each for affix in affixes_beside(word) for each in self._beside.get(affix, ())}
        words = list(near)
        return [words[at] for _, at in slips(word, words)]

    def _group(self, word: str) -> Group | None:
        bits = self._bits.get(word)
        return self._places.get(word) if bits is None else bits
