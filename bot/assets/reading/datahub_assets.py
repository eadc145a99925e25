"""One thing of DataHub's as an asset: what its siblings say together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.assets.reading.datahub_records import Entity, is_of_dbt, kind_of, parts_of, platform_of
from bot.assets.reading.json_facts import mappings, words
from bot.assets.reading.table_names import TableName, table_name
from bot.assets.told import ToldAsset
from models.vocabulary import AssetType

#: What kinds of entities are assets.
KINDS: Final[Mapping[str, AssetType]] = {
    "dataset": AssetType.TABLE,
    "dashboard": AssetType.DASHBOARD,
    "chart": AssetType.DASHBOARD,
    "dataJob": AssetType.JOB,
    "dataFlow": AssetType.JOB,
    "mlFeature": AssetType.ML,
    "mlFeatureTable": AssetType.ML,
    "mlModel": AssetType.ML,
    "mlPrimaryKey": AssetType.ML,
    "notebook": AssetType.NOTEBOOK,
}
_SUBTYPES: Final[Mapping[str, AssetType]] = {
    "model": AssetType.MODEL,
    "seed": AssetType.SEED,
    "snapshot": AssetType.SNAPSHOT,
    "source": AssetType.SOURCE,
    "topic": AssetType.STREAM,
    "view": AssetType.VIEW,
}
#: Aspects that say what it is called and what it is, the most telling first.
_INFOS: Final = (
    "editableDatasetProperties",
    "datasetProperties",
    "dashboardInfo",
    "chartInfo",
    "dataJobInfo",
    "dataFlowInfo",
    "mlModelProperties",
    "mlFeatureProperties",
)


def asset_of(key: str, group: Sequence[Entity], jobs: Sequence[str] = ()) -> ToldAsset:
    """dbt's word counts first; `jobs` are names of jobs that write this and nothing else."""
    group = sorted(group, key=lambda each: dbt_first(each.urn))
    names = [_named(each.urn) for each in group]
    infos = [each.aspects.get(name) for each in group for name in _INFOS]
    titles = [title for info in infos if (title := words(info, "title") or words(info, "name"))]
    owner = next((found for each in group if (found := _owner(each))), "")
    name = titles[0] if titles else names[0].short
    meta = _meta(infos)
    is_inlined = meta.get("materialized") == "ephemeral"
    others = [
        *titles,
        *(each.short for each in names),
        *(each.within for each in names if each.within),
        *jobs,
    ]
    return ToldAsset(
        key=key,
        name=name,
        type=_type(group),
        relation=None if is_inlined else next((each.relation for each in names if each.relation), None),
        whole_names=(
            *(each.urn for each in group if each.urn != key),
            *(unique_id for each in group for unique_id in each.unique_ids),
        ),
        other_names=tuple(dict.fromkeys(each for each in others if each != name)),
        schema=next((each.schema for each in names if each.schema), None),
        domain=next((found for each in group if (found := _last(each, "domains", "domains"))), None),
        tags=tuple(dict.fromkeys(tag for each in group for tag in _tags(each))),
        owner=None if "@" in owner else owner or None,
        owner_email=owner if "@" in owner else None,
        description=next((found for info in infos if (found := words(info, "description"))), None),
        meta=meta,
    )


def dbt_first(urn: str) -> tuple[bool, str]:
    """The order of siblings."""
    return not is_of_dbt(urn), urn


def _named(urn: str) -> TableName:
    parts = parts_of(urn)
    if kind_of(urn) == "dataset" and len(parts) > 1:
        return table_name(parts[1], platform_of(urn))
    return TableName(parts[-1].rpartition(".")[2] or parts[-1])


def _type(group: Sequence[Entity]) -> AssetType:
    for entity in group:
        names = entity.aspects.get("subTypes", {}).get("typeNames")
        for name in names if isinstance(names, list) else ():
            if found := _SUBTYPES.get(str(name).lower()):
                return found
    return KINDS[kind_of(group[0].urn)]


def _owner(entity: Entity) -> str | None:
    for each in mappings(entity.aspects.get("ownership"), "owners"):
        if urn := words(each, "owner"):
            return parts_of(urn)[-1]
    return None


def _tags(entity: Entity) -> Iterator[str]:
    for each in mappings(entity.aspects.get("globalTags"), "tags"):
        if urn := words(each, "tag"):
            yield urn.split(":", 3)[-1]


def _last(entity: Entity, aspect: str, field: str) -> str | None:
    """What the first URN of a list calls its thing; an id that only DataHub understands says nothing."""
    found = entity.aspects.get(aspect, {}).get(field)
    urn = found[0] if isinstance(found, list) and found else None
    name = parts_of(urn)[-1] if isinstance(urn, str) and kind_of(urn) else ""
    return name if name and len(name) < 32 else None


def _meta(infos: Sequence[Any]) -> Mapping[str, str]:
    said = {
        "materialized": ("customProperties", "materialization"),
        "maturity": ("customProperties", "maturity"),
        "url": ("externalUrl",),
    }
    found = {name: [value for info in infos if (value := words(info, *path))] for name, path in said.items()}
    return {name: values[0] for name, values in found.items() if values}
