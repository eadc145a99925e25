"""Short lines in an incident's channel about the alerts that belong to it, and the reason of a decision."""

import re
from typing import Final

from bot.blocks.alerts.triage_card import about
from bot.blocks.alerts.views import AlertView
from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.limits import clip
from bot.blocks.parts import Line, line, moment, person, strong
from bot.blocks.views import IncidentView

#: As the reason of a silence words it (models/quiet.py).
_SILENCER: Final = re.compile(r"(?<=says the silence of )<@([UW][A-Z0-9]{2,30})>")


def alert_recovered(view: IncidentView, alert: AlertView) -> Message:
    """Say that the tool calls it fine again, and offer to close: a person closes."""
    told = line("🟢 Recovered, says the tool: ", *about(alert))
    offer = line("Check the figures before you close.")
    blocks = [rich(told, offer)]
    if view.is_open:
        blocks.append(actions(button("Close", "close", view.id)))
    return message(blocks, told, offer)


def alert_flaps(_view: IncidentView, alert: AlertView) -> Message:
    """Say once that an alert changes too often to be believed."""
    told = line("🔁 Flaps between broken and fine: ", *about(alert))
    until = line("Its changes are no news here until it settles.")
    return note(told, until)


def alert_still_fires(view: IncidentView, alert: AlertView) -> Message:
    """Tell people again, after the interval that the playbook gives, and whoever leads by name."""
    often = f", {alert.repeat_count + 1} times so far" if alert.repeat_count else ""
    told = line(f"🔴 Still fires{often}: ", *about(alert))
    lead: Line = (person(view.commander_id), ", is it being worked on?") if view.commander_id else ()
    return note(told, lead)


def why(alert: AlertView) -> Message:
    """Tell a person why the alert was dealt with as it was."""
    heard = line("Heard ", moment(alert.received_at), f" from {alert.source}.")
    hint = alert.severity_hint
    called: Line = (f"The tool calls it {hint}.",) if hint and hint not in alert.reason else ()
    return note(about(alert), _because(alert), heard, called)


def _because(alert: AlertView) -> Line:
    """One mark in it is our own: whose silence it was. Whatever else looks like one are somebody's words."""
    if not alert.reason:
        return ()
    reason = clip(alert.reason, 500)
    named = _SILENCER.search(reason)
    if named is None:
        return (strong("Why: "), reason)
    return (strong("Why: "), reason[: named.start()], person(named[1]), reason[named.end() :])
