"""The reason of a decision, as it may be told now: an incident may have become private since."""

import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.incident import Incident

_REF: Final = re.compile(r"\bINC-(\d{1,9})\b")


async def sayable(session: AsyncSession, reasons: Iterable[str]) -> dict[str, str]:
    """Each reason, by itself, without the names of private incidents."""
    kept = set(reasons)
    named = {int(each) for reason in kept for each in _REF.findall(reason)}
    private: set[int] = set()
    if named:
        hidden = select(Incident.id).where(Incident.id.in_(named), Incident.is_private)
        private = set(await session.scalars(hidden))
    return {reason: _without(private, reason) for reason in kept}


def _without(private: set[int], reason: str) -> str:
    return _REF.sub(lambda found: "an incident" if int(found[1]) in private else found[0], reason)
