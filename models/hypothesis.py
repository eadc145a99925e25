"""What may be the cause: open, supported or ruled out, as the ledger says one after another. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from models.errors import NothingToChange


class HypothesisState(StrEnum):
    """What is thought of it now."""

    OPEN = "open"
    SUPPORTED = "supported"
    RULED_OUT = "ruled_out"


class Verdict(StrEnum):
    """What somebody says of it; the ledger's kinds are named after these (`hypothesis.ruled_out`)."""

    SUPPORTED = "supported"
    RULED_OUT = "ruled_out"
    REOPENED = "reopened"


_LEADS_TO: Final[Mapping[Verdict, HypothesisState]] = {
    Verdict.SUPPORTED: HypothesisState.SUPPORTED,
    Verdict.RULED_OUT: HypothesisState.RULED_OUT,
    Verdict.REOPENED: HypothesisState.OPEN,
}


def state_after(verdicts: Iterable[Verdict]) -> HypothesisState:
    """The last word counts."""
    state = HypothesisState.OPEN
    for verdict in verdicts:
        state = _LEADS_TO[verdict]
    return state


def require_news(state: HypothesisState, verdict: Verdict) -> None:
    """Raise NothingToChange when it is thought so already."""
    if _LEADS_TO[verdict] is state:
        words = state.replace("_", " ")
        raise NothingToChange(f"This hypothesis is {words} already.", "Add evidence, if there is more.")
