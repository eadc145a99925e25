"""The verbs of a triage card: declare, take it on, expect it, snooze it, ask why. Each edits the card.

Whoever is second is told who was first.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.alerts.attach_alert import attach_alert, attach_folded, folded_into
from bot.alerts.find_known import find_known, find_silence, lock_fingerprints
from bot.alerts.match_rules import matching_rules
from bot.alerts.message_link import kept_message_link
from bot.alerts.redraw_card import redraw_card
from bot.alerts.report_of import report_of
from bot.alerts.show_alert import alert_view, heard_since
from bot.blocks.alert_notice import why
from bot.blocks.kit import Message
from bot.desk import Desk
from bot.incidents.declare_incident import declare
from bot.incidents.see_incidents import visible_to
from bot.uow import UnitOfWork
from models.alert import Alert
from models.errors import NotFound, NothingToChange
from models.grouping import BY_ITSELF, Rule
from models.incident import Incident
from models.severity_hint import opens_by_itself
from models.signal import Signal
from models.silence import Silence, SilenceKind, SilenceScope
from models.vocabulary import Severity

#: How long what someone calls expected stays quiet.
EXPECTED_FOR: Final = timedelta(days=7)


async def declare_from_alert(uow: UnitOfWork, alert_id: int, *, by_id: str) -> Incident:
    """An incident with the alert attached; where the same alert has an open one already, that one.

    Raises NotFound, NothingToChange when it belongs to an incident.
    """
    alert = await _alert(uow, alert_id)
    _require_loose(alert)
    incident = await _open_one(uow, alert)
    if incident is None:
        rule = _rule(uow, alert)
        link = await kept_message_link(uow.session, alert.channel_id, alert.message_ts)
        report = replace(
            report_of(alert, uow.now, by_id=by_id, link=link),
            severity=(rule.severity if rule else None) or _severity(alert),
            domain=rule.domain if rule else None,
        )
        incident = await declare(uow, report)
    await attach_alert(uow, alert, incident, by_id=by_id)
    await attach_folded(uow, alert, incident)
    await redraw_card(uow, alert)
    return incident


async def take_alert_on(uow: UnitOfWork, alert_id: int, *, by_id: str) -> Alert:
    """Someone looks into it, without an incident. Raises NotFound, NothingToChange."""
    alert = await _alert(uow, alert_id)
    _require_loose(alert)
    if alert.taken_by_id is not None:
        whose = "You have" if alert.taken_by_id == by_id else f"<@{alert.taken_by_id}> has"
        raise NothingToChange(f"{whose} taken this alert already.", "Press Declare if it needs more people.")
    await _require_asking(uow, alert)
    alert.taken_by_id, alert.taken_at = by_id, uow.now
    await redraw_card(uow, alert)
    return alert


async def expect_alert(uow: UnitOfWork, alert_id: int, *, by_id: str, because: str = "") -> Silence:
    """It is known and expected: quiet for a week. Raises NotFound, NothingToChange."""
    return await _silence(uow, alert_id, EXPECTED_FOR, SilenceKind.EXPECTED, by_id, because=because.strip())


async def snooze_alert(uow: UnitOfWork, alert_id: int, *, by_id: str) -> Silence:
    """Not now: quiet for as long as the playbook says. Raises NotFound, NothingToChange."""
    span = uow.playbook.alerts.snooze
    length = span.time or timedelta(days=span.working_days or 1)
    return await _silence(uow, alert_id, length, SilenceKind.SNOOZED, by_id)


async def why_alert(desk: Desk, alert_id: int, *, user_id: str) -> Message:
    """Why it was decided so; nothing of an incident that this person may not see. Raises NotFound."""
    async with desk.store.reading() as session:
        view = await alert_view(session, alert_id, desk.clock())
        if view.incident_id is not None:
            seen = select(Incident.id).where(Incident.id == view.incident_id, visible_to(user_id))
            if (await session.scalars(seen)).one_or_none() is None:
                view = replace(view, reason="It is handled where you cannot see it.")
    return why(view)


async def _alert(uow: UnitOfWork, alert_id: int) -> Alert:
    """The alert, for this transaction alone, so that of two who press at once one is first."""
    fingerprint = (
        await uow.session.scalars(select(Alert.fingerprint).where(Alert.id == alert_id))
    ).one_or_none()
    if fingerprint is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    await lock_fingerprints(uow.session, [fingerprint])
    return (await uow.session.scalars(select(Alert).where(Alert.id == alert_id).with_for_update())).one()


def _require_loose(alert: Alert) -> None:
    if alert.incident_id is not None:
        raise NothingToChange(
            "This alert belongs to an incident already.", "Its card says where it is handled."
        )


async def _require_asking(uow: UnitOfWork, alert: Alert) -> None:
    """Nobody has put it to rest, and the tool has not called it fine again."""
    _, is_firing = await heard_since(uow.session, alert)
    if not is_firing:
        raise NothingToChange("This alert has recovered.", "Nothing more is needed.")
    silence = await find_silence(uow.session, alert.fingerprint, uow.now)
    if silence is not None:
        until = f"{silence.until_at:%Y-%m-%d %H:%M} UTC"
        said = f"<@{silence.by_id}> has put this alert down as {silence.kind} until {until}."
        raise NothingToChange(said, "Press Declare if it matters after all.")


async def _silence(
    uow: UnitOfWork, alert_id: int, length: timedelta, kind: SilenceKind, by_id: str, *, because: str = ""
) -> Silence:
    """Quiet for the alert, and for what was posted with it in one message, since one card asked for all."""
    alert = await _alert(uow, alert_id)
    _require_loose(alert)
    await _require_asking(uow, alert)
    alike = {alert.fingerprint, *(other.fingerprint for other in await folded_into(uow, alert))}
    silences = {
        fingerprint: Silence(
            kind=kind,
            scope=SilenceScope.FINGERPRINT,
            pattern=fingerprint,
            alert_id=alert.id,
            since_at=uow.now,
            until_at=uow.now + length,
            because=because,
            by_id=by_id,
        )
        for fingerprint in sorted(alike)
    }
    uow.session.add_all(silences.values())
    await redraw_card(uow, alert)
    return silences[alert.fingerprint]


async def _open_one(uow: UnitOfWork, alert: Alert) -> Incident | None:
    known = await find_known(uow.session, alert.fingerprint, (), uow.now)
    public = next((incident.id for incident in known.incidents if not incident.is_private), None)
    return await uow.session.get(Incident, public) if public is not None else None


def _rule(uow: UnitOfWork, alert: Alert) -> Rule | None:
    """The rule that asked for triage may know severity and domain."""
    rules = matching_rules(uow.playbook.alerts.rules, _signal(alert), alert.channel_id, lambda _name: None)
    return rules[0] if rules else None


def _signal(alert: Alert) -> Signal:
    return Signal(
        source=alert.source,
        title=alert.title,
        status=alert.status,
        symptom=alert.symptom,
        severity_hint=alert.severity_hint,
        assets=tuple((alert.asset or "").split(", ")) if alert.asset else (),
    )


def _severity(alert: Alert) -> Severity:
    return BY_ITSELF if opens_by_itself(alert.severity_hint) else Severity.SEV3
