"""Read who is on call as view data, for the cards."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.oncall.views import OnCallView, OverrideView, People, ShiftView
from bot.desk import Desk
from bot.oncall.preview import Preview, read_preview
from models.errors import NotFound
from models.on_call import Override


async def on_call_views(desk: Desk, teams: Sequence[str]) -> list[OnCallView]:
    """These teams, one after the other."""
    now = desk.clock()
    async with desk.store.reading() as session:
        return [
            _view(
                await read_preview(session, desk.playbook, team, now, now=now),
                await _overrides_of(session, team, now),
            )
            for team in teams
        ]


async def override_views(session: AsyncSession, override_id: int) -> list[OverrideView]:
    """One override, or both halves of a swap. Raises NotFound."""
    asked = await session.get(Override, override_id)
    if asked is None:
        raise NotFound("There is no such override.", "`/incident oncall` shows who is on call.")
    root_id = asked.swap_of_id or asked.id
    both = select(Override).where((Override.id == root_id) | (Override.swap_of_id == root_id))
    return _override_views((await session.scalars(both.order_by(Override.from_at))).all())


async def _overrides_of(session: AsyncSession, team: str, now: datetime) -> list[OverrideView]:
    """Those that hold, or are to come."""
    lasting = select(Override).where(
        Override.team == team, Override.ended_at.is_(None), Override.until_at > now
    )
    return _override_views((await session.scalars(lasting.order_by(Override.from_at))).all())


def _override_views(rows: Sequence[Override]) -> list[OverrideView]:
    swaps = {row.swap_of_id for row in rows if row.swap_of_id is not None}
    return [
        OverrideView(
            id=row.id,
            team=row.team,
            person_id=row.person_id,
            from_at=row.from_at,
            until_at=row.until_at,
            by_id=row.by_id,
            is_swap=row.swap_of_id is not None or row.id in swaps,
            ended_by_id=row.ended_by_id,
        )
        for row in rows
    ]


def _view(preview: Preview, overrides: Sequence[OverrideView]) -> OnCallView:
    duty = preview.duty
    return OnCallView(
        team=duty.team,
        who=People(ids=duty.people_ids, written=duty.written),
        because=duty.because,
        is_fallback=duty.is_fallback,
        until_at=duty.until_at,
        coming=tuple(
            ShiftView(
                who=People(ids=_ids(preview, shift.people), written=shift.people),
                since_at=shift.since_at,
                until_at=shift.until_at,
            )
            for shift in preview.coming
        ),
        overrides=tuple(overrides),
    )


def _ids(preview: Preview, written: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for name in written for each in preview.found.get(name, ())))
