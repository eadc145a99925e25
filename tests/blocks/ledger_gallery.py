"""The cards and forms of the ledger, each drawn from any extreme of view data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks.front.refusal import refusal
from bot.blocks.kit import Message
from bot.blocks.ledger.catchup import CatchupView, catchup
from bot.blocks.ledger.change_card import change_card, change_chase, change_settled, changes_unseen
from bot.blocks.ledger.data_notice import not_kept
from bot.blocks.ledger.hypotheses import hypotheses_board
from bot.blocks.ledger.ledger_form import EntryDefaults, choice_form, ledger_form, recorded, sentence_form
from bot.blocks.ledger.views import (
    BoardOfHypothesesView,
    ChangeView,
    EvidenceView,
    HypothesisView,
    StepView,
    VerdictView,
)
from bot.blocks.parts import line
from models.change import ChangeLife, ChangeState, ChangeStep
from models.errors import LooksLikeData
from models.hypothesis import HypothesisState, Verdict
from models.typed_entry import Bears, Change, Evidence
from tests.blocks.samples import ANA, AT, BEN, LINK, Words, closed, incident


def hypothesis(words: Words, number: int, state: HypothesisState) -> HypothesisView:
    verdict = {HypothesisState.SUPPORTED: Verdict.SUPPORTED, HypothesisState.RULED_OUT: Verdict.RULED_OUT}
    text = words.text or "The source was late"
    facts: dict[str, Any] = {}
    if words.text is not None:
        facts["evidence"] = tuple(
            EvidenceView(
                id=place,
                text=text,
                by_id=BEN,
                at=AT,
                typed=Evidence(link=LINK, count=1204332, bears=Bears.AGAINST if place % 2 else None),
            )
            for place in range(9)
        )
        facts["by_id"] = ANA
    verdicts = (VerdictView(verdict=verdict[state], why=text, by_id=BEN, at=AT),) if state in verdict else ()
    return HypothesisView(
        id=number,
        incident_id=12,
        name=f"H{number}",
        text=text,
        state=state,
        at=AT,
        verdicts=verdicts,
        **({"by_id": None} | facts),
    )


def hypotheses(words: Words, **changes: Any) -> BoardOfHypothesesView:
    count = 0 if words.text is None else 60
    found = tuple(hypothesis(words, each, list(HypothesisState)[each % 3]) for each in range(1, count + 1))
    return BoardOfHypothesesView(incident_id=12, hypotheses=found, **changes)


def change(words: Words, **changes: Any) -> ChangeView:
    facts: dict[str, Any] = {
        "id": 7,
        "incident_id": 12,
        "text": words.text or "Paused the loader",
        "by_id": None,
        "at": AT,
        "life": ChangeLife(state=ChangeState.APPLIED),
    }
    if words.text is not None:
        named = ("where", "rollback", "precondition", "postcondition", "side_effects")
        facts |= {
            "by_id": ANA,
            "life": ChangeLife(state=ChangeState.APPLIED, author_id=ANA, is_temporary=True),
            "typed": Change(
                reversible=True,
                temporary=True,
                until=(AT + timedelta(days=2)).isoformat(),
                **dict.fromkeys(named, words.text),
            ),
            "steps": tuple(
                StepView(step=step, why=words.text, by_id=BEN, at=AT) for step in ChangeStep for _ in range(3)
            ),
            "wants_approval": True,
        }
    return ChangeView(**(facts | changes))


def form(words: Words, kind: str, **more: Any) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    if words.text is not None:
        named = ("link", "query", "why", "alternatives", "where", "rollback", "precondition")
        detail = dict.fromkeys((*named, "postcondition", "side_effects"), words.text)
        detail |= {"count": 412, "hypothesis": 3, "bears": "against", "decided_by": ANA, "reversible": True}
        detail |= {"temporary": True, "until": AT.isoformat(), "state": "planned"}
    given = EntryDefaults(
        kind=kind,
        text=words.text or "",
        at=AT if words.text else None,
        detail=detail,
        hypotheses=dict.fromkeys(map(str, range(3, 40)), words.text) if words.text else {},
        fault=line(words.text) if words.text else (),
        **more,
    )
    return ledger_form(incident(words), given)


def caught_up(words: Words, **changes: Any) -> CatchupView:
    if words.text is None:
        return CatchupView(incident=incident(words, **changes))
    board = hypotheses(words)
    return CatchupView(
        incident=incident(words, **changes),
        hypotheses=board.hypotheses,
        evidence=board.hypotheses[0].evidence,
        changes=tuple(
            change(words, life=ChangeLife(state=list(ChangeState)[each % 5], is_temporary=True))
            for each in range(40)
        ),
        decisions=((AT, words.text),) * 9,
        follow_up_count=12,
        last_update=(AT, ANA, words.text),
    )


CARDS: dict[str, Callable[[Words], Message]] = {
    "catchup": lambda w: catchup(caught_up(w)),
    "catchup of a closed one": lambda w: catchup(replace(caught_up(w), incident=closed(w))),
    "hypotheses": lambda w: hypotheses_board(hypotheses(w)),
    "hypotheses of a closed one": lambda w: hypotheses_board(hypotheses(w, is_open=False)),
    "change": lambda w: change_card(change(w)),
    **{
        f"change {state}": lambda w, state=state: change_card(
            change(w, life=ChangeLife(state=state, author_id=ANA))
        )
        for state in ChangeState
    },
    "change withdrawn": lambda w: change_card(change(w, is_withdrawn=True, is_drill=True)),
    "changes unseen": lambda w: changes_unseen([change(w)] * (1 if w.text is None else 8)),
    "change asked about": lambda w: change_chase(change(w), AT),
    "change settled": lambda w: change_settled(change(w)),
    "recorded": lambda _: recorded("change", 7),
    "data refused": lambda w: refusal(
        LooksLikeData("2 rows of a result", w.text or "", incident_id=12, kind="evidence.added")
    ),
    "data refused elsewhere": lambda w: refusal(LooksLikeData("a card number", w.text or "")),
    "message not kept": lambda _: not_kept("INC-12", "note.added", "2 rows of a result"),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "judge_hypothesis": lambda w: sentence_form("judge_hypothesis", "Rule it out", "Why", w.text or "H1"),
    "step_change": lambda w: sentence_form("step_change", "It held", "What you saw", w.text or "Paused it"),
    "choose_entry": lambda w: choice_form(dict.fromkeys(map(str, range(100)), w.text or "Note: x")),
}

#: Further faces of a form that is in the gallery under its own name.
OTHER_FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    **{f"{kind} form": lambda w, kind=kind: form(w, kind) for kind in ("evidence", "decision", "change")},
    "correcting form": lambda w: form(w, "change", amends=True),
    "reopening form": lambda w: sentence_form(
        "judge_hypothesis", "Reopen it", "Why", choices={"1": w.text or "H1"}
    ),
}
