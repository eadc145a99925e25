"""Keep what the last run of assets came to: facts about them, and no incident."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, update

from bot.assets.told import ToldRun
from bot.blocks.limits import clip, one_line
from bot.uow import UnitOfWork
from models.asset import Asset

_ASSETS: Final = cast("Table", Asset.__table__)

LONGEST_WORDS: Final = 500


async def write_runs(uow: UnitOfWork, runs: Sequence[ToldRun], homes: Mapping[str, int]) -> None:
    """Keep each run on the asset that its key stands for; the chart has nothing of it."""
    rows = [{"asset": homes[run.key], "run": _facts(run)} for run in runs if run.key in homes]
    if rows:
        changing = update(_ASSETS).where(_ASSETS.c.id == bindparam("asset"))
        await uow.session.execute(changing.values(last_run=bindparam("run")), rows)


def _facts(run: ToldRun) -> dict[str, Any]:
    words = clip(one_line(run.words[:4_000]), LONGEST_WORDS) if run.words else None
    at = run.at.isoformat() if run.at else None
    return {"status": one_line(run.status)[:40], "at": at, "words": words}
