"""Forms of the ledger that were sent off: an entry, a correction, a sentence about what stands there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.blocks.ledger.ledger_form import AGAIN, EntryDefaults
from bot.blocks.parts import reads
from bot.desk import Desk
from bot.inbox.scrub import scrub
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.standing_entries import find_standing
from bot.ledger.step_change import step_change
from bot.ledger.withdraw_entry import withdraw_entry
from handlers.answer import Answer, Done, Redraw
from handlers.here import allow, incident_of
from handlers.incoming import Incoming, number_in
from handlers.ledger.entry_fields import typed_of
from handlers.ledger.show_amend import show_amend
from handlers.ledger.show_entry import show_entry
from handlers.listeners import Listeners
from models.change import ChangeStep
from models.errors import FieldRefused, LooksLikeData, OfOlderVersion
from models.evidence_guard import without_data
from models.hypothesis import Verdict
from models.ledger import WRITTEN_KINDS, EntryKind, LedgerEntry
from models.typed_entry import as_detail, change_of


async def ledger_entry(desk: Desk, incoming: Incoming) -> Answer:
    """What was seen, thought, decided or changed, and when; of a message, with its own time and link.

    What holds data comes back without it, to be sent off so or said better.
    """
    try:
        if "amends" in incoming.kept:
            return await _amend(desk, incoming, number_in(incoming.kept["amends"]))
        return await _add(desk, incoming)
    except LooksLikeData as refused:
        if incoming.inbox_id is not None:
            await scrub(desk.store, incoming.inbox_id)
        return await _without_data(desk, incoming, refused)


async def _add(desk: Desk, incoming: Incoming) -> Answer:
    incident_id, kind, message = (
        number_in(incoming.kept.get("incident")),
        _kind(incoming),
        incoming.kept.get("message"),
    )
    supports = incoming.fields.get("supports", "").strip() if kind == "hypothesis" else ""
    await allow(desk, incoming, incident_id, notes_only=not supports)
    typed = typed_of(kind, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        entry = await add_entry(
            uow,
            incident_id,
            WRITTEN_KINDS[kind],
            incoming.fields.get("text", ""),
            by_id=incoming.user_id,
            at=incoming.moment("at"),
            message=(message[0], message[1], message[2]) if message else None,
            typed=typed,
        )
        if supports and entry is not None:
            await judge_hypothesis(uow, entry.id, Verdict.SUPPORTED, supports, by_id=incoming.user_id)
    return Done()


async def _amend(desk: Desk, incoming: Incoming, entry_id: int) -> Answer:
    async with desk.store.reading() as session:
        standing = await find_standing(session, entry_id)
    is_own = standing.entry.actor_id == incoming.user_id
    await allow(desk, incoming, standing.entry.incident_id, notes_only=is_own)
    if "yes" in incoming.fields.get("withdraw", ()):
        async with desk.store.unit(incoming.inbox_id) as uow:
            await withdraw_entry(uow, entry_id, by_id=incoming.user_id)
        return Done()
    kind = standing.entry.kind
    state = change_of(standing.detail).state if kind is EntryKind.CHANGE_RECORDED else None
    typed = typed_of(_kind(incoming), incoming, state=state)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await amend_entry(
            uow,
            entry_id,
            incoming.fields.get("text", ""),
            by_id=incoming.user_id,
            typed=typed,
            at=incoming.moment("at"),
        )
    return Done()


async def _without_data(desk: Desk, incoming: Incoming, refused: LooksLikeData) -> Answer:
    """The same form, its words without the data, and why above them."""
    kept = {name: _clean(value) for name, value in incoming.fields.items()}
    kind, cleaned = _kind(incoming), _with_fields(incoming, kept)
    try:
        detail = as_detail(typed_of(kind, cleaned))
    except FieldRefused:
        detail = {}
    if kind == "hypothesis":
        detail = {"supports": kept.get("supports")}
    given = EntryDefaults(
        kind=kind,
        text=kept.get("text", ""),
        at=incoming.moment("at"),
        detail=detail,
        amends="amends" in incoming.kept,
        suffix="" if any(name.endswith(AGAIN) for name in incoming.asked) else AGAIN,
        fault=(*reads(refused.what), " ", *reads(refused.remedy), " Below is the same without it."),
    )
    amends = incoming.kept.get("amends")
    form = await show_entry(
        desk,
        number_in(incoming.kept.get("incident")),
        given,
        message=incoming.kept.get("message"),
        amends=amends,
    )
    return Redraw(form.view)


def _clean(value: Any) -> Any:
    return without_data(value) if isinstance(value, str) else value


def _with_fields(incoming: Incoming, fields: Mapping[str, Any]) -> Incoming:
    return replace(incoming, fields=fields)


def _kind(incoming: Incoming) -> str:
    """Kept since the form was drawn; a form of an older version asks for it as a field."""
    kind = str(incoming.kept.get("kind") or incoming.fields.get("kind") or "note")
    if kind not in WRITTEN_KINDS:
        raise OfOlderVersion
    return kind


async def judge(desk: Desk, incoming: Incoming) -> Answer:
    """Supported, ruled out or open again, and why."""
    hypothesis_id = number_in(incoming.kept.get("hypothesis") or incoming.fields.get("hypothesis"))
    await allow(desk, incoming, await incident_of(desk, LedgerEntry, hypothesis_id))
    verdict, why = Verdict(incoming.kept["verdict"]), incoming.fields.get("text", "")
    async with desk.store.unit(incoming.inbox_id) as uow:
        await judge_hypothesis(uow, hypothesis_id, verdict, why, by_id=incoming.user_id)
    return Done()


async def step(desk: Desk, incoming: Incoming) -> Answer:
    """What happened to a change, and what was seen."""
    change_id, step = number_in(incoming.kept.get("change")), ChangeStep(incoming.kept["step"])
    await allow(desk, incoming, await incident_of(desk, LedgerEntry, change_id))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await step_change(uow, change_id, step, incoming.fields.get("text", ""), by_id=incoming.user_id)
    return Done()


async def choose_entry(desk: Desk, incoming: Incoming) -> Answer:
    """Which entry is to be corrected: its form takes the place of the list."""
    entry_id = number_in(incoming.fields.get("entry"))
    await allow(desk, incoming, await incident_of(desk, LedgerEntry, entry_id), notes_only=True)
    return Redraw((await show_amend(desk, entry_id)).view)


FORMS: Final[Listeners] = {
    "ledger_entry": ledger_entry,
    "judge_hypothesis": judge,
    "step_change": step,
    "choose_entry": choose_entry,
}
