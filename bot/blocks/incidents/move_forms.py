"""The forms that move alerts and incidents: attach, detach, merge, split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.incident_lines import heading, room
from bot.blocks.incidents.declare_form import severity_input
from bot.blocks.inputs import select_input, several_input, text_input
from bot.blocks.kit import bullets, modal, rich
from bot.blocks.parts import Line, line, moment, people, strong
from bot.blocks.stages.advance_form import reason_input
from bot.blocks.views import IncidentView, SeverityView
from models.vocabulary import label

#: As long as the title of any incident.
_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class MergeView:
    """Two incidents, and what goes from the first into the second."""

    merged: IncidentView
    survivor: IncidentView
    alert_count: int = 0
    firing_count: int = 0
    promised_at: datetime | None = None
    #: Who holds a role in the first, and is invited into the channel of the second.
    holders: tuple[str, ...] = ()


def attach_here_form(
    view: IncidentView, alerts: Mapping[str, str], *, private_metadata: str = ""
) -> dict[str, Any]:
    """Choose the alert that is to belong to this incident."""
    choice = select_input("alert", "Which alert", alerts, placeholder="Choose one that fires")
    return _form("attach_here", f"Attach to {view.ref}", "Attach", [choice], private_metadata)


def detach_form(
    view: IncidentView, alerts: Mapping[str, str], *, private_metadata: str = ""
) -> dict[str, Any]:
    """Choose the alert that does not belong to this incident."""
    hint = "Its repeats go along; its card asks again what to do."
    choice = select_input("alert", "Which alert", alerts, placeholder="Choose an alert", hint=hint)
    return _form("detach_alert", f"Detach from {view.ref}", "Detach", [choice], private_metadata)


def merge_into_form(
    view: IncidentView, incidents: Mapping[str, str], *, private_metadata: str = ""
) -> dict[str, Any]:
    """Choose the incident that goes on; what will move is shown before anything does."""
    choice = select_input("into", f"{view.ref} goes into", incidents, placeholder="Choose an incident")
    return _form("merge_into", f"Merge {view.ref}", "Next", [choice], private_metadata)


def merge_form(merge: MergeView, why: str = "", *, private_metadata: str = "") -> dict[str, Any]:
    """Say what will move, and ask."""
    merged, survivor = merge.merged, merge.survivor
    first = line(strong(heading(merged)), " goes into ", strong(heading(survivor)), " ", *room(survivor))
    blocks: list[Block] = [
        bullets(*_moving(merge), under=line(*first, ":")),
        rich(line("It can be undone within a day.")),
        reason_input(initial=why),
    ]
    return _form("merge", f"Merge {merged.ref}", "Merge", blocks, private_metadata)


def split_form(
    view: IncidentView,
    alerts: Mapping[str, str],
    severities: Sequence[SeverityView],
    *,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Choose what becomes an incident of its own."""
    blocks = [
        several_input("alerts", "What goes into an incident of its own", alerts, placeholder="Choose alerts"),
        text_input("title", "What is wrong there", max_length=_TITLE),
        *severity_input(severities, view.severity),
    ]
    return _form("split", f"Split {view.ref}", "Split", blocks, private_metadata)


def _moving(merge: MergeView) -> tuple[Line, ...]:
    merged, survivor = merge.merged, merge.survivor
    counted = "1 alert moves" if merge.alert_count == 1 else f"{merge.alert_count} alerts move"
    alerts = line(f"{counted}, {merge.firing_count} still firing") if merge.alert_count else ()
    promised: Line = (
        ("the update promised by ", moment(merge.promised_at), " is owed there, if none is due earlier")
        if merge.promised_at
        else ()
    )
    invited: Line = ("invited there: ", *people(merge.holders)) if merge.holders else ()
    worse = merged.severity < survivor.severity
    raising = line(f"{label(merged.severity)} is proposed there, not set") if worse else ()
    ledger = line(f"whoever sees {survivor.ref} reads the ledger of {merged.ref} there")
    closes = line(f"{merged.ref} closes without a post-mortem; its channel stays and is told")
    return tuple(each for each in (alerts, promised, invited, raising, ledger, closes) if each)


def _form(
    callback_id: str, title: str, submit: str, blocks: Sequence[Block], private_metadata: str
) -> dict[str, Any]:
    return modal(
        callback_id=callback_id, title=title, submit=submit, blocks=blocks, private_metadata=private_metadata
    )
