"""The backfill plan, by command, button and form: what is computed anew, how far, and who sees to it."""

import re
from collections.abc import Collection, Mapping
from functools import partial
from typing import Final

from bot.blocks.kit import note
from bot.blocks.limits import OPTIONS, clip, one_line
from bot.blocks.parts import line, person
from bot.blocks.repair.backfill import NobodysView, backfill_board, backfill_nobodys, backfill_task
from bot.blocks.repair.backfill_forms import SAME, ProposedLine, change_form, give_form, plan_form
from bot.blocks.repair.views import BackfillLine
from bot.desk import Desk
from bot.ledger.merged_ids import survivor_of
from bot.repair.move_backfill import assign_backfill, move_backfill
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned, planned_by_name, proposed_backfill
from bot.repair.read_backfill import backfill_of
from bot.repair.show_backfill import nobodys_of, task_of
from handlers.answer import Answer, Done, Open, Replace, Say
from handlers.here import allow, incident_here, incident_of, incident_of_channel, incident_of_form
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep
from handlers.words import asset_of, first_word, split_person
from models.asset_names import digest_of
from models.backfill import STATE_WORDS, BackfillState
from models.backfill_item import BackfillItem
from models.errors import FieldRefused, NothingToChange, OfOlderVersion
from models.thread_message import ThreadMessage, ThreadTopic

#: What people type for what becomes of one asset.
_STATES: Final[Mapping[str, BackfillState]] = {
    "run": BackfillState.RUNNING,
    "runs": BackfillState.RUNNING,
    "start": BackfillState.RUNNING,
    "running": BackfillState.RUNNING,
    "done": BackfillState.DONE,
    "skip": BackfillState.NOT_NEEDED,
    "todo": BackfillState.TO_DO,
}


#: What people put between several.
_BETWEEN: Final = re.compile(r"[,;\n]")


async def backfill(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`backfill` plans or shows; `backfill done orders`, `add orders`, `give orders @ben`."""
    incident_id = await incident_here(desk, incoming, "backfill")
    word, words = first_word(rest)
    word = word.lower()
    if word in _STATES and words:
        return await _move(desk, incoming, incident_id, words, _STATES[word])
    if word == "give" and words:
        return await _give(desk, incoming, incident_id, words)
    if word == "add" and words:
        return await _add(desk, incoming, incident_id, words)
    if rest and word != "add":
        known = "`add`, `run`, `done`, `skip`, `todo`, `give`"
        raise FieldRefused(
            "item", f"“{clip(one_line(word), 60)}” is nothing to do with a plan.", f"Known: {known}."
        )
    return await (_plan(desk, incident_id) if rest else _open(desk, incident_id))


async def _open(desk: Desk, incident_id: int) -> Answer:
    """The plan, where there is one, else the form that makes it."""
    async with desk.store.reading() as session:
        view = await backfill_of(session, incident_id)
    return Say(backfill_board(view)) if view.lines else await _plan(desk, incident_id)


async def sent_plan(desk: Desk, incoming: Incoming) -> Answer:
    """What was chosen, and what was named beside it."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    chosen = set(fields.get("assets", ()))
    async with desk.store.reading() as session:
        proposed = await proposed_backfill(desk, session, incident_id)
    named = [name for each in str(fields.get("others", "")).splitlines() if (name := each.strip())]
    planned = [each for each in proposed if _value(each) in chosen]
    planned += await planned_by_name(desk, named)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await plan_backfill(uow, incident_id, planned, by_id=incoming.user_id)
    return Done()


async def sent_one(desk: Desk, incoming: Incoming) -> Answer:
    """How far one is, and who sees to it."""
    item_id = number_in(incoming.fields.get("item"))
    await allow(desk, incoming, await incident_of(desk, BackfillItem, item_id))
    state, owner_id = incoming.fields.get("state", SAME), incoming.fields.get("owner")
    if state != SAME and state not in set(BackfillState):
        raise OfOlderVersion
    if state == SAME and not owner_id:
        raise FieldRefused("state", "Nothing was changed.", "Say how far it is, or who sees to it.")
    async with desk.store.unit(incoming.inbox_id) as uow:
        if owner_id:
            await assign_backfill(uow, item_id, owner_id, by_id=incoming.user_id)
        if state != SAME:
            await move_backfill(uow, item_id, BackfillState(state), by_id=incoming.user_id)
    return Done()


async def press_move(desk: Desk, incoming: Incoming, *, state: BackfillState) -> Answer:
    """One of the buttons of an asset, in the thread or in what its owner was told."""
    incident_id = await incident_of(desk, BackfillItem, incoming.number)
    await allow(desk, incoming, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await move_backfill(uow, incoming.number, state, by_id=incoming.user_id)
    return await _settled(desk, incoming, incident_id)


async def press_open(desk: Desk, incoming: Incoming) -> Answer:
    """The button of the control panel: what the verb does alone."""
    await allow(desk, incoming, incoming.number)
    return await _open(desk, incoming.number)


async def press_add(desk: Desk, incoming: Incoming) -> Answer:
    """What else is to be computed anew."""
    await allow(desk, incoming, incoming.number)
    return await _plan(desk, incoming.number)


async def press_change(desk: Desk, incoming: Incoming) -> Answer:
    """Any asset of the plan."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.reading() as session:
        view = await backfill_of(session, incoming.number)
    if not view.lines:
        raise FieldRefused("item", "Nothing is planned yet.", "`/incident backfill` plans it.")
    lines = (*view.open_lines, *(each for each in view.lines if each not in view.open_lines))
    kept = keep(incident=incoming.number)
    return Open(change_form(f"INC-{incoming.number}", lines, private_metadata=kept))


async def press_give(desk: Desk, incoming: Incoming) -> Answer:
    """One that is nobody's. Raises NothingToChange."""
    incident_id = await incident_of(desk, BackfillItem, incoming.number)
    await allow(desk, incoming, incident_id)
    async with desk.store.reading() as session:
        number = await survivor_of(session, incident_id)
        view = await nobodys_of(session, number)
    if incoming.number not in {each.id for each in view.plan.nobodys}:
        raise NothingToChange("Somebody sees to it by now.", "Change one gives it to somebody else.")
    return _give_form(view, incoming, [incoming.number])


async def press_nobodys(desk: Desk, incoming: Incoming) -> Answer:
    """All that is nobody's; what asks for it says so once nothing is."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.reading() as session:
        view = await nobodys_of(session, incoming.number)
    if not view.plan.nobodys:
        return Replace(backfill_nobodys(view))
    return _give_form(view, incoming, [each.id for each in view.plan.nobodys])


async def sent_give(desk: Desk, incoming: Incoming) -> Answer:
    """Which of them, and who sees to them from now on."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    async with desk.store.reading() as session:
        planned = {each.id for each in (await backfill_of(session, incident_id)).lines}
    chosen = [number_in(each) for each in fields.get("items", ())]
    if not chosen or not planned.issuperset(chosen):
        raise OfOlderVersion
    owner_id, by_id = fields.get("owner") or incoming.user_id, incoming.user_id
    async with desk.store.unit(incoming.inbox_id) as uow:
        await assign_backfill(uow, chosen[0], owner_id, by_id=by_id, also=chosen[1:])
    return Done()


def _give_form(view: NobodysView, incoming: Incoming, ticked: Collection[int]) -> Open:
    number = view.plan.incident_id
    kept = keep(incident=number)
    lines = view.plan.nobodys
    return Open(give_form(f"INC-{number}", lines, incoming.user_id, ticked=ticked, private_metadata=kept))


async def _plan(desk: Desk, incident_id: int) -> Open:
    async with desk.store.reading() as session:
        proposed = await proposed_backfill(desk, session, incident_id)
    lines = [
        ProposedLine(value=_value(each), name=each.name, depth=each.depth, owner=each.owner_name or "")
        for each in proposed[:OPTIONS]
    ]
    kept = keep(incident=incident_id)
    return Open(plan_form(f"INC-{incident_id}", lines, len(proposed), private_metadata=kept))


async def _add(desk: Desk, incoming: Incoming, incident_id: int, words: str) -> Answer:
    async with desk.store.reading() as session:
        proposed = {each.asset: each for each in await proposed_backfill(desk, session, incident_id)}
    is_one = (await desk.atlas.latest()).find(words) is not None
    names = [words] if is_one else [name for each in _BETWEEN.split(words) if (name := each.strip())]
    named = await planned_by_name(desk, names)
    planned = [proposed.get(each.asset, each) for each in named]
    async with desk.store.unit(incoming.inbox_id) as uow:
        await plan_backfill(uow, incident_id, planned, by_id=incoming.user_id)
    return Say(note(line("It is in the plan, in the thread of the card.")))


async def _move(desk: Desk, incoming: Incoming, incident_id: int, words: str, state: BackfillState) -> Answer:
    item = await _item(desk, incident_id, words)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await move_backfill(uow, item.id, state, by_id=incoming.user_id)
    return Say(note(line(f"{item.name} is {STATE_WORDS[state]}.")))


async def _give(desk: Desk, incoming: Incoming, incident_id: int, words: str) -> Answer:
    name, person_id = split_person(desk, words)
    if person_id is None:
        raise FieldRefused("owner", "To whom?", "`/incident backfill give orders @ben`")
    item = await _item(desk, incident_id, name)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await assign_backfill(uow, item.id, person_id, by_id=incoming.user_id)
    return Say(note(line(f"{item.name} is with ", person(person_id), " now.")))


async def _item(desk: Desk, incident_id: int, words: str) -> BackfillLine:
    """The asset of the plan that some words mean. Raises FieldRefused."""
    key = asset_of(await desk.atlas.latest(), words)
    async with desk.store.reading() as session:
        lines = (await backfill_of(session, incident_id)).lines
    meant = [each for each in lines if key == each.asset]
    meant = meant or [each for each in lines if words.strip().casefold() == each.name.casefold()]
    if len(meant) != 1:
        said = clip(one_line(words), 100)
        raise FieldRefused("item", f"“{said}” is no one asset of the plan.", "`/incident backfill` shows it.")
    return meant[0]


async def _settled(desk: Desk, incoming: Incoming, incident_id: int) -> Answer:
    """The message in the thread redraws itself; what an owner was told, and an answer, are redrawn here."""
    number = await incident_of_channel(desk, incoming.channel_id)
    ts = incoming.message.get("ts")
    async with desk.store.reading() as session:
        if number is not None:
            shown = await session.get(ThreadMessage, (number, ThreadTopic.BACKFILL))
            if shown is not None and shown.message_ts == ts:
                return Done()
            return Replace(backfill_board(await backfill_of(session, number)))
        told = [
            each for each in (await backfill_of(session, incident_id)).lines if each.id == incoming.number
        ]
        to_id = told[0].owner_id if told else None
        view = await task_of(desk, session, incident_id, to_id) if to_id else None
    return Replace(backfill_task(view)) if view else Done()


def _value(planned: Planned) -> str:
    return str(digest_of(planned.asset))


VERBS: Final[Verbs] = {"backfill": backfill}

FORMS: Final[Listeners] = {
    "backfill_plan": sent_plan,
    "backfill_one": sent_one,
    "backfill_give": sent_give,
}

PRESSES: Final[Listeners] = {
    **{f"backfill_{state}": partial(press_move, state=state) for state in BackfillState},
    "backfill_open": press_open,
    "backfill_add": press_add,
    "backfill_change": press_change,
    "backfill_give": press_give,
    "backfill_nobodys": press_nobodys,
}
