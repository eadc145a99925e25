"""What follows from a move or a change: verification asks for proof, and what was proven before lapses."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import bindparam, select

from bot.alerts.facts import time_of
from bot.incidents.show_in_thread import redraw_in_thread, show_in_thread
from bot.uow import UnitOfWork
from bot.verification.keep_asked import keep_asked
from bot.verification.read_proven import changes_system, read_proven
from bot.verification.redraw_sign_offs import settle_sign_offs, show_sign_offs
from models.concern import Concern
from models.incident import Incident
from models.ledger import LedgerEntry
from models.proof import Proof
from models.stages import ORDER
from models.thread_message import ThreadMessage, ThreadTopic
from models.verification import RoundEnded
from models.vocabulary import Outcome, Stage

#: What was no trouble, or is expected, is not said to have come back.
_NOT_WATCHED = frozenset({Outcome.FALSE_ALARM, Outcome.EXPECTED})

#: The lists of these incidents. Asked with every batch of alerts, so built once.
_CHECKS: Final = (
    select(ThreadMessage)
    .where(
        ThreadMessage.topic == ThreadTopic.CHECKS,
        ThreadMessage.incident_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(ThreadMessage.incident_id)
)


async def follow_move(uow: UnitOfWork, incident: Incident, before: Stage) -> None:
    """The incident has left `before`."""
    if ORDER.index(incident.stage) < ORDER.index(before):
        await lapse(uow, incident)
    if incident.stage is Stage.VERIFICATION:
        await ask_for_proof(uow, incident)


async def ask_for_proof(uow: UnitOfWork, incident: Incident) -> None:
    """Say what is asked for; where that is nothing, nothing is said."""
    proof = await keep_asked(uow, incident)
    if proof.checks:
        await show_in_thread(uow, incident.id, ThreadTopic.CHECKS)
    else:
        await redraw_in_thread(uow, incident.id, ThreadTopic.CHECKS)
    if proof.sign_offs:
        await show_sign_offs(uow, incident, proof)


async def lapse(uow: UnitOfWork, incident: Incident) -> None:
    """What was proven has to be proven again."""
    proof = await uow.session.get(Proof, incident.id)
    if proof is None:
        return
    proof.watched_until_at = None
    await settle_sign_offs(uow, incident, proof)
    await redraw_in_thread(uow, incident.id, ThreadTopic.CHECKS)


async def follow_reopening(uow: UnitOfWork, incident: Incident) -> None:
    """It goes on: nothing that was proven counts any more, and verification asks anew."""
    await lapse(uow, incident)
    if incident.stage is Stage.VERIFICATION:
        await ask_for_proof(uow, incident)


async def follow_change(uow: UnitOfWork, incident: Incident, entry: LedgerEntry) -> None:
    """A change is about to be recorded: what was seen and signed before it speaks of another system."""
    if not incident.is_open or not changes_system(entry.kind, entry.detail):
        return
    proven, ended = await read_proven(uow.session, incident.id), RoundEnded(by_change_at=entry.at)
    await redraw_in_thread(uow, incident.id, ThreadTopic.CHECKS)
    if all(ended.outlives(each) for each in proven.words.values()):
        return
    await settle_sign_offs(uow, incident, await keep_asked(uow, incident))
    if incident.stage is Stage.VERIFICATION:
        await ask_for_proof(uow, incident)


async def follow_severity(uow: UnitOfWork, incident: Incident) -> None:
    """What is asked for follows the severity."""
    if incident.stage is Stage.VERIFICATION:
        await ask_for_proof(uow, incident)
    elif await uow.session.get(Proof, incident.id) is not None:
        await keep_asked(uow, incident)


async def follow_close(uow: UnitOfWork, incident: Incident) -> None:
    """The lists bear no buttons any more; its alerts are watched for as long as the playbook says."""
    proof = await uow.session.get(Proof, incident.id)
    if not incident.is_drill and incident.outcome not in _NOT_WATCHED and await _has_alerts(uow, incident.id):
        proof = proof or await keep_asked(uow, incident)
        proof.watched_until_at = uow.now + time_of(uow.playbook.alerts.probation)
    await redraw_in_thread(uow, incident.id, ThreadTopic.CHECKS)
    if proof is not None and proof.sign_offs_item_id is not None:
        await show_sign_offs(uow, incident, proof)


async def follow_alerts(uow: UnitOfWork, incident_ids: Collection[int]) -> None:
    """The check that fills in by itself may say something else now."""
    for message in (await uow.session.scalars(_CHECKS, {"ids": list(incident_ids)})).all():
        await redraw_in_thread(uow, message.incident_id, ThreadTopic.CHECKS)


async def _has_alerts(uow: UnitOfWork, incident_id: int) -> bool:
    any_of_it = select(Concern.fingerprint).where(Concern.incident_id == incident_id).limit(1)
    return (await uow.session.execute(any_of_it)).first() is not None
