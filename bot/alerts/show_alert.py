"""Read an alert as it stands now, as view data for its card and for texts."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.quiet_now import holding_silences, rule_of
from bot.alerts.said_again import signal_of
from bot.alerts.say_reason import sayable
from bot.alerts.show_spell import read_spell
from bot.blocks.alerts.views import AlertView
from bot.incidents.find_roles import role_holders
from models.alert import Alert, assets_in
from models.concern import Concern
from models.errors import NotFound
from models.incident import Incident
from models.place import Place
from models.quiet import sort_quiet
from models.silence import Silence, SilenceKind
from models.vocabulary import DecisionKind, Role


async def alert_view(session: AsyncSession, alert_id: int, now: datetime | None = None) -> AlertView:
    """One alert; without `now` silences are left out. Raises NotFound."""
    alert = await session.get(Alert, alert_id)
    if alert is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    incident, channel_id = await _incident(session, alert)
    is_open = incident is not None and incident.is_open
    silence = await _silence(session, alert, now) if now and not is_open else None
    return AlertView(
        id=alert.id,
        title=alert.title,
        source=alert.source,
        received_at=alert.received_at,
        reason=(await sayable(session, [alert.reason]))[alert.reason],
        severity_hint=alert.severity_hint,
        symptom=alert.symptom,
        asset=alert.asset,
        link=alert.link,
        excerpt=alert.excerpt,
        is_alone=alert.message_ts is None,
        taken_by_id=alert.taken_by_id,
        taken_at=alert.taken_at,
        expected_by_id=_by(silence, SilenceKind.EXPECTED),
        snoozed_by_id=_by(silence, SilenceKind.SNOOZED),
        silenced_by_id=_by(silence, SilenceKind.SILENCED, SilenceKind.MAINTENANCE),
        owner_id=silence.owner_id if silence else None,
        silent_because=silence.because if silence else "",
        silent_until_at=silence.until_at if silence else None,
        incident_id=alert.incident_id,
        incident_channel_id=channel_id,
        incident_stage=incident.stage if incident else None,
        incident_lead_id=await _lead(session, incident) if incident and is_open else None,
        incident_closed_at=incident.closed_at if incident else None,
        incident_outcome=incident.outcome if incident else None,
        incident_is_private=incident.is_private if incident else False,
        incident_is_breach=incident is not None and incident.breach_at is not None,
        opened_incident=_opened(alert, incident),
        **asdict(await read_spell(session, alert)),
    )


def _by(silence: Silence | None, *kinds: SilenceKind) -> str | None:
    return silence.by_id if silence and silence.kind in kinds else None


async def _silence(session: AsyncSession, alert: Alert, now: datetime) -> Silence | None:
    """The one that holds for it, of whatever scope; of several the one that ends last."""
    holding = {each.id: each for each in await holding_silences(session, now)}
    concern = await session.get(Concern, alert.fingerprint) if holding else None
    if concern is None:
        return None
    told = signal_of(concern, assets_in(alert.asset))
    rules = sort_quiet(rule_of(each) for each in holding.values())
    quiet = rules.holding(told, now, fingerprint=alert.fingerprint)
    return holding.get(quiet.silence_id or 0) if quiet else None


async def _lead(session: AsyncSession, incident: Incident) -> str | None:
    return (await role_holders(session, incident.id)).get(Role.COMMANDER)


def _opened(alert: Alert, incident: Incident | None) -> bool:
    if incident is None:
        return False
    came_from = (incident.origin_channel_id, incident.origin_ts)
    return alert.decision is DecisionKind.OPEN or came_from == (alert.channel_id, alert.message_ts)


async def _incident(session: AsyncSession, alert: Alert) -> tuple[Incident | None, str | None]:
    if alert.incident_id is None:
        return None, None
    place = await session.get(Place, alert.incident_id)
    return await session.get(Incident, alert.incident_id), place.channel_id if place else None
