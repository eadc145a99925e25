"""How long an incident takes to open, as a multiple of the latency of one Slack call."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.crowd import LATENCY, Crowd, Row, crowd_at, eventually, of_type, quiet
from bench.figure import Figure, median, percentile, spread
from bench.ledger_mix import lengthen
from bench.local_slack import CROWD
from bench.programs import bare_bolt, breakwater, database, local_slack

#: The calls of one opening: create, card, invite, topic, announcement, pin. (The answer to who declared
#: goes by response_url, which is no Web API call and is neither delayed nor logged.)
CALLS = 6


@dataclass(frozen=True)
class Opening:
    """One incident's opening: multiples of the latency from the submission."""

    ready: float
    all_done: float


async def measure(*, runs: int, bursts: int, at_once: int, entries: int, postgresql: bool) -> list[Figure]:
    """Open one by one and many at once, ours and the bare app in turns; beside a long one if asked."""
    with (
        database(postgresql=postgresql) as database_url,
        local_slack() as ours,
        local_slack() as theirs,
        breakwater(ours, database_url),
        bare_bolt(theirs),
    ):
        async with crowd_at(ours) as our_crowd, crowd_at(theirs) as their_crowd:
            crowds = (our_crowd, their_crowd)
            for crowd in crowds:
                await crowd.slow_down(LATENCY)
                await _open(crowd, CROWD[:1])  # the first one warms caches on both sides
            if entries:
                await lengthen(database_url, 1, entries)
            singles: tuple[list[Opening], list[Opening]] = ([], [])
            for _ in range(runs):
                for crowd, openings in zip(crowds, singles, strict=True):
                    openings.extend(await _open(crowd, CROWD[:1]))
            many: tuple[list[list[Opening]], list[list[Opening]]] = ([], [])
            for _ in range(bursts):
                for crowd, rounds in zip(crowds, many, strict=True):
                    rounds.append(await _open(crowd, CROWD[:at_once]))
    return [*_of_singles(singles[0], singles[1]), *_of_bursts(many[0], many[1], at_once)]


async def _open(crowd: Crowd, people: Sequence[str]) -> list[Opening]:
    """Let these people declare at one moment, and read from the logs when what took effect."""
    await quiet(crowd)
    views = await asyncio.gather(*(crowd.opens_form(user_id) for user_id in people))
    await quiet(crowd)
    seen, delivered = await crowd.count("calls"), await crowd.count("deliveries")
    titles = [f"Bench {seen} {user_id.lower()}" for user_id in people]
    sending = zip(people, views, titles, strict=True)
    await asyncio.gather(*(crowd.submits(*one) for one in sending))

    async def finished() -> list[Row] | None:
        made = [row for row in await crowd.read("calls", seen) if row["ok"] and row["end"] and _counts(row)]
        return made if len(made) >= CALLS * len(people) else None

    calls: list[Row] = await eventually(finished, "the openings to end")
    submissions = of_type(await crowd.read("deliveries", delivered), "view_submission")
    names = {channel["id"]: channel["name"] for channel in (await crowd.read("workspace"))["channels"]}
    return [
        _opening(user_id, title, calls, submissions, names)
        for user_id, title in zip(people, titles, strict=True)
    ]


_OPENING = {
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "chat.postMessage",
    "pins.add",
}


def _counts(call: Row) -> bool:
    return call["method"] in _OPENING


def _opening(
    user_id: str, title: str, calls: Sequence[Row], submissions: Sequence[Row], names: dict[str, str]
) -> Opening:
    slug = title.lower().replace(" ", "-")
    began = next(row["sent"] for row in submissions if f" {user_id}" in row["type"])
    mine = [call for call in calls if _belongs(call["args"], slug, title, names)]
    if len(mine) != CALLS:
        raise SystemExit(f"bench: {len(mine)} calls for “{title}”: {[call['method'] for call in mine]}")
    ready = max(
        call["effect"]
        for call in mine
        if call["method"] in {"conversations.create", "conversations.invite"} or _is_card(call, slug, names)
    )
    done = max(call["end"] for call in mine)
    return Opening((ready - began) / LATENCY, (done - began) / LATENCY)


def _belongs(args: dict[str, Any], slug: str, title: str, names: dict[str, str]) -> bool:
    where = args.get("name") or names.get(str(args.get("channel")), "")
    return slug in where or title in str(args)


def _is_card(call: Row, slug: str, names: dict[str, str]) -> bool:
    return call["method"] == "chat.postMessage" and slug in names.get(str(call["args"]["channel"]), "")


def _of_singles(ours: Sequence[Opening], theirs: Sequence[Opening]) -> list[Figure]:
    figures = []
    parts = (
        ("declare → ready", "ready", 2.0, "submission handed over → last effect of create, card, invite"),
        ("declare → all done", "all_done", 4.0, f"… → the last of its {CALLS} calls is answered"),
    )
    for what, part, goal, how in parts:
        ratios = [getattr(each, part) for each in ours]
        told = f"{how}; median of {len(ratios)} ({spread(ratios)})"
        figures.append(Figure(what=what, value=median(ratios), unit="×", goal=goal, how=told))
        bare = [getattr(each, part) for each in theirs]
        told = f"the same calls one by one, in turns with ours ({spread(bare)})"
        figures.append(Figure(what="· a bare Bolt app", value=median(bare), unit="×", how=told))
    return figures


def _of_bursts(
    ours: Sequence[Sequence[Opening]], theirs: Sequence[Sequence[Opening]], at_once: int
) -> list[Figure]:
    figures = []
    for what, part, goal in ((f"{at_once} at once → ready", "ready", 2.4), ("… → all done", "all_done", 5.0)):
        for whose, rounds, promise in (("", ours, goal), ("· a bare Bolt app", theirs, None)):
            worst = [percentile([getattr(each, part) for each in openings], 95) for openings in rounds]
            told = f"p95 of each burst; median of {len(worst)} bursts ({spread(worst)})"
            figures.append(Figure(what=whose or what, value=median(worst), unit="×", goal=promise, how=told))
    return figures
