"""What a picture shows: assets, what feeds what, and how each of them is. Plain data."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Condition(StrEnum):
    """How an asset is, as far as the incident goes."""

    FAILING = "failing"
    AFFECTED = "affected"
    HEALTHY = "healthy"
    #: Nothing fails: somebody asks what would be affected if this did.
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One asset of a picture."""

    #: Its own among all of the picture.
    key: str
    name: str
    condition: Condition = Condition.HEALTHY
    #: What sort of asset it is, in one word: `model`, `dashboard`.
    kind: str = ""
    #: Where it lives: a schema, a domain.
    place: str = ""
    importance: int = 0
    #: People look at it or take it away: a dashboard, a notebook, an export.
    is_end: bool = False
    #: It fails, and nothing that it reads from does.
    is_root: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a picture is made of."""

    #: `INC-12`, or the name of an asset.
    title: str
    things: tuple[Thing, ...]
    #: The key of what is read, and of what reads it; both are among the things.
    feeds: tuple[tuple[str, str], ...] = ()

    @property
    def is_what_if(self) -> bool:
        """Whether it shows what would be, and not what is."""
        return any(thing.condition is Condition.CHOSEN for thing in self.things)

    @property
    def digest(self) -> str:
        """Stands for all that it shows."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def count(self, condition: Condition) -> int:
        """How many are in this condition."""
        return sum(thing.condition is condition for thing in self.things)


def weightiest(things: Iterable[Thing]) -> list[Thing]:
    """The most important first, and in one order however they came."""
    return sorted(things, key=lambda thing: (-thing.importance, thing.name, thing.key))
