"""Whether we may be sent work. Only the database decides: with Slack away, alerts are still taken."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.database import Sessions
from bot.migrate import SchemaState, state_of, stored_revision
from bot.web.figures import PATIENCE_SECONDS, outbox_counts

log = structlog.get_logger("web")

#: A newer Breakwater may have migrated while this one still runs, during a deploy: that is ready, too.
_MIGRATED: Final = frozenset({SchemaState.CURRENT, SchemaState.NEWER})


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the database said; no schema: it said nothing."""

    schema: SchemaState | None = None
    outbox: dict[str, int] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Whether what we are sent can be stored."""
        return self.schema in _MIGRATED

    def as_dict(self) -> dict[str, Any]:
        """As `/readyz` shows it."""
        shown: dict[str, Any] = {"reachable": self.schema is not None, "schema": self.schema}
        if self.schema is None:
            shown["message"] = "The database does not answer; look at DATABASE_URL and at the log."
        elif not self.is_ready:
            shown["message"] = "The database's schema is not ours; run `breakwater migrate`."
        return shown


async def look(reading: Sessions) -> Readiness:
    """Ask the database, briefly."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), reading() as session:
            connection = await session.connection()
            schema = state_of(await connection.run_sync(stored_revision))
            counts = await outbox_counts(session) if schema in _MIGRATED else {}
    except (SQLAlchemyError, OSError, TimeoutError) as fault:
        log.warning("database_unreachable", fault=type(fault).__name__)
        return Readiness()
    return Readiness(schema, counts)
