"""Cards and forms about time and proof, each drawn from any extreme of view data."""

from datetime import timedelta

from bot.blocks.refusal import refusal
from bot.blocks.stage_forms import contain_form, extend_form, pause_form
from bot.blocks.stage_notice import contained_notice, extended_notice, paused_notice, resumed_notice
from bot.blocks.time_box import TimeBoxView, time_box_notice
from models.errors import GateHolds
from models.gates import Missing
from models.stages import ORDER
from models.vocabulary import Stage
from tests.blocks.samples import ANA, AT, Words, incident


def _box(words: Words, ended_with: str | None = None) -> TimeBoxView:
    return TimeBoxView(
        stage=Stage.CONTAINMENT,
        due_at=AT,
        ended_with=ended_with,
        ended_by_id=ANA,
        until_at=AT + timedelta(hours=1),
        why=words.text or "",
    )


def _missing(words: Words) -> tuple[Missing, ...]:
    return tuple(Missing(stage, words.text or "proof", f"verb_{stage}", "Settle it") for stage in ORDER)


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
    "gate holds": lambda w: refusal(GateHolds(12, _missing(w))),
}

FORMS = {
    "extend_box": lambda w: extend_form(incident(w)),
    "pause": lambda w: pause_form(incident(w), AT, because=w.text or ""),
    "contain": lambda w: contain_form(incident(w)),
}
