"""Everything that somebody can send: each verb, button, form and shortcut, with plausible contents."""

from collections.abc import Iterator
from typing import Any

from bot.desk import Desk
from handlers.bolt import find_handler
from handlers.commands import VERBS
from handlers.forms import FORMS
from handlers.incoming import Incoming
from handlers.presses import PRESSES
from handlers.shortcuts import SHORTCUTS
from tests.builders import ANA

#: What a field holds, or a button bears, where a mere number will not do.
FILLED_IN = {
    "symptom": "freshness",
    "stage": "containment",
    "outcome": "fixed",
    "kind": "note",
    "verdict": "supported",
    "step": "applied",
    "severity": "sev1",
    "role": "scribe",
    "scope": "asset",
    "next_due": "4h",
}

#: What a form asks for in words that mean something else in others.
OF_FORM = {"silence": {"kind": "silenced"}, "silence_preview": {"kind": "silenced"}}

#: Fields that nobody fills in together with the others.
EMPTY = frozenset({"message", "fixed_at", "at", "entry_id", "amends"})


class Plenty(dict[str, Any]):
    """Fields and kept facts of a form in which everything was filled in; whatever is an id is this number."""

    def __init__(self, number: int = 1, **known: Any) -> None:
        super().__init__(known)
        self.number = number

    def __missing__(self, key: str) -> Any:
        return FILLED_IN.get(key, str(self.number))

    def get(self, key: str, default: Any = None) -> Any:
        return default if key in EMPTY else self[key]

    def __contains__(self, key: object) -> bool:
        return key not in EMPTY


def presses(number: int, **commons: Any) -> Iterator[Incoming]:
    """Each button, bearing this number."""
    bears = {"severity_to": f"{number}:sev1", "more": f"edit:{number}", "ledger_kind": "evidence"}
    bears["merge_into"] = f"{number}:{number + 1}"
    for name in PRESSES:
        value = bears.get(name, str(number))
        fields = Plenty(number, **OF_FORM.get(name, {}))
        yield Incoming(
            kind="block_actions", name=name, value=value, kept=Plenty(number), fields=fields, **commons
        )


def forms(number: int, **commons: Any) -> Iterator[Incoming]:
    """Each form, sent off full, about this number."""
    for name in FORMS:
        yield Incoming(
            kind="view_submission",
            name=name,
            kept=Plenty(number),
            fields=Plenty(number, **OF_FORM.get(name, {})),
            view_id=f"V{number}{name}",
            **commons,
        )


def commands(*arguments: str, **commons: Any) -> Iterator[Incoming]:
    """Each verb with each of these behind it."""
    for verb in VERBS:
        for argument in arguments:
            yield Incoming(kind="command", name="/incident", text=f"{verb} {argument}".strip(), **commons)


def shortcuts(**commons: Any) -> Iterator[Incoming]:
    """Each shortcut, from a message."""
    message = {"ts": "1.000100", "text": "The orders look wrong", "user": ANA}
    for name in SHORTCUTS:
        yield Incoming(kind="shortcut", name=name, **{"message": message, **commons})


async def listen(desk: Desk, incoming: Incoming) -> Any:
    """What the front would call, without storing it first."""
    return await find_handler(incoming)(desk, incoming)
