"""Texts about calls, in the incident's channel: who could not be reached, and who else was asked."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.blocks.kit import Message
from bot.blocks.oncall import summons
from bot.blocks.oncall.on_call import nobody_on_call
from bot.blocks.views import IncidentView


def _nobody_on_call(_view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return nobody_on_call(facts["team"], facts["because"], facts["person_id"])


CALLS: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "call_failed": lambda view, facts: summons.call_failed(view, facts["person_id"], facts["fault"]),
    "level_empty": lambda view, facts: summons.level_empty(view, facts["name"], facts["remarks"]),
    "escalation_exhausted": lambda view, facts: summons.exhausted(view, facts["policy"]),
    "vendor": lambda view, facts: summons.vendor_notice(view, facts["name"], facts["how"], facts["link"]),
    "nobody_on_call": _nobody_on_call,
}
