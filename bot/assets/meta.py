"""The words about an asset that no column has: clean, few and short, whoever wrote them.

Those that the rest of the program reads (docs/assets.md tells people): `deadlines` (a list of words
such as "board pack 09:00"), `used_by` (a list), `url`, `maturity`, `loaded_at_field`, `money`,
`regulator`, `reversible` (true or false), `columns_not_needed` (a list), `materialized`.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

from bot.blocks.limits import clip, one_line

MOST_ITEMS: Final = 30
LONGEST_VALUE: Final = 300
LONGEST_KEY: Final = 60
DEEPEST: Final = 3

#: Beyond it not every reader of JSON keeps an integer as it is.
_MOST_EXACT: Final = 2**53


def tidy_meta(meta: Mapping[str, Any]) -> dict[str, Any]:
    """As much of it as can be kept; what is empty, too deep or of no kind that JSON has is dropped."""
    return _tidy_mapping(meta, DEEPEST)


def _tidy(value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        return (_tidy_mapping(value, depth - 1) or None) if depth else None
    if isinstance(value, list | tuple):
        return (_tidy_list(value, depth - 1) or None) if depth else None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int) and abs(value) < _MOST_EXACT:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return clip(one_line(str(value)[: 10 * LONGEST_VALUE]), LONGEST_VALUE) or None  # YAML has dates, too


def _tidy_mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    pairs = ((one_line(str(key)[:400])[:LONGEST_KEY], _tidy(each, depth)) for key, each in value.items())
    return dict(islice(((key, each) for key, each in pairs if key and each is not None), MOST_ITEMS))


def _tidy_list(value: Sequence[Any], depth: int) -> list[Any]:
    tidied = (_tidy(each, depth) for each in value)
    return list(islice((each for each in tidied if each is not None), MOST_ITEMS))
