"""The board of hypotheses, in the thread of the card: what may be the cause, and what is thought of it."""

from collections.abc import Mapping
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.ledger.views import BoardOfHypothesesView, EvidenceView, HypothesisView
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, link, person, strong
from models.hypothesis import HypothesisState

#: So many have buttons of their own; Slack takes fifty blocks in a message.
SHOWN: Final = 12
_RULED_OUT_SHOWN: Final = 15
_EVIDENCE_SHOWN: Final = 4
_TEXT: Final = 240
_EVIDENCE_TEXT: Final = 160

STATE_WORDS: Final[Mapping[HypothesisState, str]] = {
    HypothesisState.OPEN: "open",
    HypothesisState.SUPPORTED: "supported",
    HypothesisState.RULED_OUT: "ruled out",
}


def hypotheses_board(view: BoardOfHypothesesView) -> Message:
    """Supported ones first, then open ones; what was ruled out in a line each: nobody need try it again."""
    first = line(strong("What may be the cause"), *_counted(view))
    blocks: list[Block] = [rich(first)]
    said: list[Line] = [first]
    live = (*view.of_state(HypothesisState.SUPPORTED), *view.of_state(HypothesisState.OPEN))
    for each in live[:SHOWN]:
        lines = _lines(each)
        blocks.append(rich(*lines))
        said += lines
        if view.is_open:
            blocks.append(actions(*_buttons(each)))
    if len(live) > SHOWN:
        blocks.append(rich(line(f"and {len(live) - SHOWN} more: settle some of these")))
    ruled_out = view.of_state(HypothesisState.RULED_OUT)
    if ruled_out:
        gone = [_line(each) for each in ruled_out[-_RULED_OUT_SHOWN:]]
        blocks.append(bullets(*gone, under=line(strong("Ruled out"))))
        said += gone
    if view.is_open:
        again = [button("Reopen one", "hypothesis_reopen", view.incident_id)] if ruled_out else []
        blocks.append(actions(button("Add a hypothesis", "hypothesis_add", view.incident_id), *again))
    return message(blocks, *said)


def _counted(view: BoardOfHypothesesView) -> Line:
    counts = [(STATE_WORDS[state], len(view.of_state(state))) for state in HypothesisState]
    told = ", ".join(f"{count} {words}" for words, count in counts if count)
    return line(f": {told}" if told else ": nothing is written down yet")


def _lines(view: HypothesisView) -> list[Line]:
    evidence = view.evidence[-_EVIDENCE_SHOWN:]
    rest = len(view.evidence) - len(evidence)
    more = [line(f"    and {rest} earlier pieces of evidence")] if rest else []
    return [_line(view), *more, *(_evidence(each) for each in evidence)]


def _line(view: HypothesisView) -> Line:
    by: Line = (" (", person(view.by_id), ")") if view.by_id else ()
    said = line(strong(view.name), f" {clip(one_line(view.text), _TEXT)}", *by)
    verdict = view.last_verdict
    if verdict is None:
        return said
    who: Line = (person(verdict.by_id),) if verdict.by_id else ("somebody",)
    words = "reopened" if view.state is HypothesisState.OPEN else STATE_WORDS[view.state]
    why = f": {clip(one_line(verdict.why), _EVIDENCE_TEXT)}" if verdict.why.strip() else ""
    return line(*said, " · ", strong(words), " by ", *who, why)


def _evidence(view: EvidenceView) -> Line:
    mark = "for" if view.speaks_for else "against"
    count = f" ({view.typed.count:,} rows)" if view.typed.count is not None else ""
    address = view.typed.link or view.message_link
    where: Line = ("  ", link(address, "where")) if address else ()
    return line(f"    {mark}: {clip(one_line(view.text), _EVIDENCE_TEXT)}{count}", *where)


def _buttons(view: HypothesisView) -> tuple[ButtonElement, ...]:
    settled = view.state is HypothesisState.SUPPORTED
    first = (
        button("Reopen", "hypothesis_reopened", view.id)
        if settled
        else button("Support", "hypothesis_supported", view.id)
    )
    return (
        first,
        button("Rule out", "hypothesis_ruled_out", view.id),
        button("Add evidence", "hypothesis_evidence", view.id),
    )
