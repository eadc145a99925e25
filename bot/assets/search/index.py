"""The index: everything that has a name, and which of it somebody means by a few words."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import and_, or_
from typing import Final

from rapidfuzz import fuzz

from bot.assets.search.places import bits_of, lowest
from bot.assets.search.spellings import Spellings
from bot.assets.search.trigrams import MOST_COMPARED, Trigrams
from bot.assets.search.vocabulary import Vocabulary
from bot.assets.search.words import whole, words_of

#: Of what somebody types so much is looked at: nobody means more, and a hostile text must not cost more.
LONGEST_QUERY: Final = 200
MOST_WORDS: Final = 10

#: Shorter names are searched as they are typed.
SHORTEST_TO_CORRECT: Final = 4

#: Shorter words beside others are taken for whole ones.
SHORTEST_BEGINNING: Final = 2

#: Names one slip away come so many at most before those that have the words as they were typed.
NEAR_FIRST: Final = 8

#: Ways to spell the end of a name that are tried at most.
MOST_TAILS: Final = 50

#: How alike a name must be, of 100, where nothing else was found.
ALIKE: Final = 68.0

#: For each word that was typed the words that it may stand for.
Alternatives = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Named:
    """One name of a thing to be found; a thing may have several."""

    asset_id: int
    #: As people say it.
    name: str
    #: With all that stands before it, `database.schema.name`; else the key.
    full: str
    #: Words that say where it belongs.
    beside: tuple[str, ...] = ()
    #: Of two that fit alike the weightier comes first.
    weight: float = 0.0


class SearchIndex:
    """Built once from all names, and never changed. Places in it are numbered by rank."""

    def __init__(self, named: Iterable[Named]) -> None:
        ranked = sorted(named, key=lambda each: (-each.weight, len(each.name), each.name, each.asset_id))
        self._size = len(ranked)
        self._ids = array("q", (each.asset_id for each in ranked))
        self._short = Spellings([whole(each.name) for each in ranked])
        self._full = Spellings([whole(each.full) for each in ranked])
        self._in_name, self._beside, self._trigrams = Vocabulary(), Vocabulary(), Trigrams()
        for place, each in enumerate(ranked):
            self._take(place, each)
        self._in_name.close(self._size)
        self._beside.close(self._size)

    def find(self, query: str, limit: int = 20) -> list[int]:
        """The ids of those that are meant, the likeliest first."""
        words = words_of(query[:LONGEST_QUERY])[:MOST_WORDS]
        if not words:
            return []
        found: dict[int, None] = {}
        for place in self._meant(words):
            found.setdefault(self._ids[place])
            if len(found) >= limit:
                break
        if not found:
            found |= dict.fromkeys(self._ids[place] for place in self._alike("".join(words), limit))
        return list(islice(found, limit))

    def _take(self, place: int, each: Named) -> None:
        in_name = set(words_of(each.name))
        beside = {word for said in (each.full, *each.beside) for word in words_of(said)}
        self._in_name.add(place, in_name)
        self._beside.add(place, beside - in_name)
        short, full = self._short.names[place], self._full.names[place]
        self._trigrams.add(place, [full] if short in full else [full, short])

    def _meant(self, words: Sequence[str]) -> Iterator[int]:
        """From those whose very name it is to those that bear all the words with a slip in each."""
        joined = "".join(words)
        yield from self._called(joined)
        near = self._one_slip_away(joined)
        as_typed = self._as_typed(words)
        first_typed = next(as_typed, None)
        yield from near[: NEAR_FIRST if first_typed is not None else None]
        if first_typed is not None:
            yield first_typed
        yield from as_typed
        yield from near
        corrected = [self._corrected(word) for word in words]
        yield from self._ending_with(corrected)
        yield from self._bearing(corrected)

    def _called(self, joined: str) -> Iterator[int]:
        """Those whose name it is."""
        yield from self._short.equal(joined)
        yield from self._full.equal(joined)

    def _one_slip_away(self, joined: str) -> list[int]:
        """Those whose name differs by one slip, the likeliest slip first."""
        if len(joined) < SHORTEST_TO_CORRECT:
            return []
        candidates = self._trigrams.one_slip_away(joined)
        if candidates is None:
            near = set(self._short.one_slip_away(joined, self._short.beside(joined, MOST_COMPARED)))
        else:
            near = {
                *self._short.one_slip_away(joined, candidates),
                *self._full.one_slip_away(joined, candidates),
            }
        return [place for _, place in sorted(near)]

    def _as_typed(self, words: Sequence[str]) -> Iterator[int]:
        """Those that have all the words, each perhaps not typed to its end."""
        yield from self._ending_with([[word] for word in words])
        yield from self._bearing([self._beginnings(word, alone=len(words) == 1) for word in words])

    def _ending_with(self, alternatives: Alternatives) -> Iterator[int]:
        """`marts orders`: those named orders that bear marts somewhere."""
        for first in range(1, len(alternatives)):
            tails = [""]
            for words in alternatives[first:]:
                tails = [tail + word for tail in tails for word in words][:MOST_TAILS]
            named = sorted({place for tail in tails for place in self._short.equal(tail)})
            if named:
                before = [self._bits_of(words) for words in alternatives[:first]]
                yield from lowest(reduce(and_, before, bits_of([named], self._size)))

    def _bearing(self, alternatives: Alternatives) -> Iterator[int]:
        """First those that have all of it in their own name, then those that have it somewhere."""
        in_name = [bits_of(self._in_name.bearing(words), self._size) for words in alternatives]
        yield from lowest(reduce(and_, in_name))
        beside = (bits_of(self._beside.bearing(words), self._size) for words in alternatives)
        yield from lowest(reduce(and_, map(or_, in_name, beside)))

    def _bits_of(self, words: Sequence[str]) -> int:
        return bits_of([*self._in_name.bearing(words), *self._beside.bearing(words)], self._size)

    def _beginnings(self, word: str, *, alone: bool = False) -> list[str]:
        """What a word that is not typed to its end may mean; beside others one letter says too little."""
        if len(word) < SHORTEST_BEGINNING and not alone:
            return [word]
        return [*self._in_name.beginning_with(word), *self._beside.beginning_with(word)]

    def _corrected(self, word: str) -> list[str]:
        """What it may be the beginning of, and what is one slip away."""
        near = [*self._in_name.one_slip_away(word), *self._beside.one_slip_away(word)]
        return list(dict.fromkeys([*self._beginnings(word), *near]))

    def _alike(self, joined: str, limit: int) -> list[int]:
        """What shares most of its letters."""
        scored = [
            (-self._likeness(joined, place), place) for place in self._trigrams.alike(joined, 10 * limit)
        ]
        return [place for likeness, place in sorted(scored) if -likeness >= ALIKE]

    def _likeness(self, joined: str, place: int) -> float:
        of_part = 0.95 * fuzz.partial_ratio(joined, self._full.names[place])
        return max(fuzz.ratio(joined, self._short.names[place]), of_part)
