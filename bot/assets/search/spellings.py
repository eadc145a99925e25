"""Names as one word each, by place: which of them are spelled so, and which are a slip away."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from bot.assets.search.places import empty_places
from bot.assets.search.slips import Affix, Slip, affixes, affixes_beside, slips


class Spellings:
    """One name for each place."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._sorted = array("I", sorted(range(len(names)), key=names.__getitem__))
        self._beside: dict[Affix, array[int]] = {}
        for place, name in enumerate(names):
            for affix in affixes(name, len(name)):
                self._beside.setdefault(affix, empty_places()).append(place)

    def equal(self, wanted: str) -> Iterator[int]:
        """The places of those that are spelled so, best first."""
        at = bisect_left(self._sorted, wanted, key=self.names.__getitem__)
        while at < len(self._sorted) and self.names[self._sorted[at]] == wanted:
            yield self._sorted[at]
            at += 1

    def one_slip_away(self, typed: str, candidates: Iterable[int]) -> Iterator[tuple[Slip, int]]:
        """Those of the candidates that are."""
        places = list(candidates)
        return ((slip, places[at]) for slip, at in slips(typed, [self.names[place] for place in places]))

    def beside(self, typed: str, most: int) -> set[int]:
        """Those among which all are that are one slip away, unless they are too many to look at."""
        found: set[int] = set()
        for affix in affixes_beside(typed):
            found.update(islice(self._beside.get(affix, ()), most - len(found)))
        return found
