"""How our calls are named outside, so that what comes back about them is known for ours."""

from typing import Final

_OURS: Final = "breakwater-"


def outside_key(key: str) -> str:
    """A call's key as another tool gets it."""
    return _OURS + key


def key_of(written: str | None) -> str | None:
    """The call that a tool's key names; none where it is not one of ours."""
    return written.removeprefix(_OURS) if written and written.startswith(_OURS) else None
