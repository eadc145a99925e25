"""What is said to fail, to be affected and to be fine: by the incident itself, by people and by alerts."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.ledger.merged_ids import merged_ids
from models.alert import Alert, assets_in
from models.concern import Concern
from models.incident import Incident
from models.incident_asset import IncidentAsset, Part

#: Different assets of alerts; of a storm with more of them these show enough.
MOST: Final = 500

#: Alerts that are read for what they name.
MOST_ALERTS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Names as they were given, in the order in which they count."""

    failing: Sequence[str] = ()
    #: With what people noted.
    affected: Mapping[str, str] = field(default_factory=dict)
    spared: Sequence[str] = ()

    @property
    def key(self) -> Hashable:
        """Stands for all of it."""
        return tuple(self.failing), tuple(sorted(self.affected.items())), tuple(self.spared)


async def read_said(session: AsyncSession, incident_id: int) -> Said:
    """Of the incident, and of those that were merged into it."""
    ids = await merged_ids(session, incident_id)
    by_people = await _by_people(session, ids)
    own = await session.scalars(select(Incident.asset).where(Incident.id.in_(ids)).order_by(Incident.id))
    failing = [*_whole_first(own), *_of(by_people, Part.FAILING), *await _by_alerts(session, ids)]
    return Said(
        failing=tuple(dict.fromkeys(failing)),
        affected={each.name: each.note or "" for each in by_people if each.part is Part.AFFECTED},
        spared=tuple(_of(by_people, Part.SPARED)),
    )


async def standing_words(session: AsyncSession, incident_id: int) -> Sequence[IncidentAsset]:
    """What people have said of this very incident and not taken back."""
    stands = select(IncidentAsset).where(
        IncidentAsset.incident_id == incident_id, IncidentAsset.withdrawn_at.is_(None)
    )
    return (await session.scalars(stands.order_by(IncidentAsset.id))).all()


async def _by_people(session: AsyncSession, ids: Sequence[int]) -> list[IncidentAsset]:
    return [each for number in ids for each in await standing_words(session, number)]


async def _by_alerts(session: AsyncSession, ids: Sequence[int]) -> list[str]:
    """What the alerts name that belong to it now, in the order in which they came: moving them moves it.

    Of a storm of thousands the first alerts, and by their concerns all that came later.
    """
    heard = select(Alert.id, Alert.asset).where(Alert.incident_id.in_(ids), Alert.asset.is_not(None))
    first = heard.order_by(Alert.id).limit(MOST_ALERTS).subquery()
    ordered = select(first.c.asset).group_by(first.c.asset).order_by(func.min(first.c.id)).limit(MOST)
    texts = list(await session.scalars(ordered))
    if await session.scalar(heard.order_by(Alert.id).offset(MOST_ALERTS).limit(1)) is not None:
        later = select(Concern.asset).where(Concern.incident_id.in_(ids), Concern.asset.is_not(None))
        texts += await session.scalars(later.order_by(Concern.first_at).limit(MOST))
    return [name for text in texts if text for name in assets_in(text)]


def _of(words: Iterable[IncidentAsset], part: Part) -> list[str]:
    return [each.name for each in words if each.part is part]


def _whole_first(texts: Iterable[str | None]) -> list[str]:
    """An alert's assets stand in one text, and a name of a person's own may have a comma in it."""
    return [name for text in texts if text for name in dict.fromkeys((text, *assets_in(text)))]
