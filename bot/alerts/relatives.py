"""What fails above or below an alert's asset, by lineage: with which it may have its cause in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.facts import Facts, time_of
from bot.alerts.lineage import Around, Lineage
from bot.database import in_parts
from models.concern import Concern
from models.known import AskedCard, OpenIncident, Shared
from models.shared_cause import SharedKind, ancestor_key, follows
from models.signal import Signal
from models.vocabulary import AlertStatus

#: Failing relatives of a batch that are looked at, the last heard first.
MOST: Final = 500


async def find_relatives(session: AsyncSession, facts: Facts, signals: Iterable[Signal]) -> Sequence[Concern]:
    """What fires now, and lately did so, above or below what these are about."""
    lineage = facts.lineage
    if lineage is None:
        return ()
    ids: set[int] = set()
    for signal in signals:
        if signal.is_firing and not _is_at_work(facts, signal) and (asset := lineage.asset_of(signal)):
            around = lineage.around(asset)
            ids |= around.above.keys() | around.below.keys()
    found: list[Concern] = []
    for some in in_parts(sorted(ids)):
        failing = select(Concern).where(
            Concern.asset_id.in_(some),
            Concern.status == AlertStatus.FIRING,
            Concern.last_at >= facts.now - time_of(facts.alerts.group_within),
        )
        found += await session.scalars(failing.order_by(Concern.last_at.desc()).limit(MOST))
    return found


def _is_at_work(facts: Facts, signal: Signal) -> bool:
    """A repeat of what belongs somewhere already needs no relatives."""
    concern = facts.concerns.get(signal.fingerprint)
    return concern is not None and concern.is_firing and concern.incident_id is not None


def relatives(facts: Facts, signal: Signal) -> tuple[Shared, ...]:
    """An incident or a card of what fails above it, else an incident of what fails below."""
    asset = facts.lineage.asset_of(signal) if facts.lineage and facts.failing else None
    if facts.lineage is None or asset is None:
        return ()
    looking = _Looking(facts, facts.lineage, facts.lineage.around(asset), signal)
    found = looking.above() or looking.below()
    return (found,) if found is not None else ()


@dataclass(frozen=True, slots=True)
class _Looking:
    """Around what one signal is about."""

    facts: Facts
    lineage: Lineage
    around: Around
    signal: Signal

    def above(self) -> Shared | None:
        """The nearest says which incident, or else which card; of that the one most upstream is named."""
        leads = [
            (each, lead)
            for each in self.around.above
            for concern in self.facts.failing_at(each)
            if (lead := self._lead(concern))
        ]
        for kind in (OpenIncident, AskedCard):
            nearest = next((lead for _, lead in leads if isinstance(lead, kind)), None)
            if nearest is not None:
                root = [each for each, lead in leads if lead == nearest][-1]
                label, way = self.lineage.label(root), self.around.way(root)
                return self._shared(label, nearest, way, label=label, follows=follows(self.signal.symptom))
        return None

    def below(self) -> Shared | None:
        """What failed before it, and surely or maybe because of it: the surest, then the nearest."""
        found = [
            (follows(concern.symptom), each, lead)
            for each in self.around.below
            for concern in self.facts.failing_at(each)
            if isinstance(lead := self._lead(concern), OpenIncident)
        ]
        if not found:
            return None
        is_sure, each, lead = max(found, key=lambda one: one[0])
        way, label = self.around.way(each, below=True), self.lineage.label(self.around.asset.id)
        shared = self._shared(self.lineage.label(each), lead, way, label=label, follows=is_sure)
        return replace(shared, is_below=True) if shared else None

    def _lead(self, concern: Concern) -> OpenIncident | AskedCard | None:
        """Where it led; what is private, or what someone took this out of, is no place for it."""
        own = self.facts.concerns.get(self.signal.fingerprint)
        incident = self.facts.open_incident(concern.incident_id)
        if incident is not None:
            has_left = own is not None and own.apart_from_id == incident.id
            return None if incident.is_private or has_left else incident
        card = self.facts.asks_still(concern.card_alert_id)
        speaks_already = card is not None and own is not None and own.card_alert_id == card.alert_id
        return None if speaks_already else card

    def _shared(
        self, name: str, lead: OpenIncident | AskedCard, way: Sequence[int], *, label: str, follows: bool
    ) -> Shared | None:
        key = ancestor_key(label)
        cause = self.facts.causes.get(key)
        if cause is not None and not self.facts.is_recent(cause):
            cause = None
        if cause is not None and cause.kept_apart_at is not None:
            return None
        return Shared(
            key=key,
            kind=SharedKind.ANCESTOR,
            name=name,
            incident=lead if isinstance(lead, OpenIncident) else None,
            card=lead if isinstance(lead, AskedCard) else None,
            is_confirmed=cause is not None and cause.attached_at is not None,
            path=tuple(self.lineage.label(each) for each in way),
            follows=follows,
        )


def loose_below(facts: Facts, signal: Signal) -> list[Concern]:
    """What fires below it, and is worked on nowhere."""
    asset = facts.lineage.asset_of(signal) if facts.lineage and facts.failing else None
    if facts.lineage is None or asset is None:
        return []
    below = facts.lineage.around(asset).below
    return [
        concern
        for each in below
        for concern in facts.failing_at(each)
        if facts.open_incident(concern.incident_id) is None and concern.fingerprint != signal.fingerprint
    ]


def labels_of(facts: Facts, signals: Iterable[Signal]) -> set[str]:
    """What those may be called that could be shared: what fails, and what the batch is about."""
    lineage = facts.lineage
    if lineage is None or not facts.failing:
        return set()
    about = (asset.id for signal in signals if (asset := lineage.asset_of(signal)))
    return {lineage.label(each) for each in {*facts.failing, *about}}
