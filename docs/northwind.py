"""The lineage of Northwind, which the pictures of the README are about."""

from typing import Final

from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from models.vocabulary import AssetType

PLAYBOOK: Final = """
domains: [finance, growth, logistics]
teams:
  finance: {name: Finance data}
  growth: {name: Growth analytics}
owners:
  - {when: {tag: finance}, team: finance}
  - {when: {tag: growth}, team: growth}
"""

_MARTS: Final = {
    "finance": ("fct_revenue", "fct_refunds", "dim_accounts"),
    "growth": ("fct_churn", "fct_activations", "fct_sessions"),
}

_ENDS: Final = (
    ("Board pack", AssetType.DASHBOARD, "fct_revenue", {"deadlines": ["board pack 09:00"]}),
    ("Revenue today", AssetType.DASHBOARD, "fct_revenue", {}),
    ("Tax export", AssetType.EXPORT, "fct_refunds", {}),
    ("Churn score", AssetType.ML, "fct_churn", {}),
    ("Weekly growth", AssetType.DASHBOARD, "fct_activations", {}),
)


def _assets() -> list[ToldAsset]:
    found = [
        ToldAsset(key="crm", name="crm", type=AssetType.APPLICATION),
        ToldAsset(key="bronze.customers", name="bronze.customers", type=AssetType.SOURCE, schema="bronze"),
        ToldAsset(key="bronze.orders", name="bronze.orders", type=AssetType.SOURCE, schema="bronze"),
        ToldAsset(key="stg_customers", name="stg_customers", type=AssetType.MODEL, schema="staging"),
        ToldAsset(key="stg_orders", name="stg_orders", type=AssetType.MODEL, schema="staging"),
        ToldAsset(key="int_customer_orders", name="int_customer_orders", type=AssetType.MODEL, schema="core"),
    ]
    for team, names in _MARTS.items():
        found += [
            ToldAsset(key=name, name=name, type=AssetType.MODEL, schema=f"mart_{team}", tags=(team,))
            for name in names
        ]
    team_of = {name: team for team, names in _MARTS.items() for name in names}
    found += [
        ToldAsset(key=name, name=name, type=kind, tags=(team_of[reads],), meta=meta)
        for name, kind, reads, meta in _ENDS
    ]
    return found


_EDGES: Final = (
    ("crm", "bronze.customers"),
    ("bronze.customers", "stg_customers"),
    ("bronze.orders", "stg_orders"),
    ("stg_customers", "int_customer_orders"),
    ("stg_orders", "int_customer_orders"),
    ("stg_customers", "dim_accounts"),
    *(
        ("int_customer_orders", name)
        for name in ("fct_revenue", "fct_refunds", "fct_churn", "fct_activations")
    ),
    ("stg_customers", "fct_sessions"),
    ("fct_sessions", "fct_churn"),
    *((reads, name) for name, _, reads, _ in _ENDS),
)

LINEAGE: Final = Told(
    source="yaml:northwind",
    tool=Tool.YAML,
    assets=_assets(),
    edges=[ToldEdge(up, down) for up, down in _EDGES],
    complete=True,
)
