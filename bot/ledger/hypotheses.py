"""The hypotheses of an incident, as its entries say: what speaks for each, and what is thought of it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.ledger.views import BoardOfHypothesesView, EvidenceView, HypothesisView, VerdictView
from bot.ledger.merged_ids import merged_ids, survivor_of
from bot.ledger.standing_entries import Standing, read_standing
from models.errors import NotFound
from models.hypothesis import HypothesisState, state_after
from models.incident import Incident
from models.ledger import VERDICT_KINDS, EntryKind, LedgerEntry
from models.typed_entry import evidence_of

_JUDGED = (EntryKind.HYPOTHESIS_ADDED, *VERDICT_KINDS)


async def read_hypotheses(
    session: AsyncSession, incident_id: int, *, with_evidence: bool = True
) -> tuple[HypothesisView, ...]:
    """In the order in which they were thought of; withdrawn ones are left out, and keep their names.

    Evidence may be a thousand entries; whoever asks only what is thought of them goes without.
    """
    ids = await merged_ids(session, incident_id)
    standing = await read_standing(
        session,
        LedgerEntry.incident_id.in_(ids),
        LedgerEntry.kind.in_((*_JUDGED, EntryKind.EVIDENCE_ADDED) if with_evidence else _JUDGED),
        LedgerEntry.corrects_id.is_(None),
    )
    counted = [each for each in standing if not each.is_withdrawn]
    about: dict[int, list[Standing]] = defaultdict(list)
    for each in counted:
        if isinstance(meant := each.detail.get("hypothesis"), int):
            about[meant].append(each)
    names = _names(standing, incident_id)
    return tuple(
        _view(each, names[each.entry.id], about[each.entry.id])
        for each in counted
        if each.entry.kind is EntryKind.HYPOTHESIS_ADDED
    )


async def supported_hypotheses(session: AsyncSession, incident_id: int) -> tuple[HypothesisView, ...]:
    """Those that hold, by what is known now."""
    found = await read_hypotheses(session, incident_id, with_evidence=False)
    return tuple(each for each in found if each.state is HypothesisState.SUPPORTED)


async def find_hypothesis(session: AsyncSession, entry_id: int) -> HypothesisView:
    """One, by its entry, without the evidence. Raises NotFound."""
    entry = await session.get(LedgerEntry, entry_id)
    number = await survivor_of(session, entry.incident_id) if entry is not None else 0
    for each in await read_hypotheses(session, number, with_evidence=False):
        if each.id == entry_id:
            return each
    raise NotFound("There is no such hypothesis.", "`/incident hypothesis` shows those that there are.")


async def board_of(session: AsyncSession, incident: Incident) -> BoardOfHypothesesView:
    """All of them."""
    hypotheses = await read_hypotheses(session, incident.id)
    return BoardOfHypothesesView(incident_id=incident.id, hypotheses=hypotheses, is_open=incident.is_open)


def _names(standing: Sequence[Standing], incident_id: int) -> dict[int, str]:
    """`H1`, `H2`, … as they were written down, each incident for itself: nothing renames them later."""
    names: dict[int, str] = {}
    counts: dict[int, int] = defaultdict(int)
    for each in sorted(standing, key=lambda each: each.entry.id):
        if each.entry.kind is EntryKind.HYPOTHESIS_ADDED:
            owner = each.entry.incident_id
            counts[owner] += 1
            names[each.entry.id] = ("" if owner == incident_id else f"INC-{owner} ") + f"H{counts[owner]}"
    return names


def _view(standing: Standing, name: str, about: Sequence[Standing]) -> HypothesisView:
    entry = standing.entry
    verdicts = sorted(
        (each for each in about if each.entry.kind in VERDICT_KINDS), key=lambda each: each.entry.id
    )
    return HypothesisView(
        id=entry.id,
        incident_id=entry.incident_id,
        name=name,
        text=standing.text,
        state=state_after(VERDICT_KINDS[each.entry.kind] for each in verdicts),
        by_id=_author(standing),
        at=standing.at,
        evidence=tuple(evidence_view(each) for each in about if each.entry.kind is EntryKind.EVIDENCE_ADDED),
        verdicts=tuple(
            VerdictView(
                verdict=VERDICT_KINDS[each.entry.kind], why=each.text, by_id=each.entry.actor_id, at=each.at
            )
            for each in verdicts
        ),
    )


def evidence_view(standing: Standing) -> EvidenceView:
    """One piece of evidence as it stands."""
    return EvidenceView(
        id=standing.entry.id,
        text=standing.text,
        by_id=_author(standing),
        at=standing.at,
        typed=evidence_of(standing.detail),
        message_link=standing.entry.permalink,
    )


def _author(standing: Standing) -> str | None:
    """Who said it, which need not be who marked it."""
    return standing.detail.get("author") or standing.entry.actor_id
