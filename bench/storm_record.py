"""What a storm left in the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from sqlalchemy import func, select

from bot.database import Sessions, open_engine, open_reading
from bot.inbox.entering import WEBHOOK
from bot.playbook import Playbook
from models.alert import Alert
from models.cause import Cause
from models.inbox import InboxItem
from models.incident import Incident
from models.shared_cause import SharedKind


@dataclass(frozen=True, kw_only=True)
class Found:
    """How it ended."""

    alerts: int
    #: Bodies that are not decided yet.
    waiting: int
    #: Alerts too many or too few, body by body.
    wrong_bodies: int
    incidents: int
    storms: int
    cap: int
    causes_in_storm: int
    #: Causes that led to no incident.
    causes_elsewhere: int


class StormRecord:
    """Reads one database, beside the program that writes it."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @classmethod
    @asynccontextmanager
    async def of(cls, database_url: str) -> AsyncIterator[Self]:
        """Read for as long as the block lasts."""
        engine = open_engine(database_url)
        yield cls(open_reading(engine))
        await engine.dispose()

    async def waiting(self) -> int:
        """Bodies that are not decided yet."""
        async with self._sessions() as session:
            waiting = select(func.count()).select_from(InboxItem)
            undone = waiting.where(InboxItem.kind == WEBHOOK, InboxItem.done_at.is_(None))
            return await session.scalar(undone) or 0

    async def found(self, each: int) -> Found:
        """Count; every body held so many alerts."""
        async with self._sessions() as session:
            of_body = select(func.count()).select_from(Alert).group_by(Alert.inbox_id)
            counts = (await session.scalars(of_body)).all()
            opened = await session.execute(
                select(Incident.is_storm, func.count()).group_by(Incident.is_storm)
            )
            by_storm = dict(iter(opened))
            causes = (
                await session.execute(
                    select(Cause.incident_id, Incident.is_storm)
                    .outerjoin(Incident, Incident.id == Cause.incident_id)
                    .where(Cause.kind == SharedKind.RULE)
                )
            ).all()
        return Found(
            alerts=sum(counts),
            waiting=await self.waiting(),
            wrong_bodies=sum(abs(count - each) for count in counts),
            incidents=by_storm.get(False, 0),
            storms=by_storm.get(True, 0),
            cap=Playbook().alerts.storm.channels,
            causes_in_storm=sum(bool(row.is_storm) for row in causes),
            causes_elsewhere=sum(row.incident_id is None for row in causes),
        )
