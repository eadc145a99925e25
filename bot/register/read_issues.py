"""Read the register: rows of data issues, each with what the record of its incident says by now."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.assets.link import link
from bot.assets.views import AssetView
from bot.blocks.parts import utc
from bot.blocks.register.views import IssueView
from bot.blocks.repair.views import WindowView
from bot.causes.read_causes import cause_sentence
from bot.register.record_issues import LEAVES
from bot.repair.read_windows import windows_of
from models.bad_window import window_words
from models.data_issue import DataIssue
from models.incident import Incident
from models.vocabulary import Stage

#: The newest; nobody asks for what was wrong thousands of incidents ago.
MOST: Final = 5_000


async def read_issues(
    session: AsyncSession, chart: Chart, may_see: ColumnElement[bool], *, asset: str | None = None
) -> list[IssueView]:
    """Those that a reader may see, of one asset or of all, the newest first.

    `may_see` is the condition on `Incident` for their eyes.
    """
    counts = or_(Incident.stage != Stage.CLOSED, Incident.outcome.in_(LEAVES))
    rows = select(DataIssue, Incident).join(Incident, Incident.id == DataIssue.incident_id)
    rows = rows.where(may_see, counts, Incident.merged_into_id.is_(None), Incident.is_drill.is_(False))
    found = (await session.execute(rows.order_by(DataIssue.id.desc()).limit(MOST))).all()
    meant = [(issue, incident, key_of(chart, issue.asset)) for issue, incident in found]
    wanted = [each for each in meant if asset is None or each[2] == asset]
    numbers = {incident.id for _, incident, _ in wanted}
    windows = await _windows(session, chart, numbers)
    causes = {number: await cause_sentence(session, number) for number in numbers}
    return [
        _view(
            issue,
            incident,
            key,
            asset=chart.find(key),
            window=windows.get((incident.id, key)),
            cause=causes[incident.id],
        )
        for issue, incident, key in wanted
    ]


def key_of(chart: Chart, name: str) -> str:
    """The full key of what is meant, else the name itself."""
    asset = link(chart, name)
    return asset.key if asset else name


async def _windows(
    session: AsyncSession, chart: Chart, numbers: Collection[int]
) -> dict[tuple[int, str], WindowView]:
    """By incident and asset."""
    return {
        (number, key_of(chart, each.asset)): each
        for number in numbers
        for each in await windows_of(session, number, chart)
    }


def _view(
    issue: DataIssue,
    incident: Incident,
    key: str,
    *,
    asset: AssetView | None,
    window: WindowView | None,
    cause: str | None,
) -> IssueView:
    return IssueView(
        incident_id=incident.id,
        title=incident.title,
        asset=key,
        name=asset.name if asset else key,
        window=_window(incident, window),
        first_at=window.first_at if window else incident.began_at or incident.noticed_at,
        what=cause or incident.cause,
        symptom=incident.symptom,
        remedy=issue.remedy,
        known_good=window.known_good if window else None,
        outcome=None if incident.is_open else incident.outcome,
        closed_at=incident.closed_at,
    )


def _window(incident: Incident, window: WindowView | None) -> str:
    """As people said it; else by the times of the incident."""
    if window is not None:
        return window_words(window.first_bad, window.last_bad)
    first = incident.began_at or incident.noticed_at or incident.declared_at
    return window_words(utc(first), utc(incident.fixed_at) if incident.fixed_at else None)
