"""What waits in the outbox and nobody has begun to render: asked for at every redraw, so built once."""

from collections.abc import Collection
from typing import Final, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.outbox import OutboxItem, Standing

_UNRENDERED: Final = (
    OutboxItem.standing == Standing.WAITING,
    OutboxItem.claimed_by.is_(None),
    OutboxItem.unsure_since.is_(None),
)
_WAITING: Final = (
    select(OutboxItem.subject, OutboxItem.after_id, OutboxItem.priority)
    .where(OutboxItem.subject.in_(bindparam("subjects", expanding=True)), *_UNRENDERED)
    .order_by(OutboxItem.priority.desc())
    .with_for_update(skip_locked=True, key_share=True)
)
_SUBJECT: Final = (OutboxItem.subject == bindparam("overtaken"), *_UNRENDERED)
_SKIP: Final = (
    update(OutboxItem).values(standing=Standing.SKIPPED).execution_options(synchronize_session=False)
)
_OVERTAKE: Final = _SKIP.where(*_SUBJECT)
#: What somebody else has in hand is being rendered, overtaken or counted on: to wait for it would change
#: nothing but that two who have many cards to redraw could wait for each other.
_FREE: Final = select(OutboxItem.id).where(*_SUBJECT).with_for_update(skip_locked=True, key_share=True)
_OVERTAKE_FREE: Final = _SKIP.where(OutboxItem.id.in_(bindparam("ids", expanding=True)))


class Waiting(NamedTuple):
    """One item, by what it is about and what it waits for."""

    subject: str
    after_id: int | None
    priority: int


async def find_waiting(session: AsyncSession, subjects: Collection[str]) -> list[Waiting]:
    """Those of these subjects, the most urgent last; where the database can, they are locked."""
    if not subjects:
        return []
    rows = await session.execute(_WAITING, {"subjects": list(subjects)})
    return [Waiting(subject or "", after_id, priority) for subject, after_id, priority in rows]


async def overtake(session: AsyncSession, subject: str) -> None:
    """Skip what is still unclaimed of this subject; what is being sent right now keeps its turn."""
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(_OVERTAKE, {"overtaken": subject})
    elif ids := (await session.scalars(_FREE, {"overtaken": subject})).all():
        await session.execute(_OVERTAKE_FREE, {"ids": ids})


class KnownWaiting:
    """What one transaction knows of what waits, so that it asks for nothing twice."""

    def __init__(self) -> None:
        #: How urgent it is, by subject and predecessor.
        self._priorities: dict[tuple[str, int | None], int] = {}
        #: Subjects of which all that waits is known.
        self._asked: set[str] = set()

    async def among(self, session: AsyncSession, subjects: Collection[str]) -> set[str]:
        """Those of these subjects of which an item waits."""
        for each in await find_waiting(session, set(subjects) - self._asked):
            self._priorities[each.subject, each.after_id] = each.priority
        self._asked.update(subjects)
        return {subject for subject, _ in self._priorities}.intersection(subjects)

    async def soonest(self, session: AsyncSession, subject: str, after_id: int | None) -> int | None:
        """How urgent the one is that waits behind this predecessor; none where none does."""
        if (subject, after_id) not in self._priorities:
            await self.among(session, [subject])
        return self._priorities.get((subject, after_id))

    async def overtake(self, session: AsyncSession, subject: str) -> None:
        """Skip what waits of this subject, for another one comes; unless it is known that nothing does."""
        if subject not in self._asked or any(subject == waiting for waiting, _ in self._priorities):
            await overtake(session, subject)
        self._asked.discard(subject)

    def add(self, subject: str, after_id: int | None, priority: int) -> None:
        """This one waits from now on."""
        self._priorities[subject, after_id] = priority

    def forget(self) -> None:
        """What was known may be of a part that is gone."""
        self._priorities.clear()
        self._asked.clear()
