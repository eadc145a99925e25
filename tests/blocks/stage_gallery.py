"""Cards and forms about time and proof, each drawn from any extreme of view data."""

from datetime import timedelta

from bot.blocks.front.refusal import refusal
from bot.blocks.incidents.hand_off import handed_over
from bot.blocks.runbook import RunbookView, StepView, runbook_card, runbook_list
from bot.blocks.stages.gate_notice import gates_settled
from bot.blocks.stages.stage_forms import contain_form, extend_form, pause_form, session_form
from bot.blocks.stages.stage_notice import (
    contained_notice,
    extended_notice,
    overridden_notice,
    paused_notice,
    resumed_notice,
    session_called_off,
    session_planned,
    session_soon,
)
from bot.blocks.stages.time_box import TimeBoxView, time_box_notice
from models.errors import GateHolds
from models.missing import Missing
from models.stages import ORDER
from models.vocabulary import Stage
from tests.blocks.samples import ANA, AT, Words, hand_off, incident


def _box(words: Words, ended_with: str | None = None) -> TimeBoxView:
    return TimeBoxView(
        stage=Stage.CONTAINMENT,
        due_at=AT,
        ended_with=ended_with,
        ended_by_id=ANA,
        until_at=AT + timedelta(hours=1),
        why=words.text or "",
    )


def ahead(words: Words) -> tuple[Missing, ...]:
    return tuple(Missing(stage, words.text or "proof", f"verb_{stage}", "Settle it") for stage in ORDER)


def _runbook(words: Words, *, is_open: bool = True) -> RunbookView:
    text = words.text or "Rerun the load"
    steps = tuple(
        StepView(number=number, words=text, done_at=AT if number % 2 else None, done_by_id=ANA)
        for number in range(1, 16)
    )
    return RunbookView(
        id=3,
        ref="INC-12",
        name=text,
        steps=steps,
        is_drill=True,
        is_open=is_open,
        links=tuple((f"{text}{number}", "https://meet.example.com/a") for number in range(10)),
        remedy=words.text,
    )


CARDS = {
    "time box over": lambda w: time_box_notice(incident(w), _box(w)),
    **{
        f"time box {ended}": lambda w, ended=ended: time_box_notice(incident(w), _box(w, ended))
        for ended in ("extended", "advanced", "paused", "closed", "merged", "else")
    },
    "paused": lambda w: paused_notice(incident(w), by_id=ANA, until_at=AT, why=w.text or ""),
    "resumed": lambda w: resumed_notice(incident(w), by_id=None, why=w.text or ""),
    "resumed by hand": lambda w: resumed_notice(incident(w), by_id=ANA, why=w.text or ""),
    "extended": lambda w: extended_notice(incident(w), by_id=ANA, until_at=AT, why=w.text or ""),
    "contained": lambda w: contained_notice(incident(w), w.text or "", by_id=ANA, nothing_can=False),
    "nothing contains it": lambda w: contained_notice(incident(w), w.text or "", by_id=ANA, nothing_can=True),
    "gates overridden": lambda w: overridden_notice(
        incident(w), w.text or "proof", by_id=ANA, why=w.text or "It is late"
    ),
    "session planned": lambda w: session_planned(incident(w), by_id=ANA, starts_at=AT),
    "session called off": lambda w: session_called_off(incident(w), by_id=ANA, starts_at=AT),
    "session soon": lambda w: session_soon(incident(w), starts_at=AT),
    "handed over": lambda w: handed_over(hand_off(w, accepted=True)),
    "runbook": lambda w: runbook_card(_runbook(w)),
    "runbook of a closed one": lambda w: runbook_card(_runbook(w, is_open=False)),
    "runbooks": lambda w: runbook_list((w.text or "Late loads",) * 30),
    "gates settled": lambda w: gates_settled(incident(w), Stage.VERIFICATION),
    "gates passed": lambda w: gates_settled(incident(w, stage=Stage.VERIFICATION), Stage.CONTAINMENT),
    "gates of what is closed": lambda w: gates_settled(incident(w, stage=Stage.CLOSED), Stage.ANALYSIS),
    "gate holds": lambda w: refusal(GateHolds(12, ahead(w))),
}

FORMS = {
    "extend_box": lambda w: extend_form(incident(w)),
    "pause": lambda w: pause_form(incident(w), AT, because=w.text or ""),
    "contain": lambda w: contain_form(incident(w)),
    "session": lambda w: session_form(incident(w), AT),
}
