"""Texts about clocks, gates, containment and times to work together, in the incident's channel."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from bot.blocks.kit import Message
from bot.blocks.stages import stage_notice
from bot.blocks.stages.stage_forms import RETENTION_DELETES
from bot.blocks.views import IncidentView


def _paused(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    until_at = datetime.fromisoformat(facts["until"])
    return stage_notice.paused_notice(view, by_id=facts["by_id"], until_at=until_at, why=facts["why"])


def _resumed(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return stage_notice.resumed_notice(view, by_id=facts.get("by_id"), why=facts["why"])


def _extended(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    until_at = datetime.fromisoformat(facts["until"])
    return stage_notice.extended_notice(view, by_id=facts["by_id"], until_at=until_at, why=facts["why"])


def _contained(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return stage_notice.contained_notice(
        view,
        facts["text"],
        by_id=facts["by_id"],
        nothing_can=facts["nothing_can"],
        deletes=facts.get("retention") == RETENTION_DELETES,
    )


def _overridden(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return stage_notice.overridden_notice(view, facts["missing"], by_id=facts["by_id"], why=facts["why"])


def _planned(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    starts_at = datetime.fromisoformat(facts["starts"])
    return stage_notice.session_planned(view, by_id=facts["by_id"], starts_at=starts_at)


def _called_off(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    starts_at = datetime.fromisoformat(facts["starts"])
    return stage_notice.session_called_off(view, by_id=facts["by_id"], starts_at=starts_at)


def _soon(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return stage_notice.session_soon(view, starts_at=datetime.fromisoformat(facts["starts"]))


STAGES: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "paused": _paused,
    "resumed": _resumed,
    "box_extended": _extended,
    "contained": _contained,
    "gate_overridden": _overridden,
    "session_planned": _planned,
    "session_called_off": _called_off,
    "session_soon": _soon,
}
