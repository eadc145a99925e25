"""What an incident affects, as the cards show it."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.assets.views import AssetView, Origin
from bot.blocks.impact.affected import SHOWN
from bot.blocks.impact.views import AssetLine, DeadlineLine, FailingLine, ImpactView
from bot.channels.notice_members import known_members
from bot.desk import Desk
from bot.impact.call_stewards import find_stewards
from bot.impact.owners import Owner, Owners
from bot.impact.plan_notices import Plan, plan_notices
from bot.impact.read_notices import notices_of, receipts_of
from bot.impact.read_said import Said, read_said
from bot.impact.work_out import Affected, Impact, work_out
from bot.incidents.find_roles import role_holders
from bot.pages.hand_link import page_address
from models.incident import Incident
from models.notice import Notice
from models.place import Place
from models.vocabulary import AssetType

#: Seconds for which what was worked out will do.
FOR_SECONDS: Final = 300

#: What is due later than that is not at risk yet.
AT_RISK: Final = timedelta(days=1)

#: The words for what is affected, by type; types that share one are counted together.
NOUNS: Final = {
    AssetType.EXPORT: "export",
    AssetType.DASHBOARD: "dashboard",
    AssetType.ML: "ML feature",
    AssetType.APPLICATION: "application",
    AssetType.NOTEBOOK: "notebook",
    AssetType.ANALYSIS: "analysis",
    AssetType.STREAM: "stream",
    AssetType.JOB: "job",
    AssetType.FILE: "file",
    AssetType.OTHER: "other",
    **dict.fromkeys(
        (
            AssetType.SOURCE,
            AssetType.SEED,
            AssetType.MODEL,
            AssetType.SNAPSHOT,
            AssetType.TABLE,
            AssetType.VIEW,
        ),
        "table",
    ),
}

_PLURALS: Final = {"analysis": "analyses", "other": "others"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is known of an incident's reach at one moment: the lineage's word, and whom it concerns."""

    incident: Incident
    said: Said
    impact: Impact
    owners: Owners
    notices: Sequence[Notice]
    here_ids: Collection[str]
    #: Of a private one, who may know of it.
    members: Collection[str] | None

    def plan(self) -> Plan:
        """Whom to tell of what."""
        return plan_notices(
            self.impact.affected,
            self.owners,
            told=self.notices,
            here_ids=self.here_ids,
            members=self.members,
        )


async def read_reach(desk: Desk, session: AsyncSession, chart: Chart, incident_id: int) -> Reach:
    """Read what is said, and work out what it comes to; a thread does that, for it may be much."""
    incident = await session.get_one(Incident, incident_id)
    said = await read_said(session, incident_id)
    place = await session.get_one(Place, incident_id)
    members = await known_members(session, place.channel_id or "") if incident.is_private else None
    return Reach(
        incident=incident,
        said=said,
        impact=await find_impact(desk, chart, said),
        owners=await find_owners(desk, chart),
        notices=await notices_of(session, incident_id),
        here_ids=set((await role_holders(session, incident_id)).values()),
        members=members,
    )


async def impact_view(
    desk: Desk, session: AsyncSession, chart: Chart, incident_id: int, *, most: int = SHOWN
) -> ImpactView:
    """The reach of an incident now, with its `most` weightiest assets."""
    reach = await read_reach(desk, session, chart, incident_id)
    return await asyncio.to_thread(_view, reach, desk, most)


async def asset_view(desk: Desk, chart: Chart, asset: AssetView, *, most: int) -> ImpactView:
    """What would be affected if this asset failed."""
    impact = await find_impact(desk, chart, Said(failing=(asset.key,)))
    owners = await find_owners(desk, chart)
    return await asyncio.to_thread(draw_impact, impact, owners, desk.clock(), asset.name, most)


async def find_impact(desk: Desk, chart: Chart, said: Said) -> Impact:
    """What it comes to, worked out once for all that ask for it now."""
    now, zone = desk.clock(), zone_of(desk)
    key = ("impact", chart.version, said.key, _about(now))
    return await desk.remembered.work(key, lambda: work_out(chart, said, now, zone))


async def find_owners(desk: Desk, chart: Chart) -> Owners:
    """Whose the assets are; channels and people that are found meanwhile count a little later."""
    asked = (desk.directory.knows_people, desk.directory.seeks_channels)
    key = ("owners", chart.version, _about(desk.clock()), asked)
    return await desk.remembered.work(key, lambda: Owners(desk))


def _about(now: datetime) -> int:
    """What is remembered is for now: deadlines pass, and people come."""
    return int(now.timestamp() // FOR_SECONDS)


def zone_of(desk: Desk) -> tzinfo:
    """By whose clocks deadlines fall due that name no zone."""
    return desk.playbook.working_hours.zone or UTC


def asset_line(each: Affected, owner: Owner) -> AssetLine:
    """One asset as a card shows it."""
    return AssetLine(
        name=each.name,
        type=NOUNS[each.asset.type] if each.asset else "unknown to lineage",
        depth=each.depth,
        owner="" if owner.is_person and owner.team is None else owner.name,
        person_id=owner.to_id if owner.is_person else None,
        channel_id=owner.to_id if owner.to_id and not owner.is_person else None,
        due_at=each.due.at if each.due else None,
        note=each.note,
    )


def _view(reach: Reach, desk: Desk, most: int) -> ImpactView:
    incident, impact = reach.incident, reach.impact
    drawn = draw_impact(impact, reach.owners, desk.clock(), incident.ref, most)
    calls = incident.is_drill or incident.is_private
    would = find_stewards(desk, reach.said, impact.origins) if calls else {}
    return replace(
        drawn,
        incident_id=incident.id,
        page_url=page_address(desk, incident.ref),
        is_open=incident.is_open,
        is_drill=incident.is_drill,
        is_private=incident.is_private,
        unknown=tuple(impact.unknown),
        untold_count=0 if incident.is_drill else len(reach.plan().recipients),
        receipts=receipts_of(reach.notices),
        would_call=tuple(dict.fromkeys(person_id for person_id, _ in would.values())),
    )


def draw_impact(impact: Impact, owners: Owners, now: datetime, ref: str, most: int) -> ImpactView:
    """What lineage and owners come to, with the `most` weightiest."""
    named = [owners.of(each.asset or each.name) for each in impact.affected]
    return ImpactView(
        ref=ref,
        failing=tuple(_failing(origin) for origin in impact.origins),
        counts=_counts(impact.affected),
        total=len(impact.affected),
        owner_count=len({owner.to_id or owner.name for owner in named if owner.to_id or owner.name}),
        lines=tuple(
            asset_line(each, owner) for each, owner in zip(impact.affected[:most], named, strict=False)
        ),
        deadlines=_deadlines(impact.affected, now),
    )


def _failing(origin: Origin) -> FailingLine:
    paths = tuple(tuple(asset.name for asset in path) for path in origin.paths)
    return FailingLine(name=origin.asset.name, paths=paths)


def _counts(affected: Sequence[Affected]) -> tuple[str, ...]:
    """`9 dashboards`, in the order of `NOUNS`."""
    counted = Counter(NOUNS[each.asset.type] if each.asset else "other" for each in affected)
    order = list(dict.fromkeys(NOUNS.values()))
    return tuple(_counted(counted[noun], noun) for noun in order if counted[noun])


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {_PLURALS.get(noun, f'{noun}s')}"


def _deadlines(affected: Sequence[Affected], now: datetime) -> tuple[DeadlineLine, ...]:
    """The next ones first; what several assets are needed for is said once."""
    due = {(each.due.at, each.due.what) for each in affected if each.due and each.due.at <= now + AT_RISK}
    return tuple(DeadlineLine(what=what, due_at=at) for at, what in sorted(due))
