"""What the record holds of what gates ask for: only what the stages that are asked about want is read."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.causes.read_causes import has_cause_family
from bot.ledger.changes import read_changes
from bot.ledger.hypotheses import supported_hypotheses
from bot.verification.read_proven import read_proven
from models.change import ChangeState
from models.gates import StageFacts
from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import Stage, label

#: What counts as a word on containment: that it is contained, or that something was changed.
_CONTAINS = frozenset({EntryKind.CONTAINMENT_RECORDED, EntryKind.CHANGE_RECORDED})


async def gate_facts(session: AsyncSession, incident_id: int, stages: Collection[Stage]) -> StageFacts:
    """The facts for the gates of these stages; what the others want counts as there."""
    is_contained, has_hypothesis, has_family = True, True, True
    unseen: tuple[str, ...] = ()
    if Stage.CONTAINMENT in stages:
        is_contained = await _is_contained(session, incident_id)
    if Stage.ANALYSIS in stages:
        has_hypothesis = bool(await supported_hypotheses(session, incident_id))
        has_family = await has_cause_family(session, incident_id)
    if Stage.REMEDIATION in stages:
        changes = await read_changes(session, incident_id)
        unseen = tuple(each.text for each in changes if each.life.state is ChangeState.APPLIED)
    facts = StageFacts(
        is_contained=is_contained,
        has_supported_hypothesis=has_hypothesis,
        has_cause_family=has_family,
        unseen_changes=unseen,
    )
    return await _with_proof(facts, session, incident_id) if Stage.VERIFICATION in stages else facts


async def _with_proof(facts: StageFacts, session: AsyncSession, incident_id: int) -> StageFacts:
    proven = await read_proven(session, incident_id)
    return replace(
        facts,
        has_verification=proven.has_evidence,
        open_checks=tuple(label(check) for check in proven.open_checks),
        missing_sign_offs=tuple(f"the {label(role)}" for role in proven.missing_roles),
    )


async def _is_contained(session: AsyncSession, incident_id: int) -> bool:
    withdrawal = aliased(LedgerEntry)
    withdrawn = exists().where(
        withdrawal.corrects_id == LedgerEntry.id, withdrawal.kind == EntryKind.ENTRY_WITHDRAWN
    )
    said = select(LedgerEntry.id).where(
        LedgerEntry.incident_id == incident_id, LedgerEntry.kind.in_(_CONTAINS), ~withdrawn
    )
    return (await session.scalars(said.limit(1))).first() is not None
