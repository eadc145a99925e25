"""Attach all, or keep apart: people say whether what shares a cause belongs together; each can be undone.

Whoever is second is told who was first.
"""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.carry_alerts import Carried, carry
from bot.alerts.cause_offers import joined_names, loose_sharers, redraw_offer
from bot.alerts.causes_list import redraw_causes
from bot.alerts.load_facts import lock_deciding
from bot.alerts.redraw_card import post_card, redraw_card
from bot.alerts.redraw_moved import redraw_cards_of
from bot.database import in_parts
from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.shared_cause import in_words
from models.vocabulary import AlertStatus


async def attach_all(uow: UnitOfWork, cause_key: str, *, by_id: str) -> Incident:
    """All that fires, shares the cause and is worked on nowhere belongs to the incident; later ones join.

    Raises NotFound, NothingToChange, AlreadyClosed.
    """
    cause, incident = await _open_question(uow, cause_key)
    await _attach(uow, cause, incident, by_id)
    return incident


async def keep_apart(uow: UnitOfWork, cause_key: str, *, by_id: str) -> Incident:
    """What came along because of the cause leaves again and asks by itself; later ones do not join.

    Raises NotFound, NothingToChange, AlreadyClosed.
    """
    cause, incident = await _open_question(uow, cause_key)
    await _keep_apart(uow, cause, incident, by_id)
    return incident


async def undo_cause(uow: UnitOfWork, cause_key: str, *, by_id: str) -> Incident:
    """The other way round, after all. Raises NotFound, NothingToChange, AlreadyClosed."""
    cause, incident = await _cause(uow, cause_key)
    if cause.kept_apart_at is not None:
        await _attach(uow, cause, incident, by_id)
    elif cause.attached_at is not None:
        await _keep_apart(uow, cause, incident, by_id)
    else:
        raise NothingToChange("Nobody has decided about it.", "There is nothing to undo.")
    return incident


async def incident_of_cause(session: AsyncSession, cause_key: str) -> int:
    """Where it led, for whoever asks who may act there. Raises NotFound."""
    cause = await session.get(Cause, cause_key)
    if cause is None or cause.incident_id is None:
        raise _over()
    return cause.incident_id


async def _attach(uow: UnitOfWork, cause: Cause, incident: Incident, by_id: str) -> None:
    concerns = await loose_sharers(uow.session, cause)
    _settle(cause, attached=True, by_id=by_id, uow=uow)
    if concerns:
        names = [concern.fingerprint for concern in concerns]
        since_at = min(concern.firing_since_at or concern.first_at for concern in concerns)
        for concern in concerns:
            concern.notified_at = uow.now
        carried = await carry(uow, None, incident.id, names, since_at=since_at)
        await _mark(uow, cause, incident, names)
        await _record(uow, EntryKind.ALERT_ATTACHED, cause, incident, carried=carried, by_id=by_id)
        await redraw_cards_of(uow, names)
    await _show(uow, cause, incident)


async def _keep_apart(uow: UnitOfWork, cause: Cause, incident: Incident, by_id: str) -> None:
    names = await joined_names(uow.session, cause)
    _settle(cause, attached=False, by_id=by_id, uow=uow)
    if names:
        carried = await carry(uow, incident.id, None, names)
        await uow.session.refresh(cause)
        cause.incident_id = incident.id  # it goes on asking there
        await _record(uow, EntryKind.ALERT_DETACHED, cause, incident, carried=carried, by_id=by_id)
        await _ask_by_themselves(uow, names)
    await _show(uow, cause, incident)


def _settle(cause: Cause, *, attached: bool, by_id: str, uow: UnitOfWork) -> None:
    cause.attached_at, cause.attached_by_id = (uow.now, by_id) if attached else (None, None)
    cause.kept_apart_at, cause.kept_apart_by_id = (None, None) if attached else (uow.now, by_id)


async def _open_question(uow: UnitOfWork, cause_key: str) -> tuple[Cause, Incident]:
    """The cause, where nobody has decided yet."""
    cause, incident = await _cause(uow, cause_key)
    words = in_words(cause.kind, cause.name)
    if cause.kept_apart_at is not None:
        said = f"<@{cause.kept_apart_by_id}> keeps apart what shares {words}."
        raise NothingToChange(said, "Press Undo there if it belongs together after all.")
    if cause.attached_at is not None:
        said = f"<@{cause.attached_by_id}> has attached what shares {words} already."
        raise NothingToChange(said, "Press Undo there if it does not belong together.")
    return cause, incident


async def _cause(uow: UnitOfWork, cause_key: str) -> tuple[Cause, Incident]:
    """The cause and its incident, for this transaction alone."""
    await lock_deciding(uow.session)
    cause = await uow.session.get(Cause, cause_key, populate_existing=True)
    if cause is None or cause.incident_id is None:
        raise _over()
    incident = await uow.incident(cause.incident_id)
    incident.require_open()
    return cause, incident


def _over() -> NotFound:
    return NotFound("That question is over.", "`/incident why` shows what belongs where.")


async def _mark(uow: UnitOfWork, cause: Cause, incident: Incident, names: Sequence[str]) -> None:
    """They are here because of the cause, so that keeping apart finds them again."""
    for some in in_parts(names):
        came = update(Alert).where(Alert.fingerprint.in_(some), Alert.incident_id == incident.id)
        await uow.session.execute(came.values(cause_key=cause.key))


async def _record(
    uow: UnitOfWork, kind: EntryKind, cause: Cause, incident: Incident, *, carried: Carried, by_id: str
) -> None:
    """One entry, however many they are; it names the first."""
    first = await _last_alert(uow, carried.fingerprints[0])
    count = len(carried.fingerprints)
    more, share = (f" and {count - 1} more", "they share") if count > 1 else ("", "it shares")
    entry = incident.entry(
        kind,
        at=uow.now,
        by=by_id,
        text=f"{first.title}{more}: {share} {in_words(cause.kind, cause.name)}",
        alert=first.id,
        source=first.source,
        concern=first.fingerprint,
        cause=cause.key,
        moved=carried.as_detail(),
    )
    uow.record(entry)


async def _last_alert(uow: UnitOfWork, fingerprint: str) -> Alert:
    heard = select(Alert).where(Alert.fingerprint == fingerprint).order_by(Alert.id.desc()).limit(1)
    return (await uow.session.scalars(heard)).one()


async def _ask_by_themselves(uow: UnitOfWork, names: Sequence[str]) -> None:
    """What fires asks by its own card, which it may have had or gets now."""
    for some in in_parts(names):
        firing = select(Concern).where(Concern.fingerprint.in_(some), Concern.status == AlertStatus.FIRING)
        concerns = await uow.session.scalars(firing.execution_options(populate_existing=True))
        for concern in concerns.all():
            await _ask(uow, concern)


async def _ask(uow: UnitOfWork, concern: Concern) -> None:
    spoke = await uow.session.get(Alert, concern.card_alert_id or 0, populate_existing=True)
    own = spoke if spoke is not None and spoke.fingerprint == concern.fingerprint else None
    if own is not None:
        await redraw_card(uow, own)
        return
    last = await _last_alert(uow, concern.fingerprint)
    await uow.session.refresh(last)
    concern.card_alert_id = last.id
    await post_card(uow, last)


async def _show(uow: UnitOfWork, cause: Cause, incident: Incident) -> None:
    await uow.session.flush()
    await redraw(uow, incident)
    await redraw_offer(uow, cause, incident.id, pressed=True)
    await redraw_causes(uow, incident)
