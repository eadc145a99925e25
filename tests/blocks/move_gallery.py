"""What is said and asked where alerts and incidents move, each drawn from any extreme of view data."""

from collections.abc import Callable
from typing import Any

from bot.blocks.incidents.card import card
from bot.blocks.incidents.move_forms import (
    MergeView,
    attach_here_form,
    detach_form,
    merge_form,
    merge_into_form,
    split_form,
)
from bot.blocks.incidents.move_notice import (
    alert_attached,
    alert_detached,
    fails_further_up,
    merge_undone,
    merged_away,
    merged_here,
    split_away,
    split_here,
    split_undone,
)
from bot.blocks.kit import Message
from models.vocabulary import Severity
from tests.blocks.samples import (
    ANA,
    AT,
    BEN,
    Words,
    alert,
    closed,
    incident,
    severities,
)

CARDS: dict[str, Callable[[Words], Message]] = {
    "card of a merged one": lambda w: card(closed(w, is_merged=True, merged_into_id=7)),
    "attached": lambda w: alert_attached(alert(w), by_id=ANA, undo_id=1),
    "detached": lambda w: alert_detached(alert(w), by_id=ANA, to=incident(w)),
    "fails further up": lambda w: fails_further_up(incident(w), incident(w), [w.text or "raw.orders"] * 9),
    "merged away": lambda w: merged_away(incident(w), incident(w), by_id=ANA, **_moved(w)),
    "merged into a private one": lambda w: merged_away(incident(w), None, by_id=ANA, **_moved(w)),
    "merged here": lambda w: merged_here(
        incident(w, severity=Severity.SEV4), incident(w, severity=Severity.SEV1), by_id=ANA, **_moved(w)
    ),
    "split away": lambda w: split_away(incident(w), by_id=ANA, along="3 alerts", undo_id=1),
    "split here": lambda w: split_here(incident(w), by_id=ANA, along="3 alerts", undo_id=1),
    "merge undone": lambda w: merge_undone(incident(w), incident(w), by_id=ANA),
    "split undone": lambda w: split_undone(incident(w), None, by_id=ANA),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "attach_here": lambda w: attach_here_form(incident(w), _menu(w)),
    "detach_alert": lambda w: detach_form(incident(w), _menu(w)),
    "merge_into": lambda w: merge_into_form(incident(w), _menu(w)),
    "merge": lambda w: merge_form(_merge(w)),
    "split": lambda w: split_form(incident(w), _menu(w), severities(w)),
}


def _moved(words: Words) -> dict[str, Any]:
    return {"along": "40 alerts and the promised update", "undo_id": 1, "why": words.text or ""}


def _menu(words: Words) -> dict[str, str]:
    count = 2 if words.text is None else 120
    return {f"alert:v1:{number}": words.text or "It failed" for number in range(count)}


def _merge(words: Words) -> MergeView:
    both = {"merged": incident(words), "survivor": incident(words)}
    if words.text is None:
        return MergeView(**both)
    return MergeView(**both, alert_count=40_000, firing_count=7, promised_at=AT, holders=(ANA, BEN))
