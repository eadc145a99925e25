"""What a concern shares with others is noted when it begins, and when it comes to an incident."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.facts import Facts
from models.cause import Cause
from models.concern import Concern
from models.known import Shared
from models.shared_cause import SharedCause, SharedKind, ancestor_key, shared_causes
from models.signal import Signal


def note_causes(
    session: AsyncSession, facts: Facts, signal: Signal, concern: Concern, *, begins: bool
) -> None:
    """Later alerts of the window find where the first of those that share something led."""
    for shared in shared_causes(signal):
        cause = _cause_of(session, facts, shared)
        if begins:
            cause.concern_count += 1
            cause.last_at = facts.now
        _lead(facts, cause, concern)
        asks = facts.asks_still(concern.card_alert_id) is not None
        if cause.card_alert_id is None or (asks and facts.asks_still(cause.card_alert_id) is None):
            cause.card_alert_id = concern.card_alert_id


def note_ancestor(
    session: AsyncSession, facts: Facts, shared: Shared, concern: Concern, *, begins: bool
) -> None:
    """It came, or may come, to where something fails that it reads from, or that reads from it."""
    label = shared.path[0]
    cause = _cause_of(session, facts, SharedCause(SharedKind.ANCESTOR, shared.key, label))
    if begins:
        cause.concern_count += 1
        cause.last_at = facts.now
    if shared.incident is not None:
        lead_to(cause, shared.incident.id)
    if shared.card is not None:
        cause.card_alert_id = shared.card.alert_id
    if not shared.is_below:
        concern.ancestor = label


def note_below(
    session: AsyncSession, facts: Facts, label: str, below: Sequence[Concern], incident_id: int
) -> str:
    """These fire, and read from what fails in this incident; the key by which they can be offered to it."""
    for concern in below:
        concern.ancestor = label
    key = ancestor_key(label)
    lead_to(_cause_of(session, facts, SharedCause(SharedKind.ANCESTOR, key, label)), incident_id)
    return key


def lead_to(cause: Cause, incident_id: int) -> None:
    """From now on it leads there."""
    if cause.incident_id != incident_id:
        cause.offer_channel_id = cause.offer_ts = None  # that is in the channel of the one before
    cause.incident_id = incident_id


def _lead(facts: Facts, cause: Cause, concern: Concern) -> None:
    """To the first that is open; a private one, to which nobody is led, gives way to a public one."""
    led, comes = facts.open_incident(cause.incident_id), facts.open_incident(concern.incident_id)
    if comes is None or (led is not None and (comes.is_private or not led.is_private)):
        return
    lead_to(cause, comes.id)


def _cause_of(session: AsyncSession, facts: Facts, shared: SharedCause) -> Cause:
    """The row, begun anew when the last of those that shared it came too long ago."""
    cause = facts.causes.get(shared.key)
    if cause is None:
        cause = facts.causes[shared.key] = Cause(key=shared.key, kind=shared.kind, name=shared.name[:500])
        session.add(cause)
    elif facts.is_recent(cause):
        return cause
    cause.first_at = cause.last_at = facts.now
    cause.concern_count = 0
    cause.incident_id = cause.card_alert_id = None
    cause.kept_apart_at = cause.kept_apart_by_id = cause.attached_at = cause.attached_by_id = None
    cause.offer_channel_id = cause.offer_ts = None
    return cause
