"""How soon commands and presses are acknowledged when fifty people act at once."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence

from bench.crowd import LATENCY, Crowd, Row, crowd_at, eventually, of_type, quiet
from bench.figure import Figure, median, percentile, spread
from bench.ledger_mix import lengthen
from bench.local_slack import CROWD, MEETING_ID
from bench.programs import bare_bolt, breakwater, database, local_slack

#: Typed in the incident's channel, five of each: what reads, what writes, what opens a form, what is wrong.
COMMANDS = (
    "",
    "list",
    "mine",
    "help",
    "note we looked at the load again",
    "severity sev2",
    "timeline",
    "update",
    "role",
    "sevrity",
)

#: Pressed on the card, each by a quarter of the crowd; every one of them opens a form.
BUTTONS = ("Update", "Advance", "Add to ledger", "Close")

#: One person's act, by their place in the crowd.
Act = Callable[[int, str], Awaitable[Row]]


async def measure(*, rounds: int, entries: int, postgresql: bool) -> list[Figure]:
    """Let the crowd type at once, round after round, at ours and at the bare app in turns; then press."""
    with (
        database(postgresql=postgresql) as database_url,
        local_slack() as ours,
        local_slack() as theirs,
        breakwater(ours, database_url),
        bare_bolt(theirs),
    ):
        async with crowd_at(ours) as our_crowd, crowd_at(theirs) as their_crowd:
            room_id = await _meet(our_crowd)
            if entries:
                await lengthen(database_url, 1, entries)
            places = ((our_crowd, room_id), (their_crowd, MEETING_ID))
            waits: tuple[list[list[float]], list[list[float]]] = ([], [])
            for number in range(rounds + 1):
                for (crowd, channel_id), taken in zip(places, waits, strict=True):
                    took = await _at_once(crowd, _types(crowd, channel_id), "/incident")
                    if number:  # the first round warms up
                        taken.append(took)
            presses = await _presses(our_crowd, room_id)
            pressed = [await _at_once(our_crowd, presses, "block_actions") for _ in range(rounds + 1)][1:]
    where = f", {entries:,} entries" if entries else ""
    return [
        _figure(waits[0], f"ack, 50 commands at once{where}", 100),
        _figure(waits[1], "· a bare Bolt app", None),
        _figure(pressed, f"ack, 50 presses at once{where}", 100),
    ]


async def _meet(crowd: Crowd) -> str:
    """Declare an incident, and let everybody join its channel."""
    await crowd.slow_down(LATENCY)
    view_id = await crowd.opens_form(CROWD[0])
    await crowd.submits(CROWD[0], view_id, "Bench of acks")

    async def opened() -> str:
        channels = (await crowd.act(CROWD[0], "boot"))["channels"]
        found = [channel["id"] for channel in channels if "bench-of-acks" in channel["name"]]
        return str(found[0]) if found else ""

    room_id = str(await eventually(opened, "the incident's channel"))
    await quiet(crowd)
    for user_id in CROWD:
        await crowd.act(user_id, "join", channel=room_id)
    return room_id


def _types(crowd: Crowd, channel_id: str) -> Act:
    async def act(place: int, user_id: str) -> Row:
        word = {"channel": channel_id, "command": "/incident", "text": COMMANDS[place % len(COMMANDS)]}
        return await crowd.act(user_id, "command", **word)

    return act


async def _presses(crowd: Crowd, channel_id: str) -> Act:
    """Presses of the buttons of the card, which is pinned."""
    messages = (await crowd.act(CROWD[0], "history", channel=channel_id, limit=200))["messages"]
    card = next(message for message in messages if message.get("pinned"))
    container = {"type": "message", "channel": channel_id, "ts": card["ts"]}
    spots = list(_spots(card))

    async def act(place: int, user_id: str) -> Row:
        block_id, action_id = spots[place % len(spots)]
        return await crowd.act(
            user_id, "action", container=container, block_id=block_id, action_id=action_id, input=None
        )

    return act


def _spots(card: Row) -> Iterator[tuple[str, str]]:
    for block in card["blocks"]:
        for element in block.get("elements", []):
            words = element.get("text")
            if isinstance(words, dict) and words.get("text") in BUTTONS:
                yield block["block_id"], element["action_id"]


async def _at_once(crowd: Crowd, act: Act, kind: str) -> list[float]:
    """Milliseconds from the moment each was handed over to its ack."""
    await quiet(crowd, "deliveries", for_seconds=1.0)
    seen = await crowd.count("deliveries")
    await asyncio.gather(*(act(place, user_id) for place, user_id in enumerate(CROWD)))
    rows: Sequence[Row] = of_type(await crowd.read("deliveries", seen), kind)
    lost = [row for row in rows if row["acked"] is None]
    if lost or len(rows) != len(CROWD):
        raise SystemExit(f"bench: of {len(rows)} {kind} {len(lost)} were not acknowledged: {lost[:2]}")
    return [(row["acked"] - row["sent"]) * 1000 for row in rows]


def _figure(rounds: Sequence[Sequence[float]], what: str, goal: float | None) -> Figure:
    waits = [wait for each in rounds for wait in each]
    worst = [percentile(each, 99) for each in rounds]
    how = (
        f"handed over → acked; p99 of each round, median of {len(rounds)} rounds ({spread(worst, 0)}); "
        f"of all {len(waits)}: median {median(waits):.0f}, p99 {percentile(waits, 99):.0f}"
    )
    return Figure(what=what, value=median(worst), unit="ms", goal=goal, how=how)
