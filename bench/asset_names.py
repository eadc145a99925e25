"""Names of assets as warehouses have them: layers, parts of the business, things, and ways to count them.

They are much alike on purpose: what tells one from the next is often a single word, or a single letter.
"""

import random
from collections.abc import Sequence
from typing import Final

from bot.assets.search.index import Named

LAYERS: Final = ("raw", "stg", "int", "dim", "fct", "mart", "rpt", "agg", "snap", "src", "ml", "exp")
# fmt: off
DOMAINS: Final = (
    "ads", "billing", "core", "finance", "fraud", "growth", "hr", "inventory", "legal", "logistics",
    "marketing", "partner", "payments", "pricing", "product", "risk", "sales", "search", "supply",
    "support",
)
THINGS: Final = (
    "accounts", "agents", "budgets", "campaigns", "cards", "carts", "chargebacks", "churn", "claims",
    "clicks", "cohorts", "contracts", "coupons", "customers", "devices", "disputes", "drivers",
    "emails", "employees", "events", "fares", "forecasts", "invoices", "items", "leads", "ledgers",
    "merchants", "orders", "payments", "plans", "policies", "prices", "products", "quotes", "refunds",
    "returns", "routes", "salaries", "sessions", "shipments", "stock", "stores", "subscriptions",
    "suppliers", "tickets", "transfers", "trials", "trips", "users", "visits", "warehouses",
)
WAYS: Final = (
    "agg", "base", "by_channel", "by_country", "by_customer", "by_day", "by_product", "by_region",
    "current", "daily", "deduped", "detail", "enriched", "filtered", "final", "history", "hourly",
    "joined", "latest", "monthly", "pivoted", "rollup", "scd2", "snapshot", "summary", "v2", "v3",
    "weekly",
)
# fmt: on


def asset_names(count: int, *, seed: int = 1) -> Sequence[Named]:
    """So many different ones."""
    chance = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < count:
        layer, domain = chance.choice(LAYERS), chance.choice(DOMAINS)
        words = [layer, *([domain] if chance.random() < 0.7 else []), chance.choice(THINGS)]
        words += [chance.choice(THINGS)] if chance.random() < 0.35 else []
        words += [chance.choice(WAYS)] if chance.random() < 0.8 else []
        words += [chance.choice(WAYS)] if chance.random() < 0.3 else []
        names.setdefault(f"analytics.{domain}_{layer}.{'_'.join(words)}")
    return [
        Named(number, full.rpartition(".")[2], full, weight=float(chance.paretovariate(1) // 1))
        for number, full in enumerate(names)
    ]
