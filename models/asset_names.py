"""The names of assets: how they are compared, and what they are looked up by."""

import re
from hashlib import blake2b
from typing import Final

#: What warehouses put around names, each in its own way.
_MARKS: Final = {ord(mark): None for mark in '"`[]'}

LONGEST_NAME: Final = 500


def fold(name: str) -> str:
    """A name as it is compared: `"Shop"."Orders"`, `shop.orders` and `SHOP.ORDERS` are one."""
    return " ".join(name.translate(_MARKS).casefold().split())[:LONGEST_NAME]


def digest_of(folded: str) -> int:
    """A number that stands for a folded name: quick to look up, and the same in every process."""
    return int.from_bytes(blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)


def relation_of(*parts: str | None) -> str | None:
    """The whole name of a table, folded, where every part of it is known."""
    folded = [fold(part) if part else "" for part in parts]
    return ".".join(folded) if folded and all(folded) else None


def short_name(key: str) -> str:
    """What people would call it: the last part of a key."""
    return re.split(r"[./]", key.rstrip("./"))[-1] or key
