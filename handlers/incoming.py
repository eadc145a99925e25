"""Slack's payloads end here: what a listener gets is typed, and the same for every kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.blocks.drawn_anew import Drawing
from bot.blocks.ledger.ledger_form import AGAIN
from models.errors import OfOlderVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A command, press, submission or shortcut: who, where, what, and how to answer."""

    kind: str
    #: The verb's name: the command, the action_id, the callback_id.
    name: str
    user_id: str
    team_id: str = ""
    inbox_id: int | None = None
    #: It comes from the row, after a restart: triggers have expired, and the ack went out long ago.
    is_late: bool = False
    channel_id: str | None = None
    text: str = ""
    trigger_id: str | None = None
    response_url: str | None = None
    #: A press: the button's value, or what was chosen.
    value: str = ""
    message: Mapping[str, Any] = field(default_factory=dict)
    #: By what the message on which something was pressed is drawn anew, where it lists what is to be settled.
    drawing: Drawing | None = None
    #: A submission, or a press inside a form: the view's own id, what was kept in it, and its fields.
    view_id: str | None = None
    #: The callback id of that form.
    form: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    #: All that the form asks for, whether it was filled in or not.
    asked: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The id that a button bears. Raises OfOlderVersion for a button that bears none."""
        return number_in(self.value)

    def moment(self, field: str) -> datetime | None:
        """What a time picker of the form holds, none where it was left empty."""
        epoch = self.fields.get(field)
        return None if epoch is None else datetime.fromtimestamp(int(epoch), UTC)


def parse(kind: str, body: Mapping[str, Any], inbox_id: int | None, *, is_late: bool) -> Incoming:
    """Read a payload by its kind (`command`, `block_actions`, `view_submission`, …)."""
    common: dict[str, Any] = {"kind": kind, "inbox_id": inbox_id, "is_late": is_late}
    if kind == "command":
        return Incoming(
            **common,
            name=body.get("command", ""),
            user_id=body["user_id"],
            team_id=body.get("team_id", ""),
            channel_id=body.get("channel_id"),
            text=(body.get("text") or "").strip(),
            trigger_id=body.get("trigger_id"),
            response_url=body.get("response_url"),
        )
    common |= {
        "user_id": body["user"]["id"],
        "team_id": body["user"].get("team_id") or (body.get("team") or {}).get("id") or "",
        "channel_id": (body.get("channel") or {}).get("id"),
        "trigger_id": body.get("trigger_id"),
        "response_url": body.get("response_url"),
        "message": body.get("message") or {},
    }
    view = body.get("view") or {}
    if view and view.get("type") != "home":
        common |= {
            "view_id": view.get("id"),
            "form": view.get("callback_id") or "",
            "kept": _kept(view),
            "fields": _fields(view),
            "asked": tuple(view.get("state", {}).get("values", {})),
        }
    if kind == "block_actions":
        action = body["actions"][0]
        drawing = Drawing.named(str(action.get("block_id") or "")) if not view else None
        return Incoming(**common, name=action["action_id"], value=_chosen(action), drawing=drawing)
    if kind == "block_suggestion":
        return Incoming(**common, name=body.get("block_id", ""), text=str(body.get("value") or ""))
    if kind in {"view_submission", "view_closed"}:
        return Incoming(**common, name=view["callback_id"])
    return Incoming(**common, name=body.get("callback_id", ""))


def number_in(value: object) -> int:
    """An id that one of our own buttons or forms carries. Raises OfOlderVersion for anything else."""
    try:
        return int(str(value))
    except ValueError:
        raise OfOlderVersion from None


def inbox_key(kind: str, body: Mapping[str, Any]) -> str:
    """What recognises a redelivery: the event's id, or the trigger, made once for each gesture."""
    if kind == "event":
        return f"event:{body['event_id']}"
    if body.get("trigger_id"):
        return f"trigger:{body['trigger_id']}"
    view = body.get("view") or {}
    return f"view:{view.get('id')}:{view.get('hash')}:{kind}"


def _chosen(action: Mapping[str, Any]) -> str:
    option = action.get("selected_option") or {}
    for value in (action.get("value"), option.get("value"), action.get("selected_user")):
        if value:
            return str(value)
    return ""


def _kept(view: Mapping[str, Any]) -> dict[str, Any]:
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        kept = {}
    return kept if isinstance(kept, dict) else {}


def _fields(view: Mapping[str, Any]) -> dict[str, Any]:
    """Block id to what was entered; fields left empty are absent."""
    entered: dict[str, Any] = {}
    for block_id, elements in view.get("state", {}).get("values", {}).items():
        for element in elements.values():
            value = _entered(element)
            if value not in (None, "", []):
                entered[block_id.removesuffix(AGAIN)] = value
    return entered


def _entered(element: Mapping[str, Any]) -> Any:
    match element.get("type"):
        case "static_select" | "external_select" | "radio_buttons":
            return (element.get("selected_option") or {}).get("value")
        case "checkboxes" | "multi_static_select":
            return [option["value"] for option in element.get("selected_options") or []]
        case "users_select":
            return element.get("selected_user")
        case "multi_users_select":
            return element.get("selected_users")
        case "datetimepicker":
            return element.get("selected_date_time")
        case _:
            return element.get("value")
