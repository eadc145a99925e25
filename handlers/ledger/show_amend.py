"""Open the forms that correct what stands in the ledger: which entry, and what it says now."""

from typing import Final

from sqlalchemy import select

from bot.blocks.kit import note
from bot.blocks.ledger.ledger_form import SAID_ANEW, EntryDefaults, choice_form, sentence_form
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import line, reads
from bot.desk import Desk
from bot.ledger.amend_entry import AMENDABLE
from bot.ledger.hypotheses import read_hypotheses
from bot.ledger.standing_entries import find_standing, read_standing
from handlers.answer import Answer, Open, Say
from handlers.ledger.show_entry import show_entry
from handlers.show_forms import keep
from models.errors import NothingToChange
from models.hypothesis import HypothesisState, Verdict
from models.ledger import WRITTEN_KINDS, LedgerEntry

_WORDS: Final = {kind: word for word, kind in WRITTEN_KINDS.items()}

#: Entries to choose from, the newest first: Slack takes no more in one list.
MOST: Final = 100


async def show_amend(desk: Desk, entry_id: int) -> Open:
    """The form that corrects an entry, filled in with what it says now. Raises NotFound."""
    async with desk.store.reading() as session:
        standing = await find_standing(session, entry_id)
    given = EntryDefaults(
        kind=_WORDS.get(standing.entry.kind, "note"),
        text=standing.text,
        at=standing.at,
        detail=standing.detail,
        amends=True,
    )
    return await show_entry(desk, standing.entry.incident_id, given, amends=entry_id)


async def show_choice(desk: Desk, incident_id: int) -> Answer:
    """Which of the latest entries is to be corrected."""
    async with desk.store.reading() as session:
        latest = (
            select(LedgerEntry.id)
            .where(LedgerEntry.incident_id == incident_id, LedgerEntry.kind.in_(AMENDABLE))
            .order_by(LedgerEntry.id.desc())
            .limit(MOST)
        )
        standing = await read_standing(session, LedgerEntry.id.in_((await session.scalars(latest)).all()))
    choices = {
        str(each.entry.id): f"{_kind_word(each.entry)}: {clip(one_line(each.text), 60)}"
        for each in sorted(standing, key=lambda each: -each.entry.id)
        if not each.is_withdrawn
    }
    if not choices:
        nothing = line("Nobody has written a note, hypothesis, decision, change or evidence here yet.")
        return Say(note(nothing, reads(SAID_ANEW)))
    return Open(choice_form(choices, private_metadata=keep(incident=incident_id)))


def _kind_word(entry: LedgerEntry) -> str:
    return _WORDS.get(entry.kind, entry.kind.rpartition(".")[2]).replace("_", " ").capitalize()


async def show_reopen(desk: Desk, incident_id: int) -> Open:
    """Which of those that were ruled out is open again, and why."""
    async with desk.store.reading() as session:
        found = await read_hypotheses(session, incident_id)
    choices = {
        str(each.id): f"{each.name} {clip(one_line(each.text), 60)}"
        for each in found
        if each.state is HypothesisState.RULED_OUT
    }
    if not choices:
        raise NothingToChange("Nothing is ruled out now.", "`/incident hypothesis` shows what there is.")
    kept = keep(incident=incident_id, verdict=Verdict.REOPENED)
    return Open(
        sentence_form(
            "judge_hypothesis", "Reopen it", "Why it is open again", choices=choices, private_metadata=kept
        )
    )
