"""At a first start alerts come before Slack has told who the people are: whom they call is called then."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.parts import utc
from bot.uow import UnitOfWork
from models.awaited import AwaitedPeople
from models.call import Summons
from models.fact import PEOPLE_READ, Fact
from models.incident import Incident
from models.vocabulary import Role

#: How long those who are known already wait for the others; and what comes later than that, came late.
PATIENCE: Final = timedelta(seconds=30)

#: When to look again whether people have been read.
LOOK_AFTER: Final = timedelta(seconds=2)


async def people_known_at(session: AsyncSession) -> datetime | None:
    """Since when it is known who the people are; none before the first start has read them."""
    return await session.scalar(select(Fact.found_at).where(Fact.name == PEOPLE_READ))


def must_wait(awaited: Sequence[str], others: Collection[str], *, asked_at: datetime, now: datetime) -> bool:
    """Whether to call later: nobody else is known, or all may be within a moment."""
    return bool(awaited) and (not others or now - asked_at < PATIENCE)


def why_late(known_at: datetime | None, *, asked_at: datetime, now: datetime) -> list[str]:
    """What to say of a call that came late because nobody was known; nothing where it did not."""
    if known_at is None or known_at <= asked_at or now - asked_at < PATIENCE:
        return []
    return [f"This came late: people had not been read from Slack before {utc(known_at)}."]


def await_people(
    uow: UnitOfWork,
    incident: Incident,
    named: Sequence[str],
    *,
    summons: Summons | None = None,
    role: Role | None = None,
) -> None:
    """Whom these words mean is called, or given the role, as soon as it is known."""
    if named:
        uow.session.add(
            AwaitedPeople(
                incident_id=incident.id,
                summons_id=summons.id if summons else None,
                role=role,
                named=list(named),
                asked_at=uow.now,
            )
        )
