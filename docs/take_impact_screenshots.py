"""Take the pictures of `docs/impact.md` anew: `.venv/bin/python -m docs.take_impact_screenshots`.

A source goes stale in the sandbox; its stewards are brought in, and the owners downstream are told.
"""

import asyncio
import tempfile
from datetime import UTC, datetime
from typing import Any, Final

from bot.migrate import upgrade
from docs.take_screenshots import take
from models.vocabulary import AssetType
from tests.chromium import chromium
from tests.impact.lineage import asset, playbook, tell_of
from tests.stories.town import Room, Town, eventually, town

PLAYBOOK: Final = """
teams:
  finance: {name: Finance data, channel: finance-reports}
  platform: {channel: data-team}
owners:
  - {when: {asset: raw.shop.orders}, business_steward: "@ben", technical_steward: "@chen"}
  - {when: {tag: finance}, team: finance}
  - {when: {tag: growth}, business_steward: "@dia"}
  - {when: {tag: core}, team: platform}
"""

_MARTS: Final = tuple(f"mart_{name}" for name in ("daily", "weekly", "regions", "stores", "returns", "vat"))

ASSETS: Final = (
    asset("raw.shop.orders", AssetType.SOURCE),
    asset("stg_orders", AssetType.MODEL, "core"),
    asset("orders", AssetType.MODEL, "core", "tier-1"),
    asset("revenue_daily", AssetType.MODEL, "finance"),
    asset("Board pack", AssetType.DASHBOARD, "finance", meta={"deadlines": ["board pack 20:00"]}),
    asset("Margin by region", AssetType.DASHBOARD, "finance"),
    asset("churn_features", AssetType.ML, "growth"),
    *(asset(name, AssetType.MODEL, "finance") for name in _MARTS),
)

EDGES: Final = (
    ("raw.shop.orders", "stg_orders"),
    ("stg_orders", "orders"),
    ("orders", "revenue_daily"),
    ("revenue_daily", "Board pack"),
    ("revenue_daily", "Margin by region"),
    ("orders", "churn_features"),
    *(("revenue_daily", name) for name in _MARTS),
)


async def main() -> None:
    """Play the story, and take a picture in the incident's channel and in that of a team."""
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/breakwater.db"
        upgrade(database_url)
        async with (
            town(database_url, playbook(PLAYBOOK)) as here,
            chromium(timezone_id="Europe/Berlin") as browser,
        ):
            here.clock.move_to(datetime.now(UTC).replace(hour=15))
            room = await _owners_are_told(here)
            await take(browser, here, "ana", room.name, "impact.png", height=1060)
            await take(browser, here, "dia", "finance-reports", "notice.png", height=620)


async def _owners_are_told(here: Town) -> Room:
    await eventually(lambda: _found(here), "the channel of a team")
    await tell_of(here.program.desk.store, ASSETS, EDGES)
    await here.program.look()
    await here.ana.declares("Orders of yesterday are missing", asset="raw.shop.orders", severity="sev2")
    room = await here.room("orders-of-yesterday")
    await room.expect_card("steward")
    await _settle(here)
    shown = await room.expect_message("Notify owners")
    await here.ana.clicks(room.channel_id, shown, "Notify owners")
    form = await here.ana.form("notify_owners")
    words = "Please do not send the pack before we say so."
    await here.ana.submits("notify_owners", owners=_options(form), words=words)
    await _settle(here)
    return room


async def _settle(here: Town) -> None:
    await here.quiet()
    await here.program.look()
    await here.quiet()


async def _found(here: Town) -> bool:
    return here.program.desk.directory.channel("finance-reports") is not None


def _options(form: dict[str, Any]) -> list[str]:
    elements = [block["element"] for block in form["blocks"] if block.get("block_id") == "owners"]
    return [option["value"] for element in elements for option in element["options"]]


if __name__ == "__main__":
    asyncio.run(main())
