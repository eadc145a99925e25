"""What a form offers to choose from: alerts of an incident, what several of them share, and loose ones."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.said_again import causes_of
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.shared_cause import in_words
from models.vocabulary import AlertStatus, Stage

#: Slack shows a hundred choices in a menu; what several share comes first, for it stands for many.
MOST: Final = 100
MOST_CAUSES: Final = 40

_FIRING_FIRST: Final = case((Concern.status == AlertStatus.FIRING, 0), else_=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu, and the alerts that it stands for."""

    value: str
    words: str
    fingerprints: tuple[str, ...]


async def choices_of(session: AsyncSession, incident_id: int, *, causes: bool = False) -> list[Choice]:
    """The alerts of an incident, those that fire first; with `causes`, before them what several share."""
    of_incident = select(Concern).where(Concern.incident_id == incident_id)
    concerns = (await session.scalars(of_incident.order_by(_FIRING_FIRST, Concern.last_at.desc()))).all()
    shared = (await _shared(session, concerns))[:MOST_CAUSES] if causes else []
    return [*shared, *_alerts(concerns)][:MOST]


async def fingerprints_of(session: AsyncSession, incident_id: int, chosen: Collection[str]) -> list[str]:
    """The alerts that the chosen lines stand for, as things are now."""
    offered = select(Concern).where(Concern.incident_id == incident_id)
    concerns = (await session.scalars(offered)).all()
    choices = [*await _shared(session, concerns), *_alerts(concerns)]
    return sorted({each for choice in choices if choice.value in set(chosen) for each in choice.fingerprints})


async def loose_alerts(session: AsyncSession, channels: Iterable[str]) -> list[Choice]:
    """Alerts that fire and belong to no open incident, of channels that may be told of; the newest first."""
    worked_on = exists().where(Incident.id == Concern.incident_id, Incident.stage != Stage.CLOSED)
    loose = select(Concern).where(
        Concern.status == AlertStatus.FIRING, Concern.alert_channel_id.in_(set(channels)), ~worked_on
    )
    return _alerts((await session.scalars(loose.order_by(Concern.last_at.desc()).limit(MOST))).all())


async def newest_alert(session: AsyncSession, fingerprint: str) -> int | None:
    """The alert that stands for its concern: the one whose card speaks for it, else the last."""
    concern = await session.get(Concern, fingerprint)
    card = await session.get(Alert, concern.card_alert_id) if concern and concern.card_alert_id else None
    if card is not None and card.fingerprint == fingerprint:
        return card.id
    last = select(Alert.id).where(Alert.fingerprint == fingerprint).order_by(Alert.id.desc()).limit(1)
    return (await session.scalars(last)).one_or_none()


def _alerts(concerns: Iterable[Concern]) -> list[Choice]:
    return [
        Choice(
            value=f"alert:{concern.fingerprint}",
            words=f"{'🔴' if concern.is_firing else '🟢'} {concern.title}",
            fingerprints=(concern.fingerprint,),
        )
        for concern in concerns
    ]


async def _shared(session: AsyncSession, concerns: Sequence[Concern]) -> list[Choice]:
    """What two or more of them share, but not all: the most telling first."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for concern in concerns:
        for key in causes_of(concern):
            sharing[key].append(concern.fingerprint)
    several = {key: names for key, names in sharing.items() if 1 < len(names) < len(concerns)}
    names = await _names(session, list(several))
    largest = sorted(several.items(), key=lambda each: (-len(each[1]), each[0]))
    return [
        Choice(
            value=f"cause:{hashlib.sha256(key.encode()).hexdigest()[:32]}",
            words=f"{len(those)} alerts of {names[key]}",
            fingerprints=tuple(those),
        )
        for key, those in largest
        if key in names
    ]


async def _names(session: AsyncSession, keys: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for begin in range(0, len(keys), 500):
        some = select(Cause).where(Cause.key.in_(keys[begin : begin + 500]))
        found |= {cause.key: in_words(cause.kind, cause.name) for cause in await session.scalars(some)}
    return found
