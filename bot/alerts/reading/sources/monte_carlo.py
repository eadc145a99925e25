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
_UPDATE: Final = re.compile(
    r"\b(?:updated|set|changed|marked)\b.{0,20}?(?:the )?(?:status of )?(?P<what>\S.{0,300}?)"
    r" (?:to|as) (?P<status>\w[\w ]{2,30})\W{0,3}$",
    re.I,
)
_DIGEST: Final = re.compile(r"\b(?:digest|summary|report|recap)\b", re.I)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read by words; a status that ends their incident ends the alert."""
    if "monte carlo" not in parts.posted_by and parts.link_to("getmontecarlo") is None:
        return None
    update = _UPDATE.search(parts.headline[:500])
    said = update["what"] if update else parts.headline
    status = (update["status"] if update else parts.fact("status") or "").casefold().strip()
    if _DIGEST.search(said) or (update and status not in _OVER):
        return ()
    named = parts.fact("table", "tables") or _first(_TABLE.findall(parts.text))
    about = (named,) if named else assets_in(parts)
    identity = (_kind(said), *about) if about else (settled(said),)
    return read_as(
        parts, source="monte_carlo", default=Symptom.DISTRIBUTION, identity=identity, assets=about,
        title=title_of(said), rule=parts.fact("rule", "monitor", "rule name", "monitor name"),
        is_over=status in _OVER, is_ours=True,
    )  # fmt: skip


def _kind(headline: str) -> str:
    """What is wrong, without the table that the headline names."""
    return settled(re.sub(r"\b(?:resolved|recovered)\b", "", _TABLE.sub("", headline), flags=re.I))


def _first(found: list[str]) -> str | None:
    return found[0] if found else None
