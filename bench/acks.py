"""How soon a command is acknowledged when fifty people type at once."""

import asyncio
from collections.abc import Sequence

from bench.crowd import LATENCY, Crowd, Row, crowd_at, eventually, of_type, quiet
from bench.figure import Figure, median, percentile, spread
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


async def measure(*, rounds: int, postgresql: bool) -> list[Figure]:
    """Let the crowd type at once, round after round, at Breakwater and at the bare app in turns."""
    with (
        database(postgresql=postgresql) as database_url,
        local_slack() as ours,
        local_slack() as theirs,
        breakwater(ours, database_url),
        bare_bolt(theirs),
    ):
        async with crowd_at(ours) as our_crowd, crowd_at(theirs) as their_crowd:
            room_id = await _meet(our_crowd)
            places = ((our_crowd, room_id), (their_crowd, MEETING_ID))
            waits: tuple[list[list[float]], list[list[float]]] = ([], [])
            for number in range(rounds + 1):
                for (crowd, channel_id), taken in zip(places, waits, strict=True):
                    took = await _type_at_once(crowd, channel_id)
                    if number:  # the first round warms up
                        taken.append(took)
    return [_figure(waits[0], "ack, 50 commands at once", 100), _figure(waits[1], "· a bare Bolt app", None)]


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


async def _type_at_once(crowd: Crowd, channel_id: str) -> list[float]:
    """Milliseconds from the moment each command was handed over to its ack."""
    await quiet(crowd, "deliveries", for_seconds=1.0)
    seen = await crowd.count("deliveries")
    await asyncio.gather(
        *(
            crowd.act(
                user_id,
                "command",
                channel=channel_id,
                command="/incident",
                text=COMMANDS[place % len(COMMANDS)],
            )
            for place, user_id in enumerate(CROWD)
        )
    )
    rows: Sequence[Row] = of_type(await crowd.read("deliveries", seen), "/incident")
    lost = [row for row in rows if row["acked"] is None]
    if lost or len(rows) != len(CROWD):
        raise SystemExit(f"bench: of {len(rows)} commands {len(lost)} were not acknowledged: {lost[:2]}")
    return [(row["acked"] - row["sent"]) * 1000 for row in rows]


def _figure(rounds: Sequence[Sequence[float]], what: str, goal: float | None) -> Figure:
    waits = [wait for each in rounds for wait in each]
    worst = [percentile(each, 99) for each in rounds]
    how = (
        f"handed over → acked; p99 of each round, median of {len(rounds)} rounds ({spread(worst, 0)}); "
        f"of all {len(waits)}: median {median(waits):.0f}, p99 {percentile(waits, 99):.0f}"
    )
    return Figure(what=what, value=median(worst), unit="ms", goal=goal, how=how)
