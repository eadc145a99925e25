"""Read an alert channel as it stands now, for its board: what fires there, who has it, what is quiet."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.alerts.maintenance import held_by, windows_now
from bot.alerts.match_rules import in_domain
from bot.alerts.message_link import message_link
from bot.alerts.quiet_now import holding_silences, rule_of
from bot.blocks.alerts.board import BoardLine, BoardView
from bot.desk import Desk
from models.alert import Alert, assets_in
from models.concern import Concern
from models.incident import Assignment, Incident
from models.place import Place
from models.quiet import sort_quiet
from models.signal import Signal
from models.vocabulary import AlertStatus, Role, Stage

#: Alerts of no incident that are read, the oldest; of the others only the number is said.
MOST_READ: Final = 1_000

#: How long what is fine again is counted.
GREEN_FOR: Final = timedelta(days=1)

#: A row of `_loose`.
Loose = Row[Any]


async def board_view(session: AsyncSession, channel_id: str, desk: Desk) -> BoardView:
    """All that a board shows. Of private incidents nothing, but that an alert is handled elsewhere."""
    now, query = desk.clock(), _loose(channel_id)
    rows = (await session.execute(query.limit(MOST_READ))).all()
    is_quiet = await _quiet_now(session, desk, channel_id, now)
    loud = [row for row in rows if row.incident_id is not None or not is_quiet(row)]
    alerts = _by_card(loud, desk.identity.team_url)
    yellow = [*await _incidents(session, channel_id), *(each for each in alerts if _is_in_work(each))]
    return BoardView(
        at=now,
        red=tuple(each for each in alerts if not _is_in_work(each)),
        yellow=tuple(sorted(yellow, key=lambda each: (_is_in_work(each), each.since_at))),
        unread_count=await _count(session, query) - len(rows) if len(rows) == MOST_READ else 0,
        green_count=await _count(session, _fine_again(channel_id, now - GREEN_FOR)),
        white_count=len(rows) - len(loud),
    )


def _is_in_work(each: BoardLine) -> bool:
    """Whether somebody has it; of an incident, whether somebody leads."""
    return each.person_id is not None or each.is_handled_elsewhere


def _fires_in(channel_id: str) -> ColumnElement[bool]:
    return and_(Concern.alert_channel_id == channel_id, Concern.status == AlertStatus.FIRING)


def _loose(channel_id: str) -> Select[*tuple[Any, ...]]:
    """What fires, has asked, and belongs to no incident that may be shown; the oldest first."""
    is_its_open_one = and_(Incident.id == Concern.incident_id, Incident.stage != Stage.CLOSED)
    its = aliased(Incident)
    of_breach = exists().where(its.id == Concern.incident_id, its.breach_at.is_not(None))
    return (
        select(
            Concern.source,
            Concern.rule,
            Concern.symptom,
            Concern.severity_hint,
            Concern.asset.label("first_asset"),
            Alert.asset.label("assets"),
            Concern.fingerprint,
            Concern.firing_since_at,
            Concern.firing_count,
            Concern.flapping_since_at,
            Concern.card_alert_id,
            Incident.id.label("incident_id"),
            Alert.title,
            Alert.link,
            Alert.channel_id,
            func.coalesce(Alert.message_ts, Alert.card_ts).label("ts"),
            Alert.taken_by_id,
            Alert.received_at,
        )
        .join(Alert, Alert.id == Concern.card_alert_id)
        .outerjoin(Incident, is_its_open_one)
        .where(_fires_in(channel_id), or_(Incident.id.is_(None), Incident.is_private.is_(True)), ~of_breach)
        .order_by(Concern.firing_since_at, Concern.fingerprint)
    )


def _fine_again(channel_id: str, since: datetime) -> Select[*tuple[Any, ...]]:
    return select(Concern.fingerprint).where(
        Concern.alert_channel_id == channel_id,
        Concern.status == AlertStatus.RESOLVED,
        Concern.recovered_at > since,
    )


async def _count(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> int:
    rows = query.order_by(None).subquery()
    return (await session.scalar(select(func.count()).select_from(rows))) or 0


async def _quiet_now(
    session: AsyncSession, desk: Desk, channel_id: str, now: datetime
) -> Callable[[Loose], bool]:
    """Says of a row whether a silence, or work that the playbook announces, holds for it."""
    silences = sort_quiet(rule_of(each) for each in await holding_silences(session, now))
    windows, domains = windows_now(desk.playbook, now), desk.playbook.alerts.domains

    def is_quiet(row: Loose) -> bool:
        told = _signal(row)
        if silences.holding(told, now, fingerprint=row.fingerprint) is not None:
            return True
        if not windows:
            return False
        return held_by(windows, in_domain(told, domains), channel_id, desk.directory.channel) is not None

    return is_quiet


def _signal(row: Loose) -> Signal:
    """As its tool would tell it again, as far as silences look at it."""
    assets = [row.first_asset, *assets_in(row.assets)]
    return Signal(
        source=row.source,
        title=row.title,
        rule=row.rule,
        symptom=row.symptom,
        severity_hint=row.severity_hint,
        assets=tuple(dict.fromkeys(asset for asset in assets if asset)),
    )


def _by_card(rows: Iterable[Loose], team_url: str) -> list[BoardLine]:
    """One line for what one card speaks for; of a private incident each alert by itself."""
    cards: dict[tuple[int, str], list[Loose]] = {}
    for row in rows:
        apart = row.fingerprint if row.incident_id is not None else ""
        cards.setdefault((row.card_alert_id, apart), []).append(row)
    return [_of_card(folded, team_url) for folded in cards.values()]


def _of_card(folded: list[Loose], team_url: str) -> BoardLine:
    first = folded[0]
    return BoardLine(
        title=first.title,
        source=first.source,
        since_at=first.firing_since_at or first.received_at,
        link=message_link(team_url, first.channel_id, first.ts) or first.link,
        alert_count=len(folded),
        firing_count=first.firing_count,
        flaps=any(row.flapping_since_at is not None for row in folded),
        person_id=None if first.incident_id is not None else first.taken_by_id,
        is_handled_elsewhere=first.incident_id is not None,
    )


async def _incidents(session: AsyncSession, channel_id: str) -> list[BoardLine]:
    """The open ones to which alerts of this channel belong that still fire; each once, however many."""
    leads = and_(
        Assignment.incident_id == Incident.id,
        Assignment.role == Role.COMMANDER,
        Assignment.until_at.is_(None),
    )
    query = (
        select(
            Incident.id,
            Incident.title,
            Incident.stage,
            Incident.origin_link,
            Place.channel_id,
            Assignment.user_id,
            func.count().label("alerts"),
            func.min(Concern.firing_since_at).label("since_at"),
            func.max(Concern.firing_count).label("firings"),
            func.max(Concern.flapping_since_at).label("flapping_since_at"),
        )
        .join(Concern, Concern.incident_id == Incident.id)
        .outerjoin(Place, Place.incident_id == Incident.id)
        .outerjoin(Assignment, leads)
        .where(_fires_in(channel_id), Incident.stage != Stage.CLOSED, Incident.is_private.is_(False))
        .group_by(
            Incident.id,
            Incident.title,
            Incident.stage,
            Incident.origin_link,
            Place.channel_id,
            Assignment.user_id,
        )
    )
    return [
        BoardLine(
            title=row.title,
            since_at=row.since_at,
            link=row.origin_link,
            alert_count=row.alerts,
            firing_count=row.firings,
            flaps=row.alerts == 1 and row.flapping_since_at is not None,
            person_id=row.user_id,
            incident_ref=f"INC-{row.id}",
            stage=row.stage,
            channel_id=row.channel_id,
        )
        for row in await session.execute(query)
    ]
