"""Messages about a change, in the incident's channel: `what` names the text, the rest are its facts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.show_alert import alert_view
from bot.blocks.incidents import change_notice, hand_off, role_notice
from bot.blocks.incidents.trouble import Trouble, trouble_notice, trouble_over
from bot.blocks.kit import Message, note
from bot.blocks.oncall import summons
from bot.blocks.oncall.on_call import nobody_on_call
from bot.blocks.parts import Part, line, link, moment, person
from bot.blocks.repair.backfill import backfill_over
from bot.blocks.updates.update_notice import update_notice
from bot.blocks.views import IncidentView
from bot.closing.show_closing import closing_in_channel
from bot.desk import Desk
from bot.incidents.show_hand_off import hand_off_view
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.cards import opened_channel
from bot.outbox.deliveries.say_alerts import ALERTS
from bot.outbox.deliveries.say_breach import BREACH, of_breach
from bot.outbox.deliveries.say_moves import MOVES
from bot.outbox.deliveries.say_proof import PROOF
from bot.outbox.deliveries.say_record import RECORD
from bot.outbox.deliveries.say_repair import REPAIR
from bot.outbox.deliveries.say_stages import STAGES
from bot.outbox.post import Letter, Post
from bot.repair.read_backfill import backfill_of
from models.outbox import OutboxItem
from models.place import Place
from models.vocabulary import Role, Severity, Stage

Facts = Mapping[str, Any]
Text = Callable[[IncidentView, Facts], Message]


def _stage(view: IncidentView, facts: Facts) -> Message:
    return change_notice.stage_notice(
        view, before=Stage(facts["before"]), by_id=facts["by_id"], why=facts.get("why", "")
    )


def _severity(view: IncidentView, facts: Facts) -> Message:
    return change_notice.severity_notice(
        view, before=Severity(facts["before"]), by_id=facts["by_id"], why=facts.get("why", "")
    )


def _reopened(view: IncidentView, facts: Facts) -> Message:
    return change_notice.reopened_notice(view, by_id=facts.get("by_id"), why=facts.get("why", ""))


def _role_given(view: IncidentView, facts: Facts) -> Message:
    return role_notice.role_assigned(
        view,
        Role(facts["role"]),
        facts["person_id"],
        by_id=facts["by_id"],
        relieved_id=facts.get("relieved_id"),
    )


def _role_released(view: IncidentView, facts: Facts) -> Message:
    return role_notice.role_released(view, Role(facts["role"]), facts["person_id"], by_id=facts["by_id"])


def _role_vacated(view: IncidentView, facts: Facts) -> Message:
    roles = [Role(role) for role in facts["roles"]]
    return role_notice.left_notice(view, facts["person_id"], roles, why=facts.get("why", "left"))


def _update(view: IncidentView, facts: Facts) -> Message:
    moved = facts.get("moved_from")
    return update_notice(
        view, facts["text"], by_id=facts["by_id"], moved_from=Stage(moved) if moved else None
    )


def _call_linked(_view: IncidentView, facts: Facts) -> Message:
    return note(line(person(facts["by_id"]), " added a call: ", link(facts["url"], facts["url"])))


def _nobody_on_call(_view: IncidentView, facts: Facts) -> Message:
    return nobody_on_call(facts["team"], facts["because"], facts["person_id"])


def _declared_past(view: IncidentView, facts: Facts) -> Message:
    times = (("began", view.began_at), ("noticed", view.noticed_at), ("fixed", view.fixed_at))
    said: list[Part] = [person(facts["by_id"]), " declared this after the fact."]
    for word, at in times:
        said += [f" It {word} ", moment(at), "."] if at else []
    return note(tuple(said))


TEXTS: Final[Mapping[str, Text]] = {
    "stage": _stage,
    "severity": _severity,
    "closed": lambda view, _: change_notice.close_notice(view),
    "reopened": _reopened,
    "role_given": _role_given,
    "role_released": _role_released,
    "role_vacated": _role_vacated,
    "update": _update,
    "call_linked": _call_linked,
    "call_failed": lambda view, facts: summons.call_failed(view, facts["person_id"], facts["fault"]),
    "level_empty": lambda view, facts: summons.level_empty(view, facts["name"], facts["remarks"]),
    "escalation_exhausted": lambda view, facts: summons.exhausted(view, facts["policy"]),
    "vendor": lambda view, facts: summons.vendor_notice(view, facts["name"], facts["how"], facts["link"]),
    "declared_past": _declared_past,
    "nobody_on_call": _nobody_on_call,
    "trouble": lambda view, facts: trouble_notice(view, Trouble(facts["trouble"])),
    "trouble_over": lambda view, _: trouble_over(view),
    **STAGES,
    **PROOF,
    **REPAIR,
}


class SayInChannel(Post):
    """One message in the incident's channel."""

    kind = "say"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Render the text with what is true now."""
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.of_incident, desk.clock())
        what = item.intent["what"]
        if what == "handoff_offered":
            shown = await hand_off_view(session, item.intent["hand_off_id"])
            message = hand_off.hand_off_notice(shown)
        elif what in ALERTS:
            message = ALERTS[what](view, await alert_view(session, item.intent["alert_id"]))
        elif what in MOVES:
            message = await MOVES[what](view, item.intent, session, desk.clock())
        elif what in {"closing_sent", "closing_here"}:
            message = await closing_in_channel(view, item.intent, session)
        elif what == "backfill_over":
            message = backfill_over(await backfill_of(session, item.of_incident))
        elif what in BREACH:
            message = await of_breach(view, item.intent, session, desk)
        elif what in RECORD:
            message = await RECORD[what](item.of_incident, item.intent, session)
        else:
            message = TEXTS[what](view, item.intent)
        return Letter(opened_channel(place), message)
