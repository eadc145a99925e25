"""Monte Carlo: no message of it is public, so it is known by its address and read by its words."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import assets_in, read_as
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import Symptom

#: Their own words for an incident that is over.
_OVER: Final = frozenset(
    {"fixed", "expected", "no action needed", "no_action_needed", "false positive", "false_positive"}
)
_TABLE: Final = re.compile(r"(?<![\w-])[\w-]{1,100}:[\w-]{1,100}\.[\w.$-]{1,200}")


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read by words; a status that ends their incident ends the alert."""
    if "monte carlo" not in parts.posted_by and parts.link_to("getmontecarlo") is None:
        return None
    named = parts.fact("table", "tables") or _first(_TABLE.findall(parts.text))
    about = (named,) if named else assets_in(parts)
    identity = (_kind(parts.headline), *about) if about else (settled(parts.headline),)
    over = (parts.fact("status") or "").casefold() in _OVER
    return read_as(
        parts, source="monte_carlo", default=Symptom.DISTRIBUTION, identity=identity, assets=about,
        title=title_of(parts.headline), is_over=over, is_ours=True,
    )  # fmt: skip


def _kind(headline: str) -> str:
    """What is wrong, without the table that the headline names."""
    return settled(re.sub(r"\b(?:resolved|recovered)\b", "", _TABLE.sub("", headline), flags=re.I))


def _first(found: list[str]) -> str | None:
    return found[0] if found else None
