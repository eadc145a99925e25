"""The whole ledger as one document for programs: the incident, and its entries in the order of what happened.

Corrections are applied, and what stood there before is kept beside. Names of people stand where known.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.views import IncidentView
from bot.incidents.show_incident import incident_view
from bot.ledger.merged_ids import merged_ids
from bot.ledger.people import names_of, people_in
from bot.ledger.standing_entries import Standing, read_standing
from models.ledger import EntryKind, LedgerEntry

#: Of these the detail holds what their undoing needs, and may name what is not everybody's to know.
_MOVES: Final = frozenset(
    {
        EntryKind.MERGED,
        EntryKind.SPLIT,
        EntryKind.MERGE_UNDONE,
        EntryKind.SPLIT_UNDONE,
        EntryKind.ALERT_ATTACHED,
        EntryKind.ALERT_DETACHED,
    }
)
_FOR_UNDOING: Final = frozenset(
    {"other", "moved", "promises", "hand_offs", "before", "way_back", "undoes", "card"}
)

#: What an incident is, for programs; times in ISO 8601, ids as Slack has them.
_FACTS: Final = (
    *("ref", "title", "stage", "severity", "domain", "symptom", "asset", "is_private", "is_drill"),
    *("began_at", "noticed_at", "declared_at", "acknowledged_at", "fixed_at", "closed_at"),
    *("outcome", "cause", "remedy", "interim", "call_url", "origin_link", "alert_count"),
)


async def export_document(session: AsyncSession, incident_id: int, now: datetime) -> dict[str, Any]:
    """What `breakwater export --json` prints. Raises NotFound."""
    view = await incident_view(session, incident_id, now)
    ids = await merged_ids(session, incident_id)
    standing = await read_standing(
        session, LedgerEntry.incident_id.in_(ids), LedgerEntry.corrects_id.is_(None)
    )
    named: set[str | None] = {view.declared_by_id, view.acknowledged_by_id, view.closed_by_id}
    named |= {role.user_id for role in view.roles}
    for each in standing:
        named |= {*people_in(each.entry.actor_id, each.detail), *(one.actor_id for one in each.corrections)}
    names = await names_of(session, named)
    return {
        "incident": _incident(view, names),
        "entries": [_entry(each, incident_id, names) for each in standing],
        "people": names,
        "exported_at": now.isoformat(),
    }


def _incident(view: IncidentView, names: Mapping[str, str]) -> dict[str, Any]:
    people = {
        "declared_by": view.declared_by_id,
        "acknowledged_by": view.acknowledged_by_id,
        "closed_by": view.closed_by_id,
    }
    return {
        "number": view.id,
        **{name: _plain(getattr(view, name)) for name in _FACTS},
        **{name: names.get(user_id, user_id) if user_id else None for name, user_id in people.items()},
        "roles": {role.role.value: names.get(role.user_id, role.user_id) for role in view.roles},
    }


def _entry(standing: Standing, incident_id: int, names: Mapping[str, str]) -> dict[str, Any]:
    entry = standing.entry
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "actor": _actor(entry.actor_id, names),
        "actor_id": entry.actor_id,
        "at": standing.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "text": standing.text,
        "detail": _detail(entry.kind, standing.detail),
        "link": entry.permalink,
        "incident": f"INC-{entry.incident_id}" if entry.incident_id != incident_id else None,
        "version": standing.version,
        "is_withdrawn": standing.is_withdrawn,
        "is_source_deleted": standing.is_source_deleted,
        "history": [_version(each, names) for each in (entry, *standing.corrections)]
        if standing.corrections
        else [],
    }


def _version(entry: LedgerEntry, names: Mapping[str, str]) -> dict[str, Any]:
    """One word on an entry after the other: as it was recorded, then each correction."""
    return {
        "kind": entry.kind.value,
        "actor": _actor(entry.actor_id, names),
        "recorded_at": entry.recorded_at.isoformat(),
        "text": entry.text,
        "detail": _detail(entry.kind, entry.detail),
    }


def _actor(user_id: str | None, names: Mapping[str, str]) -> str:
    return names.get(user_id, user_id) if user_id else "Breakwater"


def _detail(kind: EntryKind, detail: Mapping[str, Any]) -> dict[str, Any]:
    hidden = _FOR_UNDOING if kind in _MOVES else frozenset()
    return {key: value for key, value in detail.items() if key not in hidden}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
