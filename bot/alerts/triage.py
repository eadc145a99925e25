"""The verbs of a triage card: declare, take it on, expect it, snooze it, ask why. Each edits the card.

Whoever is second is told who was first.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.alerts.attach_alert import join_concerns, record_attached
from bot.alerts.find_silence import find_silence
from bot.alerts.load_facts import folded_under, lock_deciding
from bot.alerts.match_rules import in_domain, matching_rules
from bot.alerts.message_link import kept_message_link
from bot.alerts.redraw_card import redraw_card
from bot.alerts.report_of import report_of
from bot.alerts.said_again import said_by
from bot.alerts.show_alert import alert_view
from bot.blocks.alerts.alert_notice import why
from bot.blocks.breach import handled_elsewhere
from bot.blocks.kit import Message
from bot.desk import Desk
from bot.impact.look_soon import look_soon
from bot.incidents.declare_incident import declare
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.errors import NotFound, NothingToChange
from models.grouping import BY_ITSELF
from models.incident import Incident
from models.known import Rule
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
    alert, concern = await _alert(uow, alert_id)
    _require_loose(alert)
    incident = await _open_one(uow, concern)
    if incident is None:
        signal = in_domain(said_by(concern, alert), uow.playbook.alerts.domains)
        rule = _rule(uow, signal, alert.channel_id)
        link = await kept_message_link(uow.session, alert.channel_id, alert.message_ts)
        report = replace(
            report_of(alert, uow.now, by_id=by_id, link=link),
            severity=(rule.severity if rule else None) or _severity(alert),
            domain=(rule.domain if rule else None) or signal.domain,
        )
        incident = await declare(uow, report)
    alert.incident_id = incident.id
    await record_attached(uow, incident, [alert], by_id=by_id)
    concern.incident_id, concern.notified_at = incident.id, uow.now
    await uow.session.flush()
    await join_concerns(uow, await _spoken_for(uow, alert, concern), incident, by_id=by_id)
    await redraw_card(uow, alert, pressed=True)
    await redraw(uow, incident)
    await look_soon(uow, incident)
    return incident


async def take_alert_on(uow: UnitOfWork, alert_id: int, *, by_id: str) -> Alert:
    """Someone looks into it, without an incident. Raises NotFound, NothingToChange."""
    alert, concern = await _alert(uow, alert_id)
    _require_loose(alert)
    if alert.taken_by_id is not None:
        whose = "You have" if alert.taken_by_id == by_id else f"<@{alert.taken_by_id}> has"
        raise NothingToChange(f"{whose} taken this alert already.", "Press Declare if it needs more people.")
    await _require_asking(uow, alert, concern)
    alert.taken_by_id, alert.taken_at = by_id, uow.now
    await redraw_card(uow, alert, pressed=True)
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
                if view.incident_is_breach:
                    return handled_elsewhere()
                view = replace(view, reason="It is handled where you cannot see it.")
    return why(view)


async def _alert(uow: UnitOfWork, alert_id: int) -> tuple[Alert, Concern]:
    """The alert, for this transaction alone, so that of two who press at once one is first."""
    await lock_deciding(uow.session)
    alert = (
        await uow.session.scalars(select(Alert).where(Alert.id == alert_id).with_for_update())
    ).one_or_none()
    if alert is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    return alert, await uow.session.get_one(Concern, alert.fingerprint)


async def _spoken_for(uow: UnitOfWork, alert: Alert, concern: Concern) -> list[Concern]:
    """What the card of this alert stands for: its own, and what was folded under it."""
    cards = sorted({alert.id, concern.card_alert_id or alert.id})  # an older card, and the one that asks now
    folded = [each for card_id in cards for each in await folded_under(uow.session, card_id)]
    return [concern, *(each for each in folded if each.fingerprint != concern.fingerprint)]


def _require_loose(alert: Alert) -> None:
    if alert.incident_id is not None:
        raise NothingToChange(
            "This alert belongs to an incident already.", "Its card says where it is handled."
        )


async def _require_asking(uow: UnitOfWork, alert: Alert, concern: Concern) -> None:
    """Nobody has put it to rest, and the tool has not called it fine again."""
    if not concern.is_firing:
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
    alert, concern = await _alert(uow, alert_id)
    _require_loose(alert)
    await _require_asking(uow, alert, concern)
    alike = {each.fingerprint for each in await _spoken_for(uow, alert, concern)}
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
            owner_id=by_id if kind is SilenceKind.EXPECTED else None,  # a known failure has one
        )
        for fingerprint in sorted(alike)
    }
    uow.session.add_all(silences.values())
    await redraw_card(uow, alert, pressed=True)
    return silences[alert.fingerprint]


async def _open_one(uow: UnitOfWork, concern: Concern) -> Incident | None:
    """Where the same alert is worked on already, if everybody may know."""
    incident = await uow.session.get(Incident, concern.incident_id) if concern.incident_id else None
    if incident is None or not incident.is_open or incident.is_private or incident.is_drill:
        return None
    return incident


def _rule(uow: UnitOfWork, signal: Signal, channel_id: str | None) -> Rule | None:
    """The rule that asked for triage may know severity and domain."""
    rules = matching_rules(uow.playbook.alerts.rules, signal, channel_id, lambda _name: None)
    return rules[0] if rules else None


def _severity(alert: Alert) -> Severity:
    return BY_ITSELF if opens_by_itself(alert.severity_hint) else Severity.SEV3
