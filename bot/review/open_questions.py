"""What the record leaves open, asked so that the people who were there can answer it."""

from collections.abc import Sequence
from typing import Final

from bot.blocks.ledger.views import ChangeView, HypothesisView
from bot.blocks.limits import clip, one_line
from bot.blocks.views import EntryView, IncidentView
from models.hypothesis import HypothesisState
from models.ledger import EntryKind

#: So many suspicions are asked about one by one.
_SUSPICIONS: Final = 5
_QUOTED: Final = 160


def open_questions(
    view: IncidentView,
    entries: Sequence[EntryView],
    alerted: Sequence[str],
    *,
    hypotheses: Sequence[HypothesisView] = (),
    changes: Sequence[ChangeView] = (),
) -> tuple[str, ...]:
    """Ask about suspicions, changes, further assets and a fix that did not hold."""
    return (
        *_suspicions(hypotheses),
        *_changes(changes),
        *_further_assets(view, alerted),
        *_reopened(entries),
    )


def _suspicions(hypotheses: Sequence[HypothesisView]) -> list[str]:
    suspected = [_quoted(each.text) for each in hypotheses if each.state is HypothesisState.OPEN]
    return [f"Was it so, or was it ruled out: {words}" for words in suspected[:_SUSPICIONS]]


def _changes(changes: Sequence[ChangeView]) -> list[str]:
    changed = [_quoted(each.text) for each in changes if not each.life.is_settled]
    return [f"Does this stay, or is it to be taken back: {words}" for words in changed[:_SUSPICIONS]]


def _further_assets(view: IncidentView, alerted: Sequence[str]) -> list[str]:
    further = [asset for asset in dict.fromkeys(alerted) if asset != view.asset]
    if not further:
        return []
    named = ", ".join(one_line(asset) for asset in further[:10])
    return [f"Alerts also named {clip(named, 400)}: were those who read them told?"]


def _reopened(entries: Sequence[EntryView]) -> list[str]:
    if not any(entry.kind == EntryKind.REOPENED for entry in entries):
        return []
    return ["It was closed and came back: what would have shown that it was not over?"]


def _quoted(text: str) -> str:
    return f"“{clip(one_line(text), _QUOTED)}”"
