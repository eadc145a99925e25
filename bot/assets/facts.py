"""What a claim keeps of what was told, clean and clipped; and what several claims come to."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final

from bot.assets.meta import tidy_meta
from bot.assets.told import ToldAsset, Tool
from bot.blocks.limits import clean, clip, one_line
from models.asset_names import LONGEST_NAME, fold, short_name
from models.vocabulary import AssetType

LONGEST_WORD: Final = 200
LONGEST_CHANNEL: Final = 100
LONGEST_DESCRIPTION: Final = 2_000
LONGEST_SOURCE: Final = 120
MOST_TAGS: Final = 50
MOST_NAMES: Final = 20
#: What matters most; ranking reads it.
MOST_IMPORTANT: Final = 10

_RANKS: Final = {tool.value: rank for rank, tool in enumerate(Tool)}

#: A file of ours says most, but it rarely names things in full.
_KEY_RANKS: Final = {**_RANKS, Tool.YAML.value: len(_RANKS)}

#: In `database.schema.name`.
_WHOLE_DOTS: Final = 2

#: The first claim that has such a word gives it.
_WORDS: Final = (
    "name",
    "relation",
    "schema",
    "domain",
    "group",
    "owner",
    "owner_email",
    "channel",
    "description",
)


@dataclass(frozen=True)
class Claim:
    """One source's word, as it is kept."""

    source: str
    tool: str
    key: str
    facts: Mapping[str, Any]

    @cached_property
    def digest(self) -> str:
        """The same for the same facts."""
        written = json.dumps(self.facts, sort_keys=True, separators=(",", ":"), default=str)
        return blake2b(written.encode("utf-8", "replace"), digest_size=16).hexdigest()

    @cached_property
    def names(self) -> Mapping[str, bool]:
        """The folded names that it gives, its key first, and whether each says which thing is meant.

        `schema.name` without a database does not: another warehouse may have the same.
        """
        facts = self.facts
        relation = facts.get("relation") or ""
        given = [(self.key, not self.is_loose), (relation, relation.count(".") >= _WHOLE_DOTS)]
        given += [(name, True) for name in facts.get("whole_names", ())]
        given += [
            (name, False)
            for name in (facts.get("name") or short_name(self.key), *facts.get("other_names", ()))
        ]
        names: dict[str, bool] = {}
        for name, is_whole in given:
            if folded := fold(name):
                names[folded] = is_whole or names.get(folded, False)
        return names

    @property
    def is_loose(self) -> bool:
        """Its key may be any name of an asset that another source knows."""
        return bool(self.facts.get("by_any_name"))


def source_of(name: str) -> str:
    """The name of a source, as it is kept."""
    return clip(one_line(name[:1_000]), LONGEST_SOURCE) or "unnamed"


def is_key(key: str) -> bool:
    """Whether it can be kept as it is; a key that had to be cut might be another one's."""
    return 0 < len(key) <= LONGEST_NAME and one_line(key) == key


def facts_of(asset: ToldAsset) -> dict[str, Any]:
    """All that was told; what is empty is left out."""
    facts = {
        "name": _line(asset.name, LONGEST_NAME),
        "type": asset.type.value if asset.type else None,
        "relation": fold(_line(asset.relation, LONGEST_NAME) or "") or None,
        "whole_names": _lines(asset.whole_names, MOST_NAMES, LONGEST_NAME),
        "other_names": _lines(asset.other_names, MOST_NAMES, LONGEST_NAME),
        "by_any_name": asset.by_any_name,
        "schema": _line(asset.schema),
        "domain": _line(asset.domain, LONGEST_CHANNEL),
        "tags": _lines(asset.tags, MOST_TAGS),
        "group": _line(asset.group),
        "owner": _line(asset.owner),
        "owner_email": _line(asset.owner_email),
        "channel": _line(asset.channel, LONGEST_CHANNEL),
        "description": clip(clean(asset.description[:10_000]).strip(), LONGEST_DESCRIPTION)
        if asset.description
        else None,
        "importance": None
        if asset.importance is None
        else max(0, min(MOST_IMPORTANT, int(asset.importance))),
        "meta": tidy_meta(asset.meta),
    }
    return {name: value for name, value in facts.items() if value or (name == "importance" and value == 0)}


def merged(claims: Iterable[Claim]) -> dict[str, Any]:
    """What living claims come to: of each word the one of the most believed source that has it."""
    believed = sorted(claims, key=lambda claim: (_RANKS.get(claim.tool, 99), claim.source, claim.key))
    facts = [claim.facts for claim in believed]
    key = min(believed, key=_named_best).key
    words = {word: _first(facts, word) for word in _WORDS}
    return {
        **words,
        "key": key,
        "name": words["name"] or short_name(key),
        "type": AssetType(_first(facts, "type") or AssetType.OTHER),
        "tags": list(dict.fromkeys(tag for each in facts for tag in each.get("tags", ()))),
        "importance": _first(facts, "importance") or 0,
        "meta": {name: value for each in reversed(facts) for name, value in each.get("meta", {}).items()},
        "sources": list(dict.fromkeys(claim.source for claim in believed)),
    }


def _named_best(claim: Claim) -> tuple[bool, int, str, str]:
    return (
        claim.is_loose,
        _KEY_RANKS.get(claim.tool, 99),
        claim.source,
        claim.key,
    )


def _first(facts: Sequence[Mapping[str, Any]], word: str) -> Any:
    return next((each[word] for each in facts if word in each), None)


def _line(words: str | None, limit: int = LONGEST_WORD) -> str | None:
    return clip(one_line(words[:4_000]), limit) or None if words else None


def _lines(words: Iterable[str], most: int, limit: int = LONGEST_WORD) -> list[str]:
    lines = (_line(each, limit) for each in words)
    return list(dict.fromkeys(line for line in lines if line))[:most]
