"""What a tool's own word for how bad it is means to us: opens an incident by itself, warns, or neither."""

import re
from typing import Final

#: Critical, error, fatal, P1, P2 or page open an incident by themselves.
OPENING: Final = frozenset({"critical", "crit", "error", "err", "fatal", "p1", "p2", "page"})

#: These never do.
WARNING: Final = frozenset(
    {"warning", "warn", "info", "information", "informational", "notice", "low", "minor", "debug"}
    | {"p3", "p4", "p5", "sev3", "sev4", "sev5"}
)

_SPACED: Final = re.compile(r"\b(p|sev)[\s_-]+(\d)\b")


def opens_by_itself(hint: str | None) -> bool:
    """Whether the tool calls it so bad that nobody needs to be asked."""
    words = _words(hint)
    return bool(words & OPENING) and not words & WARNING


def is_warning(hint: str | None) -> bool:
    """Whether the tool itself calls it no more than a warning."""
    return bool(_words(hint) & WARNING)


def _words(hint: str | None) -> frozenset[str]:
    joined = _SPACED.sub(r"\1\2", (hint or "").casefold())
    return frozenset(re.findall(r"[a-z0-9]+", joined))
