"""The form that tries a payload, and what it becomes: how that was read and what would happen."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.inputs import text_input
from bot.blocks.kit import divider, modal, rich
from bot.blocks.parts import Line

#: Alerts of one payload that are shown before it says how many more there are.
SHOWN = 8


def try_form() -> dict[str, Any]:
    """Build the form; both ways of giving an alert fit one field."""
    payload = text_input(
        "payload",
        "JSON of an alert, or the link to a message",
        multiline=True,
        placeholder='{"title": "orders are late", "severity": "critical"}',
        hint="A webhook's body or a message as JSON; or a message of a watched channel, by its link.",
    )
    source = text_input(
        "source",
        "Whose it is",
        optional=True,
        max_length=60,
        placeholder="grafana",
        hint="Without it that is recognised.",
    )
    return modal(callback_id="test_alert", title="Test an alert", submit="Read it", blocks=[payload, source])


def tried_view(said: Sequence[Line], alerts: Sequence[Sequence[Line]]) -> dict[str, Any]:
    """Build what the form becomes: what is to say of the whole, then each alert by itself."""
    blocks = [rich(*said)]
    for lines in alerts[:SHOWN]:
        blocks += [divider(), rich(*lines)]
    if len(alerts) > SHOWN:
        blocks += [divider(), rich((f"And {len(alerts) - SHOWN} more.",))]
    return modal(
        callback_id="test_alert_read", title="Test an alert", submit=None, close="Close", blocks=blocks
    )
