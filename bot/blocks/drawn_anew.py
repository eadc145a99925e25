"""Messages that list what is to be settled say what draws them anew: by the names of their rows of buttons.

Of a message that one person alone sees, Slack tells a press that name and nothing else.
"""

from dataclasses import dataclass
from typing import Final

_MARK: Final = "anew"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Which list it is, and of what: `gates` of `12:analysis`."""

    kind: str
    of: str

    def row(self, number: int = 0) -> str:
        """The name of one of its rows of buttons, of which a message has no two alike."""
        return f"{_MARK}:{number}:{self.kind}:{self.of}"

    @classmethod
    def named(cls, row: str) -> "Drawing | None":
        """What a row's name says; none where it says nothing of the kind."""
        mark, _, rest = row.partition(":")
        _, _, drawing = rest.partition(":")
        kind, _, of = drawing.partition(":")
        return cls(kind, of) if mark == _MARK and kind and of else None
