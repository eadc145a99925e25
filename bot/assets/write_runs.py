"""Keep what the last run of assets came to: facts about them, and no incident."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, select, update

from bot.assets.told import ToldRun
from bot.blocks.limits import clip, one_line
from bot.database import in_parts
from bot.uow import UnitOfWork
from models.asset import Asset

_ASSETS: Final = cast("Table", Asset.__table__)

LONGEST_WORDS: Final = 500


async def write_runs(uow: UnitOfWork, runs: Sequence[ToldRun], homes: Mapping[str, int]) -> int:
    """Keep each run on the asset that its key stands for, unless a later one is known; how many are news.

    The chart has nothing of it, so that it need not be drawn anew.
    """
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for run in runs:
        if run.key in homes:
            told[homes[run.key]][run.what] = _facts(run)
    rows = []
    for part in in_parts(sorted(told)):
        query = select(_ASSETS.c.id, _ASSETS.c.last_run).where(_ASSETS.c.id.in_(part)).order_by(_ASSETS.c.id)
        for asset_id, known in await uow.session.execute(query.with_for_update(key_share=True)):
            if news := {what: run for what, run in told[asset_id].items() if _is_news(run, known, what)}:
                rows.append({"asset": asset_id, "run": {**(known or {}), **news}})
    if rows:
        changing = update(_ASSETS).where(_ASSETS.c.id == bindparam("asset"))
        await uow.session.execute(changing.values(last_run=bindparam("run")), rows)
    return len(rows)


def _is_news(run: Mapping[str, Any], known: Mapping[str, Any] | None, what: str) -> bool:
    before = (known or {}).get(what)
    return before is None or (run != before and (run["at"] or "") >= (before["at"] or ""))


def _facts(run: ToldRun) -> dict[str, Any]:
    words = clip(one_line(run.words[:4_000]), LONGEST_WORDS) if run.words else None
    at = run.at.astimezone(UTC).isoformat() if run.at else None
    return {"status": one_line(run.status)[:40], "at": at, "words": words}
