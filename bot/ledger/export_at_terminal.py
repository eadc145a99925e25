"""What `breakwater export` prints: read from the database as it is, without a running program."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.database import one_look
from bot.ledger.export_document import export_document
from bot.ledger.read_ledger import export_timeline
from bot.migrate import require_schema
from bot.prose import Prose


@dataclass(frozen=True, slots=True)
class Exported:
    """The ledger, for people or for programs."""

    is_private: bool
    text: str = ""
    document: dict[str, Any] = field(default_factory=dict)


def exported(database_url: str, incident_id: int, *, as_json: bool) -> Exported:
    """Read it. Raises NotFound, SchemaRefused, and what the database raises."""
    require_schema(database_url)
    return asyncio.run(_read(database_url, incident_id, as_json=as_json))


async def _read(database_url: str, incident_id: int, *, as_json: bool) -> Exported:
    now = datetime.now(UTC)
    async with one_look(database_url) as session:
        document = await export_document(session, incident_id, now)
        is_private: bool = document["incident"]["is_private"]
        if as_json:
            return Exported(is_private, document=document)
        return Exported(is_private, await export_timeline(session, incident_id, now, Prose()))
