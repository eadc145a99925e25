"""Everything that shows who is on call, drawn from any extreme of view data."""

from collections.abc import Callable
from datetime import timedelta

from bot.blocks.kit import Message
from bot.blocks.oncall.left_open import LeftOpenView
from bot.blocks.oncall.on_call import (
    nobody_on_call,
    on_call_list,
    on_call_of_team,
    overridden,
    override_ended,
)
from bot.blocks.oncall.shift_digest import HandOverView, shift_changed, shift_digest
from bot.blocks.oncall.views import OnCallView, OverrideView, People, ShiftView
from bot.blocks.repair.views import HoldView
from bot.blocks.suspicions.suspicion_card import SuspicionView
from models.backfill import Progress
from models.suspicion import SuspicionState
from tests.blocks.quiet_gallery import quiet
from tests.blocks.samples import ANA, AT, BEN, CHEN, ROOM, Words, incident

Draw = Callable[[Words], Message]

CARDS: dict[str, Draw] = {
    "on call, all teams": lambda w: on_call_list(_many(w), total=90 if w.text else 0),
    "on call, a team": lambda w: on_call_of_team(_team(w)),
    "on call, nobody": lambda w: on_call_of_team(
        OnCallView(team=w.text or "finance", who=People(), because=w.text or "nobody", is_fallback=True)
    ),
    "nobody on call": lambda w: nobody_on_call(w.text or "finance", w.text or "so", ANA if w.text else None),
    "shift begins": lambda w: shift_digest(_shift(w, begins=True)),
    "shift ends": lambda w: shift_digest(_shift(w, begins=False)),
    "shift ends, nobody follows": lambda w: shift_digest(_shift(w, begins=False, other_ids=())),
    "shift changed": lambda w: shift_changed(w.text or "finance", [ANA, BEN] * 10, AT if w.text else None),
    "override made": lambda w: overridden([_override(w)]),
    "override of one's own": lambda w: overridden([_override(w, by_id=ANA)]),
    "shifts swapped": lambda w: overridden([_override(w, is_swap=True)] * 2),
    "override ended": lambda w: override_ended([_override(w, ended_by_id=CHEN)]),
    "swap ended": lambda w: override_ended([_override(w, is_swap=True)] * 2),
}


def _many(words: Words) -> list[OnCallView]:
    if words.text is None:
        return []
    fallback = OnCallView(
        team=words.text, who=People(written=(words.text,)), because=words.text, is_fallback=True
    )
    return [_team(words), fallback] * 20


def _team(words: Words) -> OnCallView:
    known, unknown = People(ids=(ANA, BEN) * 10), People(written=(words.text or "@zoe",))
    many = 1 if words.text is None else 40
    return OnCallView(
        team=words.text or "finance",
        who=known,
        because=words.text or "it is their turn in the rotation",
        until_at=AT,
        coming=(
            ShiftView(who=unknown, since_at=AT, until_at=AT + timedelta(days=7)),
            ShiftView(who=People(), since_at=AT),
        )
        * many,
        overrides=(_override(words), _override(words, is_swap=True)) * many,
    )


def _shift(words: Words, *, begins: bool, other_ids: tuple[str, ...] = (BEN, CHEN) * 10) -> HandOverView:
    if words.text is None:
        return HandOverView(team="finance", begins=begins, other_ids=other_ids)
    waiting = SuspicionView(
        id=4,
        state=SuspicionState.ASKED,
        words=words.text,
        asked_by_id=ANA,
        asked_at=AT,
        channel_id=ROOM,
        thread_link=words.text,
    )
    return HandOverView(
        team=words.text,
        begins=begins,
        other_ids=other_ids,
        until_at=AT,
        incidents=(incident(words),) * 10,
        incident_count=70,
        suspicions=(waiting,) * 10,
        suspicion_count=11,
        ending=(quiet(words),) * 10,
        ending_count=10,
        left=(_left(words),) * 10,
        left_count=12,
    )


def _left(words: Words) -> LeftOpenView:
    held = HoldView(
        id=3,
        incident_id=12,
        ref="INC-12",
        what=words.text or "raw.orders",
        because="the only copy",
        until_at=AT,
        holder_id=BEN,
        asked_by_id=ANA,
    )
    return LeftOpenView(
        ref="INC-12",
        title=words.text or "Orders are late",
        backfill=Progress(done=3, running=1, needed=8, not_needed=2),
        planned_count=3,
        approval_count=1,
        temporary_count=2,
        holds=(held, held),
        follow_up_count=1,
    )


def _override(
    words: Words, *, by_id: str = BEN, is_swap: bool = False, ended_by_id: str | None = None
) -> OverrideView:
    return OverrideView(
        id=7,
        team=words.text or "finance",
        person_id=ANA,
        from_at=AT,
        until_at=AT + timedelta(days=2),
        by_id=by_id,
        is_swap=is_swap,
        ended_by_id=ended_by_id,
    )
