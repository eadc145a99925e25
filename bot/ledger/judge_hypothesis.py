"""Judge a hypothesis: it is supported, ruled out, or open again, and somebody says why."""

from typing import Final

from bot.blocks.limits import clip
from bot.ledger.hypotheses import find_hypothesis
from bot.ledger.show_record import show_recorded
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.evidence_guard import kept_words
from models.hypothesis import Verdict, require_news
from models.ledger import EntryKind, LedgerEntry

#: How much of what is meant is repeated, so that the entry can be read by itself.
MEANT: Final = 200


async def judge_hypothesis(
    uow: UnitOfWork, hypothesis_id: int, verdict: Verdict, why: str, *, by_id: str, link: str | None = None
) -> LedgerEntry:
    """Record what is thought of it now. Raises NotFound, NothingToChange, FieldRefused."""
    view = await find_hypothesis(uow.session, hypothesis_id)
    incident = await uow.incident(view.incident_id)
    # Somebody may have judged it while we waited for the lock.
    view = await find_hypothesis(uow.session, hypothesis_id)
    require_news(view.state, verdict)
    if not why.strip():
        raise FieldRefused("text", "It does not say why.", "One sentence is enough.")
    entry = incident.entry(
        EntryKind(f"hypothesis.{verdict}"),
        at=uow.now,
        by=by_id,
        text=why.strip(),
        hypothesis=hypothesis_id,
        link=link,
        meant=clip(f"{view.name} {kept_words(view.text)}", MEANT),
    )
    uow.record(entry)
    await show_recorded(uow, entry)
    return entry
