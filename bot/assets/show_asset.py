"""What `breakwater assets impact` and `show` print of one asset."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.assets.chart import Chart
from bot.assets.owner_of import owner_of
from bot.assets.views import AssetView, Reached
from bot.playbook import Playbook
from models.asset import Asset
from models.errors import NotFound

_NEAREST: Final = 5
_ALIKE: Final = 55


def find_asset(chart: Chart, name: str) -> AssetView:
    """The one that is meant. Raises NotFound, with what comes near it or what else it may mean."""
    named = chart.named(name)
    if len(named) == 1:
        return named[0]
    if named:
        shown = ", ".join(each.key for each in named[: 2 * _NEAREST])
        more = f" and {len(named) - 2 * _NEAREST} more" if len(named) > 2 * _NEAREST else ""
        raise NotFound(f"“{name}” may mean {len(named)} assets.", f"Give one in full: {shown}{more}.")
    if not chart.assets:
        raise NotFound(
            "No assets are known yet.", "`breakwater assets import FILE` takes in dbt's manifest.json."
        )
    near = nearest(chart, name)
    remedy = (
        f"Near it: {', '.join(near)}." if near else "`breakwater assets import` takes in what is missing."
    )
    raise NotFound(f"No asset is called “{name}”.", remedy)


def nearest(chart: Chart, name: str) -> Sequence[str]:
    """The keys of those whose key or name looks most like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  # wanted where somebody mistyped, not at the start

    found: dict[str, float] = {}
    wanted = name.casefold()
    living = [asset for asset in chart.assets if not asset.is_retired]
    for words in ([asset.name.casefold() for asset in living], [asset.key.casefold() for asset in living]):
        for _, score, place in process.extract(
            wanted, words, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_ALIKE
        ):
            key = living[place].key
            found[key] = max(score, found.get(key, 0))
    return sorted(found, key=lambda key: (-found[key], key))[:_NEAREST]


def impact_document(asset: AssetView, downstream: Sequence[Reached], playbook: Playbook) -> dict[str, Any]:
    """`breakwater assets impact --json`, exactly; owners are those that the playbook's rules say, too."""
    return {
        "asset": asset.key,
        "downstream": [
            {
                "asset": reached.asset.key,
                "type": reached.asset.type.value,
                "depth": reached.depth,
                "owner": owner_of(playbook, reached.asset).owner,
                "via": reached.via.key,
            }
            for reached in downstream
        ],
    }


def asset_document(chart: Chart, view: AssetView, row: Asset, names: Sequence[str]) -> dict[str, Any]:
    """`breakwater assets show --json`."""
    return {
        "asset": view.key,
        "name": view.name,
        "type": view.type.value,
        "names": [*names],
        "relation": view.relation,
        "schema": view.schema,
        "domain": view.domain,
        "tags": [*view.tags],
        "group": view.group,
        "owner": view.owner,
        "owner_email": view.owner_email,
        "channel": view.channel,
        "description": row.description,
        "importance": view.importance,
        "meta": dict(view.meta),
        "sources": [*view.sources],
        "last_run": row.last_run,
        "upstream": [each.key for each in chart.fed_by(view.id)],
        "downstream": [each.key for each in chart.feeds(view.id)],
        "first_seen_at": row.first_seen_at.isoformat(),
        "retired_at": row.retired_at.isoformat() if row.retired_at else None,
    }


def asset_lines(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The same for people: a word and what there is to say, nothing where there is none."""
    for word, value in document.items():
        if value in (None, [], {}, "") or word == "asset":
            continue
        said = word.replace("_", " ")
        if isinstance(value, list):
            yield said, ", ".join(value)
        elif word == "last_run":
            for what, run in value.items():
                yield f"last {what}", " ".join(str(part) for part in run.values() if part)
        elif isinstance(value, dict):
            for name, each in value.items():
                yield name, ", ".join(map(str, each)) if isinstance(each, list) else str(each)
        else:
            yield said, str(value)
