"""The tick's look at incidents that opened, or are about something else: what they mean, and whose it is."""

from functools import partial
from typing import Final

from sqlalchemy import bindparam

from bot.assets.chart import Chart
from bot.assets.known_impact import known_impact
from bot.assets.link import link, link_all
from bot.assets.owner_of import owner_of
from bot.assets.views import AssetView
from bot.desk import Desk
from bot.due import claim_with_incident, see_to_each
from bot.incidents.ask_for_steward import ask_for_steward
from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.alert import assets_in
from models.impact_severity import Answers, flaw_of
from models.incident import Incident
from models.ledger import EntryKind
from models.weighing import Weighing

#: Incidents in one transaction: each may have thousands of assets downstream.
ROOM: Final = 5

#: Which incidents are to be weighed.
DUE: Final = Weighing.look_at <= bindparam("now")

#: An incident may name many assets: these are read, and no more.
_MOST_ASSETS: Final = 20


async def weigh_due(desk: Desk) -> bool:
    """Read what is known for those that wait for it; says whether there were any."""
    async with desk.store.reading() as session:
        chart = await desk.atlas.chart(session)
    async with desk.store.unit() as uow:
        claimed = await claim_with_incident(uow, Weighing, DUE, Weighing.look_at, room=ROOM)
        return await see_to_each(uow, claimed, partial(_weigh, chart=chart)) > 0


async def _weigh(uow: UnitOfWork, weighing: Weighing, incident: Incident, *, chart: Chart) -> None:
    weighing.look_at = None
    if not incident.is_open:
        return
    assets = _assets(incident, chart)
    for asset in assets[:1]:
        await ask_for_steward(uow, incident, owner_of(uow.playbook, asset), _named(asset))
    if weighing.answered_by_id is not None:
        return
    known = Answers(flaw=flaw_of(incident.symptom))
    for asset in assets:
        if isinstance(asset, AssetView):
            downstream = chart.downstream(asset.id)
            known = known.or_worse(known_impact(asset, downstream, uow.playbook, uow.now))
    if weighing.weigh(known, at=uow.now):
        await _say(uow, weighing, incident)


async def _say(uow: UnitOfWork, weighing: Weighing, incident: Incident) -> None:
    """On the card and in the ledger, where it is not what everybody takes it for anyway."""
    suggested = weighing.suggested
    if suggested is None or suggested.severity is incident.severity:
        return
    uow.record(
        incident.entry(
            EntryKind.SEVERITY_SUGGESTED, at=uow.now, text=suggested.because, after=suggested.severity
        )
    )
    await redraw(uow, incident)


def _assets(incident: Incident, chart: Chart) -> list[AssetView | str]:
    """What it is about, the first of all first; a name that lineage does not know stays a name."""
    if not incident.asset:
        return []
    whole = link(chart, incident.asset)
    return [whole] if whole else link_all(chart, assets_in(incident.asset)[:_MOST_ASSETS])


def _named(asset: AssetView | str) -> str:
    return asset if isinstance(asset, str) else asset.key
