"""What fails above or below an alert's asset, by lineage: with which it may have its cause in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, or_, select
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
MOST: Final = 300


async def find_relatives(session: AsyncSession, facts: Facts, signals: Iterable[Signal]) -> Sequence[Concern]:
    """What fires now, lately did so, and led somewhere, above or below what these are about."""
    lineage = facts.lineage
    if lineage is None:
        return ()
    ids: set[int] = set()
    asks_anew = False
    for signal in signals:
        if signal.is_firing and not _is_at_work(facts, signal) and (asset := lineage.asset_of(signal)):
            around = lineage.around(asset)
            ids |= around.above.keys() | around.below.keys()
            asks_anew = asks_anew or not _asks_already(facts, signal)
    led: ColumnElement[bool] = Concern.incident_id.is_not(None)
    if asks_anew:
        led = or_(led, Concern.card_alert_id.is_not(None))
    found: list[Concern] = []
    for some in in_parts(sorted(ids)):
        failing = select(Concern).where(
            Concern.asset_id.in_(some),
            Concern.status == AlertStatus.FIRING,
            Concern.last_at >= facts.now - time_of(facts.alerts.group_within),
            led,
        )
        found += await session.scalars(failing.order_by(Concern.last_at.desc()).limit(MOST))
    return found


def _is_at_work(facts: Facts, signal: Signal) -> bool:
    """A repeat of what belongs somewhere already needs no relatives."""
    concern = facts.concerns.get(signal.fingerprint)
    return concern is not None and concern.is_firing and concern.incident_id is not None


def _asks_already(facts: Facts, signal: Signal) -> bool:
    """A repeat that a card counts can only go to an incident."""
    concern = facts.concerns.get(signal.fingerprint)
    return concern is not None and concern.is_firing and concern.card_alert_id is not None


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
        failing = self._failing(self.around.above)
        for leads_to in (self._incident, self._card):
            nearest = next((lead for _, concern in failing if (lead := leads_to(concern))), None)
            if nearest is not None:
                root = [each for each, concern in failing if leads_to(concern) == nearest][-1]
                label, way = self.lineage.label(root), self.around.way(root)
                return self._shared(label, nearest, way, label=label, follows=follows(self.signal.symptom))
        return None

    def below(self) -> Shared | None:
        """What failed before it, and surely or maybe because of it: the surest, then the nearest."""
        found = [
            (follows(concern.symptom), each, lead)
            for each, concern in self._failing(self.around.below)
            if (lead := self._incident(concern))
        ]
        if not found:
            return None
        is_sure, each, lead = max(found, key=lambda one: one[0])
        way, label = self.around.way(each, below=True), self.lineage.label(self.around.asset.id)
        shared = self._shared(self.lineage.label(each), lead, way, label=label, follows=is_sure)
        return replace(shared, is_below=True) if shared else None

    def _failing(self, asset_ids: Iterable[int]) -> list[tuple[int, Concern]]:
        there = (each for each in asset_ids if each in self.facts.failing)
        return [(each, concern) for each in there for concern in self.facts.failing_at(each)]

    def _incident(self, concern: Concern) -> OpenIncident | None:
        """Where it led; what is private, or what someone took this out of, is no place for it."""
        incident = self.facts.open_incident(concern.incident_id) if concern.incident_id else None
        own = self.facts.concerns.get(self.signal.fingerprint)
        if incident is None or incident.is_private or (own and own.apart_from_id == incident.id):
            return None
        return incident

    def _card(self, concern: Concern) -> AskedCard | None:
        """The card that asks about it, unless one speaks for this already."""
        if concern.card_alert_id is None or _asks_already(self.facts, self.signal):
            return None
        if self.facts.open_incident(concern.incident_id) is not None:
            return None
        return self.facts.asks_still(concern.card_alert_id)

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
