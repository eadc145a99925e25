"""What an incident affects, by command, button and form: shown, corrected, and as a file."""

from collections.abc import Mapping
from typing import Final

from bot.assets.show_owner import find_meant
from bot.blocks.impact.affected import SHOWN_BY_COMMAND, impact_list
from bot.blocks.impact.impact_forms import add_form, remove_form
from bot.blocks.kit import note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import line
from bot.desk import Desk
from bot.impact.change_impact import add_to_impact, remove_from_impact
from bot.impact.read_said import read_said
from bot.impact.send_impact import send_impact
from bot.impact.show_impact import asset_view, impact_view
from bot.impact.work_out import known_asset
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_here, incident_of_channel, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep
from handlers.words import asset_and_note, asset_of, first_word
from models.errors import FieldRefused, OfOlderVersion
from models.incident_asset import Part

#: What people type for what an asset is.
_PARTS: Final[Mapping[str, Part]] = {"add": Part.AFFECTED, "failing": Part.FAILING}


async def impact(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`impact` (this incident's), `impact orders` (an asset's), `impact add|failing|remove orders [note]`."""
    verb, words = first_word(rest)
    if verb.lower() in _PARTS:
        return await _add(desk, incoming, _PARTS[verb.lower()], words)
    if verb.lower() == "remove":
        return await _remove(desk, incoming, words)
    if rest:
        return await _of_asset(desk, incoming, rest)
    incident_id = await incident_of_channel(desk, incoming.channel_id)
    if incident_id is None:
        raise FieldRefused("asset", "Which asset?", "Say its name: `/incident impact orders`.")
    await allow(desk, incoming, incident_id, notes_only=True)
    async with desk.store.reading() as session:
        chart = await desk.atlas.chart(session)
        view = await impact_view(desk, session, chart, incident_id, most=SHOWN_BY_COMMAND)
    return Say(impact_list(view))


async def press_file(desk: Desk, incoming: Incoming) -> Answer:
    """The whole list as a file, posted in the incident's channel."""
    await allow(desk, incoming, incoming.number, notes_only=True)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_impact(uow, incoming.number, by_id=incoming.user_id)
    return Say(note(line("The list is on its way, as a file in the incident's channel.")))


async def sent_addition(desk: Desk, incoming: Incoming) -> Answer:
    """The form that adds."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    part = fields.get("part", Part.AFFECTED)
    if part not in set(Part):
        raise OfOlderVersion
    name = asset_of(await desk.atlas.latest(), str(fields.get("asset", "")))
    async with desk.store.unit(incoming.inbox_id) as uow:
        words = fields.get("note", "")
        await add_to_impact(uow, incident_id, name, Part(part), by_id=incoming.user_id, note=words)
    return Done()


async def sent_removal(desk: Desk, incoming: Incoming) -> Answer:
    """The form that takes out."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    name = asset_of(await desk.atlas.latest(), str(fields.get("asset", "")))
    await _require_known(desk, incident_id, name)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await remove_from_impact(uow, incident_id, name, by_id=incoming.user_id, note=fields.get("note", ""))
    return Done()


async def _add(desk: Desk, incoming: Incoming, part: Part, words: str) -> Answer:
    incident_id = await incident_here(desk, incoming, "impact add")
    if not words:
        return Open(add_form(f"INC-{incident_id}", private_metadata=keep(incident=incident_id)))
    name, said = asset_and_note(await desk.atlas.latest(), words)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await add_to_impact(uow, incident_id, name, part, by_id=incoming.user_id, note=said)
    what = "counts as failing" if part is Part.FAILING else "counts as affected"
    return Say(note(line(f"{name} {what} from now on.")))


async def _remove(desk: Desk, incoming: Incoming, words: str) -> Answer:
    incident_id = await incident_here(desk, incoming, "impact remove")
    if not words:
        return Open(remove_form(f"INC-{incident_id}", private_metadata=keep(incident=incident_id)))
    name, said = asset_and_note(await desk.atlas.latest(), words)
    await _require_known(desk, incident_id, name)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await remove_from_impact(uow, incident_id, name, by_id=incoming.user_id, note=said)
    return Say(note(line(f"{name} counts as not affected from now on.")))


async def _require_known(desk: Desk, incident_id: int, name: str) -> None:
    """A slip takes nothing out. Raises FieldRefused for what neither lineage knows nor anybody has named."""
    chart = await desk.atlas.latest()
    async with desk.store.reading() as session:
        said = await read_said(session, incident_id)
    if known_asset(chart, name) is None and name not in {*said.failing, *said.affected}:
        shown = clip(one_line(name), 100)
        raise FieldRefused(
            "asset", f"“{shown}” is not among what is affected.", "`/incident impact` shows that."
        )


async def _of_asset(desk: Desk, incoming: Incoming, name: str) -> Answer:
    """Of any asset, whether or not anything is wrong with it."""
    chart = await desk.atlas.latest()
    asset, near = find_meant(chart, name)
    if isinstance(asset, str):
        may = (
            f"Did you mean {', '.join(f'`{each}`' for each in near)}?" if near else "Say its key or relation."
        )
        raise FieldRefused("asset", f"I know no one asset called “{clip(one_line(name), 100)}”.", may)
    return Say(impact_list(await asset_view(desk, chart, asset, most=SHOWN_BY_COMMAND)))


VERBS: Final[Verbs] = {
    "impact": impact,
}

FORMS: Final[Listeners] = {
    "impact_add": sent_addition,
    "impact_remove": sent_removal,
}

PRESSES: Final[Listeners] = {
    "impact_file": press_file,
}
