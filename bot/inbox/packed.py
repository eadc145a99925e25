"""Long bodies are kept packed: a manifest of dbt is mostly the same few words."""

import base64
import gzip
from typing import Final

_MARK: Final = "gzip:"

#: Shorter ones are kept as they came, so that people can read them where they lie.
_SHORT: Final = 200_000


def packed(text: str) -> str:
    """As it is stored."""
    if len(text) < _SHORT and not text.startswith(_MARK):
        return text
    return _MARK + base64.b64encode(gzip.compress(text.encode(), compresslevel=3)).decode()


def unpacked(stored: str) -> str:
    """As it came."""
    if not stored.startswith(_MARK):
        return stored
    return gzip.decompress(base64.b64decode(stored.removeprefix(_MARK))).decode()
