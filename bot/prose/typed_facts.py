"""What an entry says beside its text, as lines for a file: where, why, how many rows, the way back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.blocks.limits import clip, one_line
from bot.blocks.views import EntryView
from bot.prose.markdown import stamp
from models.ledger import EntryKind
from models.typed_entry import change_of, decision_of, evidence_of

_LONGEST: Final = 1_000

_Said = list[tuple[str, str | None]]


def typed_lines(entry: EntryView, names: Mapping[str, str]) -> list[str]:
    """Each as `Where: loader`; none of kinds that say all in their text."""
    say = _SAID.get(entry.kind)
    said = say(entry.detail, names) if say is not None else []
    return [f"{name}: {clip(one_line(words), _LONGEST)}" for name, words in said if words]


def _evidence(detail: Mapping[str, Any], _names: Mapping[str, str]) -> _Said:
    typed = evidence_of(detail)
    return [
        ("Kind", typed.evidence if "evidence" in detail else None),
        ("Rows", f"{typed.count:,}" if typed.count is not None else None),
        ("Query", typed.query),
        ("Speaks", f"{typed.bears} a hypothesis" if typed.bears else None),
    ]


def _decision(detail: Mapping[str, Any], names: Mapping[str, str]) -> _Said:
    typed = decision_of(detail)
    by = names.get(typed.decided_by, typed.decided_by) if typed.decided_by else None
    return [("Why", typed.why), ("Instead of", typed.alternatives), ("Decided by", by)]


def _change(detail: Mapping[str, Any], _names: Mapping[str, str]) -> _Said:
    typed = change_of(detail)
    undoing = {True: "yes", False: "no", None: None}[typed.reversible]
    until = f", until {stamp(typed.until_at)}" if typed.until_at else ""
    return [
        ("Where", typed.where),
        ("For now only", f"yes{until}" if typed.temporary else None),
        ("Can be undone", undoing),
        ("Way back", typed.rollback),
        ("Before it", typed.precondition),
        ("Holds when", typed.postcondition),
        ("Side effects", typed.side_effects),
    ]


_SAID: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, str]], _Said]]] = {
    EntryKind.EVIDENCE_ADDED: _evidence,
    EntryKind.DECISION_RECORDED: _decision,
    EntryKind.CHANGE_RECORDED: _change,
}
