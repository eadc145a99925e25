"""What was thought and what was changed, each with what became of it, in a line for the post-mortem."""

from collections.abc import Sequence

from bot.blocks.ledger.change_card import STATE_WORDS
from bot.blocks.ledger.views import ChangeView, HypothesisView
from bot.blocks.limits import one_line
from models.hypothesis import HypothesisState


def judged(hypotheses: Sequence[HypothesisView], state: HypothesisState) -> tuple[str, ...]:
    """Those of which this was thought in the end, each with why."""
    return tuple(
        f"{one_line(each.text)}{_because(each.last_verdict.why if each.last_verdict else '')}"
        for each in hypotheses
        if each.state is state
    )


def results(changes: Sequence[ChangeView]) -> tuple[str, ...]:
    """What was changed where, and whether it held."""
    return tuple(_result(each) for each in changes)


def _result(view: ChangeView) -> str:
    where = f" ({one_line(view.typed.where)})" if view.typed.where else ""
    temporary = ", for now only" if view.life.must_go else ""
    unapproved = ", without the approval asked for" if view.wants_approval and view.life.is_in_place else ""
    why = next((step.why for step in reversed(view.steps) if step.why.strip()), "")
    state = STATE_WORDS[view.life.state]
    return f"{one_line(view.text)}{where}: {state}{temporary}{unapproved}{_because(why)}"


def _because(why: str) -> str:
    return f": {one_line(why)}" if why.strip() else ""
