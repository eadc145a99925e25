"""All that says who is on call for one team, as layers: its rotation or outside schedule, then overrides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.parts import utc
from bot.oncall.find_people import handles_of
from bot.oncall.outside_source import OutsideSource, source_of
from bot.playbook import Playbook
from models.on_call import KeptSchedule, Override
from models.rotation import Layer, Schedule, Stretch, Stretches

#: What was read of an outside schedule counts for so long.
KEPT_FOR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TeamSchedule:
    """Layers, with a reason for each; `doubt` says what is wrong with what was read elsewhere."""

    team: str
    schedule: Schedule
    because: tuple[str, ...]
    doubt: str = ""


async def team_schedules(
    session: AsyncSession,
    playbook: Playbook,
    teams: Sequence[str],
    *,
    now: datetime,
    since_at: datetime | None = None,
) -> list[TeamSchedule]:
    """As the playbook and the database have them, from a moment on that may have passed."""
    lasting = select(Override).where(Override.team.in_(teams), Override.until_at > min(since_at or now, now))
    overrides = [
        each
        for each in await session.scalars(lasting.order_by(Override.id))
        if each.ended_at is None or each.ended_at > each.from_at
    ]
    kept_of = select(KeptSchedule).where(KeptSchedule.team.in_(teams))
    kept = {each.team: each for each in await session.scalars(kept_of)}
    handles = await handles_of(session, [each.by_id for each in overrides])
    return [
        layered(
            playbook,
            team,
            overrides=[(_stretch(each), _said_by(each, handles)) for each in overrides if each.team == team],
            kept=kept.get(team),
            now=now,
        )
        for team in teams
    ]


def layered(
    playbook: Playbook,
    team: str,
    *,
    overrides: Sequence[tuple[Stretch, str]] = (),
    kept: KeptSchedule | None = None,
    now: datetime,
) -> TeamSchedule:
    """Put one over the other; of two overrides the later one counts."""
    layers, because = _rotation(playbook, team)
    doubt = ""
    if (source := source_of(playbook, team)) is not None:
        outside, why, doubt = _outside(source, kept, now)
        layers, because = [outside], [why]
    for stretch, said in overrides:
        layers.append(Stretches([stretch]))
        because.append(said)
    return TeamSchedule(team, Schedule(layers), tuple(because), doubt)


def stretches_in(kept: Sequence[Mapping[str, Any]]) -> list[Stretch]:
    """As the database has them."""
    return [Stretch(tuple(each["people"]), _moment(each["since"]), _moment(each["until"])) for each in kept]


def kept_stretches(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """For the database."""
    return [
        {
            "people": list(each.people),
            "since": each.since_at.isoformat() if each.since_at else None,
            "until": each.until_at.isoformat() if each.until_at else None,
        }
        for each in stretches
    ]


def _rotation(playbook: Playbook, team: str) -> tuple[list[Layer], list[str]]:
    turns = playbook.rotations.get(team, ())
    if len(turns) <= 1:
        return [*turns], ["it is their turn in the rotation"] * len(turns)
    names = [layer.name or f"layer {number}" for number, layer in enumerate(playbook.on_call[team].layers, 1)]
    return [*turns], [f"it is their turn in “{name}”" for name in names]


def _outside(source: OutsideSource, kept: KeptSchedule | None, now: datetime) -> tuple[Stretches, str, str]:
    """What was read, why it counts, and what is wrong with it: nothing counts that is older than a day."""
    if kept is None or kept.source != source.key or kept.read_at is None:
        fault = f": {kept.fault}" if kept is not None and kept.source == source.key and kept.fault else ""
        return Stretches([]), "", f"{source.name} has not been read yet{fault}"
    read = f"last read {utc(kept.read_at)}"
    if now - kept.read_at > KEPT_FOR:
        return (
            Stretches([]),
            "",
            f"{source.name} could not be read for more than a day ({read}: {kept.fault})",
        )
    doubt = f"{source.name} could not be read again ({read}: {kept.fault})" if kept.fault else ""
    return Stretches(stretches_in(kept.stretches or [])), f"{source.name} says so", doubt


def _stretch(override: Override) -> Stretch:
    return Stretch((override.person_id,), override.from_at, override.ended_at or override.until_at)


def _said_by(override: Override, handles: Mapping[str, str]) -> str:
    """Who made it so, in a few words."""
    if override.swap_of_id is not None:
        return "they swapped shifts"
    if override.by_id == override.person_id:
        return "they took it over"
    return f"{handles[override.by_id]} put them on"


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
