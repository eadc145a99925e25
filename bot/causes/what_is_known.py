"""What the record knows already that helps to find a cause, for one page of the walk."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.assets.views import AssetView, Origin
from bot.blocks.causes.views import KnownView
from bot.blocks.ledger.change_card import STATE_WORDS
from bot.blocks.parts import utc
from bot.causes.read_causes import causes_of_incident
from bot.causes.seen_before import seen_before
from bot.desk import Desk
from bot.impact.incident_scene import failing_of
from bot.impact.read_said import read_said
from bot.impact.show_impact import find_impact
from bot.ledger.changes import read_changes
from bot.ledger.hypotheses import supported_hypotheses
from bot.ledger.merged_ids import merged_ids
from bot.repair.read_windows import windows_of
from models.asset import Asset
from models.cause_walk import CausePage
from models.concern import Concern
from models.incident import Incident

#: Lines of one kind; a form is no report.
_MOST: Final = 6

#: What tools call a run that did what it should.
_WENT_WELL: Final = frozenset({"success", "succeeded", "complete", "completed", "pass", "passed", "ok"})


async def what_is_known(
    desk: Desk, session: AsyncSession, incident_id: int, page: CausePage, *, asked_by_id: str
) -> KnownView:
    """For the eyes of whoever asks: other incidents are told of as far as they may see them."""
    incident = await session.get_one(Incident, incident_id)
    supported = [each.text for each in await supported_hypotheses(session, incident_id)]
    chart = await desk.atlas.chart(session)
    said = await read_said(session, incident_id)
    impact = await find_impact(desk, chart, said)
    failing = failing_of(impact)
    match page:
        case CausePage.LINEAGE:
            lines = _lineage(chart, impact.origins)
        case CausePage.CODE:
            lines = await _changes(session, incident_id)
        case CausePage.DATA:
            lines = await _data(session, incident_id, chart)
        case CausePage.ENVIRONMENT:
            lines = await _runs(session, incident_id, failing)
        case _:
            lines = [f"Supported: {text}" for text in supported[:_MOST]]
    names = {incident.asset, *said.failing, *(name for each in failing for name in (each.key, each.name))}
    families = {each.family for each in await causes_of_incident(session, incident_id)}
    return KnownView(
        lines=tuple(lines),
        seen_before=await seen_before(session, incident, names, families, asked_by_id=asked_by_id)
        if page is CausePage.LINEAGE
        else (),
        about=supported[0] if supported else incident.title,
        proposed=supported[0] if supported else None,
    )


def _lineage(chart: Chart, origins: Sequence[Origin]) -> list[str]:
    """What fails with nothing failing above it, what that explains, and what feeds it."""
    lines = []
    for origin in origins[:_MOST]:
        ways = [" → ".join(asset.name for asset in path) for path in origin.paths[:3]]
        lines.append(f"Most upstream failing: {'; '.join(ways) or origin.asset.name}")
        if fed := chart.fed_by(origin.asset.id):
            more = f" and {len(fed) - _MOST} more" if len(fed) > _MOST else ""
            names = ", ".join(asset.name for asset in fed[:_MOST])
            lines.append(f"{origin.asset.name} is fed by {names}{more}, of which nobody says that it fails")
    return lines


async def _changes(session: AsyncSession, incident_id: int) -> list[str]:
    """What was changed during the incident; what was deployed before it, nobody has told."""
    changes = await read_changes(session, incident_id)
    return [
        f"{STATE_WORDS[each.life.state].capitalize()} {utc(each.at)}: {each.text}"
        for each in changes[-_MOST:]
    ]


async def _data(session: AsyncSession, incident_id: int, chart: Chart) -> list[str]:
    """What alerts say of the data, and from when to when it was bad."""
    windows = await windows_of(session, incident_id, chart)
    lines = [f"{each.name} was bad {each.words}" for each in windows[:_MOST]]
    return lines + [_alert(each) for each in await _concerns(session, incident_id) if not each.run]


async def _runs(session: AsyncSession, incident_id: int, failing: Sequence[AssetView]) -> list[str]:
    """Runs that alerts name, and the last run of what fails, where it did not go well."""
    lines = [
        f"Run {each.run} of {each.source}: {each.title}"
        for each in await _concerns(session, incident_id)
        if each.run
    ]
    query = select(Asset.name, Asset.last_run).where(Asset.id.in_([asset.id for asset in failing]))
    for name, last_run in await session.execute(query):
        lines += [f"{name}: {words}" for words in _went_wrong(last_run)]
    return lines[:_MOST]


def _went_wrong(last_run: object) -> Iterable[str]:
    for what, run in last_run.items() if isinstance(last_run, dict) else ():
        if isinstance(run, dict) and str(run.get("status", "")).lower() not in _WENT_WELL:
            parts = (str(what), str(run.get("status", "")), run.get("at"), run.get("words"))
            yield ", ".join(str(part) for part in parts if part)


async def _concerns(session: AsyncSession, incident_id: int) -> Sequence[Concern]:
    ids = await merged_ids(session, incident_id)
    told = select(Concern).where(Concern.incident_id.in_(ids)).order_by(Concern.first_at).limit(_MOST)
    return (await session.scalars(told)).all()


def _alert(each: Concern) -> str:
    return f"{each.source}: {each.title}" + (f" ({each.symptom})" if each.symptom else "")
