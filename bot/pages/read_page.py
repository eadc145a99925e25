"""What stands on an incident's page, in words, for one reader: their zone, and names instead of ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.ledger.entries import entry_line
from bot.blocks.parts import named
from bot.blocks.views import EntryView, IncidentView
from bot.desk import Desk
from bot.impact.incident_scene import incident_scene
from bot.impact.show_impact import Reach, asset_line, read_reach
from bot.impact.work_out import Affected
from bot.incidents.show_incident import incident_view
from bot.ledger.people import ids_in, names_of
from bot.ledger.read_ledger import read_latest
from bot.pictures.scene import Scene
from bot.prose.facts import length_words
from bot.updates.promise_check_in import zone_of
from models.place import Person
from models.vocabulary import label

#: Rows that a browser shows well; of more the file of `/incident impact` has all.
MOST: Final = 5_000

#: The newest of the ledger; of more the file of `/incident timeline` has all.
MOST_ENTRIES: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPage:
    """All that the template needs, and the scene of the picture."""

    facts: Mapping[str, Any]
    scene: Scene | None


async def read_page(desk: Desk, incident_id: int, *, reader_id: str) -> IncidentPage:
    """Read it; the caller has asked whether they may see it. Raises NotFound."""
    chart = await desk.atlas.latest()
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        entries, entry_count = await read_latest(session, incident_id, MOST_ENTRIES)
        reach = await read_reach(desk, session, chart, incident_id)
        reader = await session.get(Person, reader_id)
        names = await names_of(session, _people(view, entries))
        owners = await _owner_names(session, reach)
        scene = await incident_scene(desk, session, chart, incident_id)
    zone = zone_of(reader) or UTC
    facts = {
        **_incident(view, names, zone, desk.clock()),
        "zone": str(zone),
        "failing": _failing(reach),
        "affected": [_affected(each, reach, owners, zone) for each in reach.impact.affected[:MOST]],
        "affected_count": len(reach.impact.affected),
        "entry_count": entry_count,
        "entries": [_entry(each, names, zone) for each in reversed(entries)],
    }
    return IncidentPage(facts=facts, scene=scene)


def _people(view: IncidentView, entries: Sequence[EntryView]) -> Iterable[str | None]:
    return {*ids_in(entries), view.declared_by_id, *(held.user_id for held in view.roles)}


async def _owner_names(session: AsyncSession, reach: Reach) -> Mapping[str, str]:
    owners = (reach.owners.of(each.asset or each.name) for each in reach.impact.affected[:MOST])
    return await names_of(session, {owner.to_id for owner in owners if owner.is_person})


def _incident(view: IncidentView, names: Mapping[str, str], zone: tzinfo, now: datetime) -> dict[str, Any]:
    ended = view.closed_at
    return {
        "ref": view.ref,
        "title": view.title,
        "severity": label(view.severity),
        "stage": label(view.stage),
        "stage_for": length_words(now - view.stage_since_at) if view.is_open else None,
        "outcome": label(view.outcome) if view.outcome else None,
        "is_open": view.is_open,
        "is_drill": view.is_drill,
        "is_private": view.is_private,
        "domain": view.domain,
        "symptom": label(view.symptom) if view.symptom else None,
        "declared_at": when(view.declared_at, zone),
        "declared_by": _name(view.declared_by_id, names) or "Breakwater",
        "lasted": length_words((ended or now) - (view.began_at or view.declared_at)),
        "next_update_at": when(view.next_update_at, zone) if view.next_update_at else None,
        "is_overdue": view.overdue,
        "roles": [(label(held.role), _name(held.user_id, names)) for held in view.roles],
        "cause": view.cause,
        "remedy": view.remedy,
    }


def _failing(reach: Reach) -> list[dict[str, Any]]:
    """Each with its way from the most upstream one; what lineage does not know by its name alone."""
    found = [
        {"id": str(origin.asset.id), "name": origin.asset.name, "note": "most upstream", "way": ()}
        for origin in reach.impact.origins
    ]
    for origin in reach.impact.origins:
        for path in origin.paths:
            way = tuple(asset.name for asset in path)
            found.append({"id": str(path[-1].id), "name": path[-1].name, "note": "", "way": way})
    unique = {each["id"]: each for each in reversed(found)}
    strangers = [
        {"id": None, "name": name, "note": "unknown to lineage", "way": ()} for name in reach.impact.unknown
    ]
    return [*reversed(unique.values()), *strangers]


def _affected(each: Affected, reach: Reach, names: Mapping[str, str], zone: tzinfo) -> dict[str, Any]:
    line = asset_line(each, reach.owners.of(each.asset or each.name))
    return {
        "id": str(each.asset.id) if each.asset else None,
        "name": line.name,
        "key": each.key,
        "type": line.type,
        "depth": line.depth,
        "owner": line.owner or _name(line.person_id, names) or "",
        "due": f"{each.due.what}, {when(each.due.at, zone)}" if each.due else "",
        "note": line.note,
    }


def _entry(entry: EntryView, names: Mapping[str, str], zone: tzinfo) -> dict[str, Any]:
    link = entry.link if entry.link and entry.link.startswith(("https://", "http://")) else None
    return {
        "at": when(entry.at, zone),
        "iso": entry.at.isoformat(),
        "said": named(entry_line(entry), names),
        "link": link,
        "is_withdrawn": entry.withdrawn,
    }


def when(at: datetime, zone: tzinfo) -> str:
    """`18 Nov 2026, 10:04`."""
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def _name(user_id: str | None, names: Mapping[str, str]) -> str | None:
    return names.get(user_id, user_id) if user_id else None
