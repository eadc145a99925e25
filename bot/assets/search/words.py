"""What of a name counts when people search: its words, in one case, without accents and separators."""

import re
import unicodedata
from typing import Final

#: Longer names are cut for searching: nobody types so much, and a hostile one must not cost more.
LONGEST_NAME: Final = 300

_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")
_WORD: Final = re.compile(r"[^\W_]+")


def words_of(name: str) -> list[str]:
    """`Finance.stgOrders` is finance, stg, orders."""
    cut = name[:LONGEST_NAME]
    if not cut.islower():
        cut = _CAMEL.sub(" ", cut)
    return _WORD.findall(plain(cut))


def plain(name: str) -> str:
    """One case, no accents."""
    if name.isascii():
        return name.lower()
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def whole(name: str) -> str:
    """All its words in one: `stg orders`, `stg_orders` and `stgOrders` are the same."""
    return "".join(words_of(name))
