"""Messages that list what is to be settled, as they are drawn anew for whoever has settled some of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.blocks.drawn_anew import Drawing
from bot.blocks.kit import Message
from bot.blocks.repair.backfill import backfill_nobodys
from bot.blocks.repair.holds import hold_list, hold_task
from bot.blocks.stages.gate_notice import gate_holds, gates_settled, up_to
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.repair.read_holds import find_hold, holds_of
from bot.repair.show_backfill import nobodys_of
from bot.stages.read_ahead import read_ahead
from handlers.here import allow, incident_of
from handlers.incoming import Incoming, number_in
from models.errors import BreakwaterError, GateHolds, OfOlderVersion
from models.retention_hold import RetentionHold
from models.stages import ORDER
from models.vocabulary import Stage


async def draw_anew(desk: Desk, incoming: Incoming, drawing: Drawing) -> Message | None:
    """As it stands now; none where it is nobody's business any more, or of a later version."""
    draw = _DRAWN.get(drawing.kind)
    try:
        return await draw(desk, incoming, drawing.of) if draw is not None else None
    except BreakwaterError:
        return None


async def _gates(desk: Desk, incoming: Incoming, of: str) -> Message:
    """What is still missing of what was; that it went on, where it did."""
    incident, _, stage = of.partition(":")
    if stage not in set(ORDER):
        raise OfOlderVersion
    number, last = number_in(incident), Stage(stage)
    await allow(desk, incoming, number)
    async with desk.store.reading() as session:
        view = await incident_view(session, number, desk.clock())
        ahead = await read_ahead(session, desk.playbook, number, view.stage, view.severity)
    missing = [each for each in ahead if each.stage in up_to(last)]
    return gate_holds(GateHolds(number, missing)) if missing else gates_settled(view, last)


async def _holds(desk: Desk, incoming: Incoming, of: str) -> Message:
    await allow(desk, incoming, number_in(of))
    async with desk.store.reading() as session:
        return hold_list(number_in(of), await holds_of(session, number_in(of)))


async def _hold(desk: Desk, incoming: Incoming, of: str) -> Message:
    await allow(desk, incoming, await incident_of(desk, RetentionHold, number_in(of)))
    async with desk.store.reading() as session:
        return hold_task(await find_hold(session, number_in(of)), desk.clock())


async def _nobodys(desk: Desk, incoming: Incoming, of: str) -> Message:
    await allow(desk, incoming, number_in(of))
    async with desk.store.reading() as session:
        return backfill_nobodys(await nobodys_of(session, number_in(of)))


_DRAWN: Final[Mapping[str, Callable[[Desk, Incoming, str], Awaitable[Message]]]] = {
    "gates": _gates,
    "holds": _holds,
    "hold": _hold,
    "nobodys": _nobodys,
}
