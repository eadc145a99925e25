"""The cards and forms of root causes and of the repair of data, each drawn from any extreme of view data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.blocks.causes.root_cause_form import CauseFormView, cause_form, cause_recorded
from bot.blocks.causes.root_causes import root_causes_board
from bot.blocks.causes.views import KnownView, RootCausesView, RootCauseView, SeenBefore
from bot.blocks.kit import Message
from bot.blocks.ledger.catchup import CatchupView, catchup
from bot.blocks.repair import repair_notice
from bot.blocks.repair.backfill import (
    BackfillTaskView,
    NobodysView,
    backfill_board,
    backfill_nobodys,
    backfill_over,
    backfill_task,
)
from bot.blocks.repair.backfill_forms import ProposedLine, change_form, give_form, plan_form
from bot.blocks.repair.holds import (
    extend_hold_form,
    give_hold_form,
    hold_asked,
    hold_due,
    hold_form,
    hold_given,
    hold_list,
    hold_task,
)
from bot.blocks.repair.repair_forms import interim_form, window_form
from bot.blocks.repair.views import BackfillLine, BackfillView, HoldView, WindowView
from models.backfill import BackfillState
from models.cause_walk import CHOICES, CauseFamily, CausePage, CausePart, Question
from tests.blocks.samples import ANA, AT, BEN, ROOM, Words, incident


def cause(words: Words, number: int = 1, part: CausePart = CausePart.MAIN) -> RootCauseView:
    answers: dict[Question, str] = {}
    family = None
    if words.text is not None:
        answers = {each: words.text for each in Question if each not in CHOICES}
        answers |= {Question.REPRODUCED: "not_tried"}
        family = CauseFamily.LOGIC
    return RootCauseView(
        id=number,
        incident_id=12,
        label=f"C{number}",
        answers=answers,
        family=family,
        part=part,
        by_id=ANA,
        at=AT,
    )


def causes(words: Words, **changes: Any) -> RootCausesView:
    count = 1 if words.text is None else 45
    parts = list(CausePart)
    found = tuple(cause(words, number, parts[number % 3]) for number in range(1, count + 1))
    return RootCausesView(incident_id=12, causes=found, **changes)


def walk(words: Words, page: CausePage) -> dict[str, Any]:
    if words.text is None:
        return cause_form(CauseFormView(ref="INC-12", page=page))
    seen = SeenBefore(
        ref="INC-4",
        title=words.text,
        cause=words.text,
        remedy=words.text,
        closed_at=AT,
        because="the same asset",
    )
    known = KnownView(lines=(words.text,) * 9, seen_before=(seen,) * 3, about=words.text, proposed=words.text)
    view = CauseFormView(
        ref="INC-12",
        page=page,
        label="INC-7 C1",
        answers=cause(words).answers,
        known=known,
        hints=(words.text,) * 3,
        fault=(words.text,),
    )
    return cause_form(view)


def window(words: Words, asset: str = "orders") -> WindowView:
    if words.text is None:
        return WindowView(asset=asset, name=asset, first_bad="2026-11-18", by_id=ANA, at=AT)
    return WindowView(
        asset=asset,
        name=words.text,
        first_bad=words.text,
        last_bad=f"{words.text}!",
        known_good=words.text,
        note=words.text,
        by_id=ANA,
        at=AT,
    )


def backfill_lines(words: Words) -> tuple[BackfillLine, ...]:
    if words.text is None:
        return (BackfillLine(id=1, asset="orders", name="orders"),)
    states = list(BackfillState)
    return tuple(
        BackfillLine(
            id=number,
            asset=words.text,
            name=words.text,
            depth=number % 4,
            state=states[number % 4],
            owner_id=(ANA, ROOM, None)[number % 3],
            owner_name=words.text,
            changed_by_id=BEN,
            changed_at=AT,
        )
        for number in range(1, 200)
    )


def backfill(words: Words) -> BackfillView:
    return BackfillView(incident_id=12, lines=backfill_lines(words), is_drill=words.text is not None)


def nobodys(words: Words) -> NobodysView:
    return NobodysView(plan=backfill(words), asked_id=None if words.text is None else ANA)


def task(words: Words, **changes: Any) -> BackfillTaskView:
    windows = {words.text: words.text} if words.text else {}
    return BackfillTaskView(
        incident=incident(words), lines=backfill_lines(words), windows=windows, by_id=ANA, **changes
    )


def proposed(words: Words) -> list[ProposedLine]:
    name = words.text or "orders"
    return [ProposedLine(value=str(each), name=name, depth=each % 3, owner=name) for each in range(300)]


def hold(words: Words, **changes: Any) -> HoldView:
    facts: dict[str, Any] = {"what": "raw.orders", "because": "the only copy"}
    if words.text is not None:
        facts = {"what": words.text, "because": words.text, "channel_id": ROOM, "is_drill": True}
    base: dict[str, Any] = {"id": 3, "incident_id": 12, "ref": "INC-12", "until_at": AT}
    return HoldView(**{**base, "holder_id": BEN, "asked_by_id": ANA, **facts, **changes})


def released(words: Words) -> HoldView:
    return hold(words, held_at=AT, held_by_id=BEN, released_at=AT, released_by_id=BEN)


def repaired(words: Words) -> CatchupView:
    """What a late-comer reads of all this."""
    if words.text is None:
        return CatchupView(incident=incident(words), causes=causes(words).causes, backfill=backfill(words))
    return CatchupView(
        incident=incident(words),
        causes=causes(words).causes,
        windows=(window(words),) * 20,
        backfill=backfill(words),
        holds=(hold(words),) * 20,
    )


CARDS: dict[str, Callable[[Words], Message]] = {
    "catchup of a repair": lambda w: catchup(repaired(w)),
    "root causes": lambda w: root_causes_board(causes(w, is_drill=w.text is not None)),
    "backfill": lambda w: backfill_board(backfill(w)),
    "backfill of nothing": lambda w: backfill_board(BackfillView(incident_id=12)),
    "backfill over": lambda w: backfill_over(backfill(w)),
    "backfill of nobody's": lambda w: backfill_nobodys(nobodys(w)),
    "backfill still nobody's": lambda w: backfill_nobodys(nobodys(w), again=True),
    "backfill of somebody": lambda _: backfill_nobodys(NobodysView(plan=BackfillView(incident_id=12))),
    "backfill of yours": lambda w: backfill_task(task(w)),
    "backfill of a team's": lambda w: backfill_task(task(w, to_channel=True)),
    "hold": lambda w: hold_task(hold(w), AT - timedelta(days=3)),
    "hold that is set": lambda w: hold_task(hold(w, held_at=AT, held_by_id=BEN), AT - timedelta(days=1)),
    "hold over its end": lambda w: hold_task(hold(w), AT + timedelta(days=1)),
    "hold released": lambda w: hold_task(released(w), AT),
    "hold asked for": lambda w: hold_asked(hold(w)),
    "hold given away": lambda w: hold_given(hold(w), by_id=ANA),
    "hold due": lambda w: hold_due(hold(w, held_at=AT)),
    "holds": lambda w: hold_list(12, [hold(w), released(w)] * (1 if w.text is None else 20)),
    "no holds": lambda _: hold_list(12, []),
    "backfill asked about": lambda w: backfill_task(task(w), again=True),
    "hold of somebody who is not in": lambda w: hold_due(hold(w), is_unheard=True),
    "bad window": lambda w: repair_notice.window_notice(incident(w), w.text or "orders", by_id=BEN),
    "not bad after all": lambda w: repair_notice.window_over(incident(w), w.text or "orders", by_id=BEN),
    "interim": lambda w: repair_notice.interim_notice(incident(w), by_id=BEN),
    "interim over": lambda w: repair_notice.interim_over(
        incident(w), by_id=BEN, before=w.text or "", why=w.text or ""
    ),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "backfill_plan": lambda w: plan_form("INC-12", proposed(w), 300),
    "backfill_one": lambda w: change_form("INC-12", backfill_lines(w)),
    "backfill_give": lambda w: give_form("INC-12", backfill(w).nobodys, ANA, ticked=[1, 2]),
    "hold": lambda w: hold_form(incident(w), AT, BEN),
    "hold_give": lambda w: give_hold_form(hold(w)),
    "hold_longer": lambda w: extend_hold_form(hold(w), AT),
    "cause_walk": lambda w: walk(w, CausePage.LINEAGE),
    "cause_recorded": lambda w: cause_recorded("INC-12", (w.text or "why",) * 5),
    "window": lambda w: window_form(
        incident(w), w.text or "orders", tuple(window(w, w.text or "orders") for _ in range(30))
    ),
    "interim": lambda w: interim_form(incident(w)),
}

#: The further pages of the walk, which bear its name.
OTHER_FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "backfill without lineage": lambda _: plan_form("INC-12", [], 0),
    **{f"cause page {page}": lambda w, page=page: walk(w, page) for page in CausePage},
}
