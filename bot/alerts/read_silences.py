"""What is quiet now, as view data: silences, known failures, announced work; with what each has hidden."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.maintenance import windows_now
from bot.alerts.quiet_now import holding_silences
from bot.blocks.alerts.silence_views import SilenceView
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from models.alert import Alert
from models.concern import Concern
from models.errors import NotFound
from models.incident import Incident
from models.silence import Silence
from models.vocabulary import SilenceKind, SilenceScope


async def read_silences(desk: Desk, user_id: str) -> list[SilenceView]:
    """All that holds now, what ends first first; windows of the playbook among them.

    The caller has refreshed who is where.
    """
    now = desk.clock()
    async with desk.store.reading() as session:
        views = await _views(session, await holding_silences(session, now), user_id)
    windows = [
        SilenceView(
            kind=SilenceKind.MAINTENANCE,
            scope=SilenceScope.EVERYTHING,
            pattern=each.window.name,
            title=each.window.name,
            until_at=each.until_at,
        )
        for each in windows_now(desk.playbook, now)
    ]
    return sorted([*views, *windows], key=lambda view: view.until_at)


async def silence_view(desk: Desk, silence_id: int, user_id: str) -> SilenceView:
    """One, be it over or not. Raises NotFound."""
    async with desk.store.reading() as session:
        return await view_of(session, silence_id, user_id)


async def view_of(session: AsyncSession, silence_id: int, user_id: str) -> SilenceView:
    """The same with a session at hand."""
    silence = await session.get(Silence, silence_id)
    if silence is None:
        raise NotFound("There is no such silence.", "`/incident silences` shows what is quiet now.")
    [view] = await _views(session, [silence], user_id)
    return view


async def _views(session: AsyncSession, silences: Sequence[Silence], user_id: str) -> list[SilenceView]:
    counts = await _hidden(session, [silence.id for silence in silences])
    titles = await _titles(session, silences, user_id)
    return [
        SilenceView(
            id=silence.id,
            kind=silence.kind,
            scope=silence.scope,
            pattern=silence.pattern,
            since_at=silence.since_at,
            until_at=silence.until_at,
            because=silence.because,
            by_id=silence.by_id,
            owner_id=silence.owner_id,
            title=titles.get(silence.pattern) if silence.scope is SilenceScope.FINGERPRINT else None,
            hidden_count=counts.get(silence.id, 0),
            ended_at=silence.ended_at,
            ended_by_id=silence.ended_by_id,
        )
        for silence in silences
    ]


async def _hidden(session: AsyncSession, ids: Sequence[int]) -> dict[int, int]:
    """How many alerts each has hidden."""
    counted = select(Alert.silence_id, func.count()).where(Alert.silence_id.in_(ids))
    rows = await session.execute(counted.group_by(Alert.silence_id))
    return {number: count for number, count in rows if number is not None}


async def _titles(session: AsyncSession, silences: Sequence[Silence], user_id: str) -> dict[str, str]:
    """What single alerts say; nothing of those whose incident this person may not see."""
    names = {each.pattern for each in silences if each.scope is SilenceScope.FINGERPRINT}
    titles = (
        select(Concern.fingerprint, Concern.title)
        .outerjoin(Incident, Incident.id == Concern.incident_id)
        .where(Concern.fingerprint.in_(names), Concern.incident_id.is_(None) | visible_to(user_id))
    )
    return dict(iter(await session.execute(titles))) if names else {}
