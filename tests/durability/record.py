"""The program's own record, read from its database while it runs or lies dead."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import NullPool, create_engine, func, select
from sqlalchemy.orm import Session

from bot.database import with_driver
from models.inbox import InboxItem
from models.incident import Assignment, Incident
from models.outbox import OutboxItem, Priority, Standing
from models.promises import Review

Row = TypeVar("Row")


class Record:
    """Reads one database."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(with_driver(database_url, sync=True), poolclass=NullPool)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session:
            yield session

    def rows(self, mapped: type[Row], *criteria: Any) -> Sequence[Row]:
        with self.reading() as session:
            return session.scalars(select(mapped).where(*criteria)).all()

    def items(self, *standings: Standing) -> Sequence[OutboxItem]:
        with self.reading() as session:
            chosen = select(OutboxItem).where(OutboxItem.standing.in_(standings)).order_by(OutboxItem.id)
            return session.scalars(chosen).all()

    def is_settled(self) -> bool:
        """Whether nothing waits to be worked off or sent; what nobody waits for waits for more on purpose."""
        with self.reading() as session:
            entered = select(func.count()).where(InboxItem.done_at.is_(None))
            gathers = (OutboxItem.priority >= Priority.BOARD) & OutboxItem.claimed_by.is_(None)
            leaving = select(func.count()).where(OutboxItem.standing == Standing.WAITING, ~gathers)
            return not session.scalar(entered) and not session.scalar(leaving)

    def has_reached(self, phase: str) -> bool:
        """Whether what was asked for in this phase is on record."""
        incident = next(iter(self.rows(Incident)), None)
        if incident is None:
            return False
        match phase:
            case "leading":
                return bool(self.rows(Assignment))
            case "updating":
                return incident.stage != "triage"
            case "closing":
                return incident.stage == "closed"
            case "reviewing":
                return any(review.drafted_at for review in self.rows(Review))
        return True

    def what_waits(self) -> str:
        """For a test that waited in vain."""
        out = [(item.id, item.kind, item.attempts, item.fault) for item in self.items(Standing.WAITING)]
        entered = [
            (row.id, row.kind, row.attempts, row.fault)
            for row in self.rows(InboxItem, InboxItem.done_at.is_(None))
        ]
        return f"outbox {out}, inbox {entered}"
