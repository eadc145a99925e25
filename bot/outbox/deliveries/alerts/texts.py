"""Texts about its alerts, in an incident's channel, with the alert as it stands when they are sent."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.blocks.alerts.alert_notice import alert_flaps, alert_recovered, alert_still_fires
from bot.blocks.alerts.views import AlertView
from bot.blocks.kit import Message
from bot.blocks.views import IncidentView

ALERTS: Final[Mapping[str, Callable[[IncidentView, AlertView], Message]]] = {
    "alert_recovered": alert_recovered,
    "alert_flaps": alert_flaps,
    "alert_still_fires": alert_still_fires,
}
