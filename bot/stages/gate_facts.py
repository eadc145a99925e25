"""What the record holds of what gates ask for: only what the stages that are asked about want is read."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.causes.read_causes import has_cause_family
from bot.ledger.changes import read_changes
from bot.ledger.hypotheses import supported_hypotheses
from bot.ledger.merged_ids import merged_ids
from bot.playbook.shape import SeverityRule
from bot.verification.read_proven import read_proven
from models.change import ChangeState
from models.gates import StageFacts
from models.ledger import EntryKind, LedgerEntry
from models.verification import Check
from models.vocabulary import Stage, label


async def gate_facts(
    session: AsyncSession, incident_id: int, stages: Collection[Stage], rule: SeverityRule | None = None
) -> StageFacts:
    """The facts for the gates of these stages; what the others want counts as there.

    Before verification nothing is asked for yet; with `rule` it counts what will be.
    """
    is_contained, has_hypothesis, has_family = True, True, True
    unseen: tuple[str, ...] = ()
    read = Stage.REMEDIATION in stages or Stage.CONTAINMENT in stages
    changes = await read_changes(session, incident_id) if read else ()
    if Stage.CONTAINMENT in stages:
        in_place = any(each.life.is_in_place for each in changes)
        is_contained = in_place or await _is_contained(session, incident_id)
    if Stage.ANALYSIS in stages:
        has_hypothesis = bool(await supported_hypotheses(session, incident_id))
        has_family = await has_cause_family(session, incident_id)
    if Stage.REMEDIATION in stages:
        unseen = tuple(each.text for each in changes if each.life.state is ChangeState.APPLIED)
    facts = StageFacts(
        is_contained=is_contained,
        has_supported_hypothesis=has_hypothesis,
        has_cause_family=has_family,
        unseen_changes=unseen,
    )
    if Stage.VERIFICATION not in stages:
        return facts
    return await _with_proof(facts, session, incident_id, rule)


async def _with_proof(
    facts: StageFacts, session: AsyncSession, incident_id: int, rule: SeverityRule | None
) -> StageFacts:
    proven = await read_proven(session, incident_id)
    if rule is not None:
        proven = replace(proven, asked_checks=tuple(rule.verify), asked_roles=tuple(rule.sign_off))
    return replace(
        facts,
        has_verification=proven.has_evidence,
        open_checks=tuple(label(check) for check in proven.open_checks if check is not Check.ALERTS),
        alerts_fire=Check.ALERTS in proven.open_checks,
        missing_sign_offs=tuple(f"the {label(role)}" for role in proven.missing_roles),
    )


async def _is_contained(session: AsyncSession, incident_id: int) -> bool:
    """Whether somebody said what contains it or a part of it, or why nothing can."""
    withdrawal = aliased(LedgerEntry)
    withdrawn = exists().where(
        withdrawal.corrects_id == LedgerEntry.id, withdrawal.kind == EntryKind.ENTRY_WITHDRAWN
    )
    said = select(LedgerEntry.id).where(
        LedgerEntry.incident_id.in_(await merged_ids(session, incident_id)),
        LedgerEntry.kind == EntryKind.CONTAINMENT_RECORDED,
        ~withdrawn,
    )
    return (await session.scalars(said.limit(1))).first() is not None
