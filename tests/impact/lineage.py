"""Lineage made for tests: a source that very much hangs on, and who answers for what."""

from collections.abc import Iterable

from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from bot.playbook import Playbook, parse_playbook
from bot.uow import Store
from models.vocabulary import AssetType

#: Nine teams own what is downstream of the source; two people its making and its meaning.
TEAMS = ("finance", "growth", "product", "supply", "people", "risk", "support", "legal", "board")

PLAYBOOK = """
watch: [data-alerts]
working_hours: {zone: UTC}
teams:
  finance: {name: Finance data, channel: C0FINANCE1}
owners:
  - {when: {asset: raw_orders}, technical_steward: "@chen", business_steward: "@ben"}
  - {when: {tag: finance}, team: finance}
  - {when: {tag: growth}, business_steward: "@dia"}
"""


def playbook(text: str = PLAYBOOK) -> Playbook:
    return parse_playbook(text, "breakwater.yaml")


def asset(key: str, kind: AssetType = AssetType.MODEL, *tags: str, **more: object) -> ToldAsset:
    return ToldAsset(key=key, name=key, type=kind, tags=tags, **more)  # type: ignore[arg-type]


#: raw_orders → stg_orders → orders → revenue, board_pack; orders → churn; refunds stands alone.
ASSETS = (
    asset("raw_orders", AssetType.SOURCE),
    asset("stg_orders"),
    asset("orders", AssetType.MODEL, "finance"),
    asset("revenue", AssetType.MODEL, "finance"),
    asset("board_pack", AssetType.DASHBOARD, "finance", meta={"deadlines": ["board pack 12:00"]}),
    asset("churn", AssetType.ML, "growth"),
    asset("bank_file", AssetType.EXPORT, owner_email="treasury@elsewhere.example"),
    asset("refunds", AssetType.SOURCE),
)

EDGES = (
    ("raw_orders", "stg_orders"),
    ("stg_orders", "orders"),
    ("orders", "revenue"),
    ("revenue", "board_pack"),
    ("orders", "churn"),
    ("revenue", "bank_file"),
)


async def tell_of(
    store: Store, assets: Iterable[ToldAsset] = ASSETS, edges: Iterable[tuple[str, str]] = EDGES
) -> None:
    """Import it, as a file of YAML would."""
    told = Told(
        source="yaml:test",
        tool=Tool.YAML,
        assets=tuple(assets),
        edges=[ToldEdge(up, down) for up, down in edges],
        complete=True,
    )
    await take_told(store, told)
