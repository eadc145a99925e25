"""What it costs to say what an incident affects: a hub with thousands downstream, ranked and drawn."""

import json
import time
from types import SimpleNamespace
from typing import Any, Final, cast

from bench.figure import Figure, percentile
from bot.assets.chart import Chart
from bot.assets.charting import Rows, make_chart
from bot.assets.views import AssetView
from bot.blocks.impact.affected import SHOWN, SHOWN_BY_COMMAND, impact_card, impact_list
from bot.desk import Desk
from bot.impact.owners import Owners
from bot.impact.read_said import Said
from bot.impact.show_impact import draw_impact
from bot.impact.work_out import work_out
from bot.playbook import parse_playbook
from models.asset_names import digest_of
from models.vocabulary import AssetType
from tests.builders import WEDNESDAY

DOWNSTREAM: Final = 5_000
RULES: Final = 50
REPEATS: Final = 20

_TYPES: Final = (AssetType.MODEL,) * 40 + (AssetType.DASHBOARD, AssetType.ML, AssetType.EXPORT)


async def measure(*, repeat: int) -> list[Figure]:
    """Work it out and draw it again and again, each time without what the last time found out."""
    chart, desk = _hub(), _desk()
    said = Said(failing=("hub",))
    worked, drawn, sizes = [], [], []
    for _ in range(REPEATS * repeat):
        began = time.perf_counter()
        impact = work_out(chart, said, WEDNESDAY)
        worked.append(time.perf_counter() - began)
        owners = Owners(desk)
        for most, show in ((SHOWN, impact_card), (SHOWN_BY_COMMAND, impact_list)):
            began = time.perf_counter()
            payload = show(draw_impact(impact, owners, WEDNESDAY, "INC-12", most)).as_payload()
            drawn.append(time.perf_counter() - began)
            sizes.append(len(json.dumps(payload)))
    how = f"{DOWNSTREAM:,} downstream in three levels; {RULES} owner rules; in a thread, nobody waits"
    return [
        Figure(what="what a hub affects, worked out and ranked, p99", value=_ms(worked), unit="ms", how=how),
        Figure(what="· its owners sought and its message drawn, p99", value=_ms(drawn), unit="ms"),
        Figure(what="· the largest message", value=max(sizes) / 1000, unit="kB", goal=40),
    ]


def _ms(seconds: list[float]) -> float:
    return percentile(seconds, 99) * 1000


def _hub() -> Chart:
    """A hub, fifty below it, and below these all the others."""
    rows = Rows()
    rows.assets += [
        AssetView(
            id=number + 1,
            key=f"model.shop.table_{number:05}" if number else "hub",
            name=f"table_{number:05}" if number else "hub",
            type=_TYPES[number % len(_TYPES)],
            tags=(f"team_{number % RULES}",),
            owner=f"someone{number % 200}@example.com",
            meta={"deadlines": ["board pack 12:00"]} if number % 50 == 1 else {},
        )
        for number in range(DOWNSTREAM + 1)
    ]
    for number in range(1, DOWNSTREAM + 1):
        rows.upstreams.append(1 if number <= 50 else 2 + number % 50)
        rows.downstreams.append(number + 1)
    rows.digests.append(digest_of("hub"))
    rows.named.append(1)
    rows.are_whole.append(True)
    return make_chart("bench", rows, lambda names: None)


def _desk() -> Desk:
    """As much of a desk as owners are sought with: a playbook, and a workspace that knows nobody."""
    rules = "\n".join(f"  - {{when: {{tag: team_{number}}}, team: t{number}}}" for number in range(RULES))
    teams = "\n".join(f"  t{number}: {{channel: C0TEAM{number:04}}}" for number in range(RULES))
    playbook = parse_playbook(f"teams:\n{teams}\nowners:\n{rules}\n", "breakwater.yaml")
    directory = SimpleNamespace(channel=lambda name: name, people_named=lambda name: ())
    found: Any = SimpleNamespace(playbook=playbook, directory=directory)
    return cast("Desk", found)
