"""One node of a dbt manifest as an asset."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, record, text, texts
from bot.assets.told import ToldAsset
from models.asset_names import relation_of
from models.vocabulary import AssetType

_TABLES: Final = {
    "model": AssetType.MODEL,
    "seed": AssetType.SEED,
    "snapshot": AssetType.SNAPSHOT,
    "source": AssetType.SOURCE,
}
#: By the words that dbt gives exposures.
_EXPOSURES: Final = {
    "dashboard": AssetType.DASHBOARD,
    "notebook": AssetType.NOTEBOOK,
    "analysis": AssetType.ANALYSIS,
    "ml": AssetType.ML,
    "application": AssetType.APPLICATION,
}

#: What teams write under `meta`, for us and for other tools.
_CHANNELS: Final = ("channel", "slack_channel", "alerts_channel")
_OURS: Final = frozenset({"owner", "owners", "domain", "importance", "breakwater", *_CHANNELS})

Groups = Mapping[str | None, Mapping[str, Any]]


def is_enabled(node: Mapping[str, Any]) -> bool:
    """Disabled nodes lie elsewhere in a manifest; one that says so where it lies is none either."""
    return at(node, "config", "enabled") is not False


def table(key: str, node: Mapping[str, Any], kind: str, groups: Groups) -> ToldAsset:
    """A model, seed, snapshot or source; an ephemeral model is no table, but what it feeds is fed."""
    meta = _meta(node)
    group = text(node, "group") or text(node, "config", "group")
    owner, email = _owner(meta.get("owner", meta.get("owners")))
    if owner is None:
        owner, email = _owner(groups.get(group))
    materialized = text(node, "config", "materialized")
    relation = None if materialized == "ephemeral" else _relation(node)
    name, *others = _names(node, kind)
    return ToldAsset(
        key=key,
        name=name,
        type=_TABLES[kind],
        relation=relation,
        other_names=(*others, *_ends(relation)),
        schema=text(node, "schema"),
        domain=text(meta, "domain"),
        tags=tuple(dict.fromkeys((*texts(node, "tags"), *texts(node, "config", "tags")))),
        group=group,
        owner=owner,
        owner_email=email,
        channel=first_text(meta, *_CHANNELS),
        description=text(node, "description"),
        importance=_importance(meta),
        meta={
            **_rest(meta),
            **_said(materialized=materialized if kind == "model" else None),
            **_said(loaded_at_field=text(node, "loaded_at_field"), loader=text(node, "loader")),
        },
    )


def exposure(key: str, node: Mapping[str, Any]) -> ToldAsset:
    """A dashboard, notebook, analysis, ML feature or application that people use."""
    meta = _meta(node)
    owner, email = _owner(node.get("owner"))
    label = text(node, "label")
    return ToldAsset(
        key=key,
        name=text(node, "name") or key,
        type=_EXPOSURES.get(text(node, "type") or "", AssetType.OTHER),
        other_names=(label,) if label else (),
        domain=text(meta, "domain"),
        tags=tuple(dict.fromkeys((*texts(node, "tags"), *texts(node, "config", "tags")))),
        owner=owner,
        owner_email=email,
        channel=first_text(meta, *_CHANNELS),
        description=text(node, "description"),
        importance=_importance(meta),
        meta={**_rest(meta), **_said(url=text(node, "url"), maturity=text(node, "maturity"), label=label)},
    )


def _names(node: Mapping[str, Any], kind: str) -> Iterator[str]:
    """As dbt says it: `orders.v2` for a version, and plain `orders` too for the latest; a source has two."""
    name = text(node, "name") or ""
    version = text(node, "version")
    if version is not None:
        yield f"{name}.v{version}"
        if version == text(node, "latest_version"):
            yield name
    else:
        yield name
    if kind == "source" and (of := text(node, "source_name")):
        yield f"{of}.{name}"
    if alias := first_text(node, "alias", "identifier"):
        yield alias


def _relation(node: Mapping[str, Any]) -> str | None:
    """As dbt renders it; what it has not built yet has only its parts."""
    return text(node, "relation_name") or relation_of(
        text(node, "database"), text(node, "schema"), first_text(node, "alias", "identifier", "name")
    )


def _ends(relation: str | None) -> Iterator[str]:
    """`schema.name`, as people say it."""
    if relation and relation.count(".") == 2:
        yield relation.split(".", 1)[1]


def _meta(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the team wrote beside the node; what it wrote for us alone, under `breakwater`, counts most."""
    told = {**record(node, "source_meta"), **record(node, "meta"), **record(node, "config", "meta")}
    return {**told, **record(told, "breakwater")}


def _rest(meta: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in meta.items() if name not in _OURS}


def _owner(given: Any) -> tuple[str | None, str | None]:
    """A name and an address: given as words, as a list whose first counts, or as an object."""
    if isinstance(given, list):
        given = given[0] if given else None
    if isinstance(given, Mapping):
        name, email = text(given, "name"), text(given, "email")
        return name or email, email
    words = text({"owner": given}, "owner")
    return words, words if words and "@" in words[1:] and " " not in words else None


def _importance(meta: Mapping[str, Any]) -> int | None:
    value = meta.get("importance")
    return int(value) if isinstance(value, int | float) and abs(value) < 1_000 else None


def _said(**words: str | None) -> Mapping[str, str]:
    return {name: word for name, word in words.items() if word}
