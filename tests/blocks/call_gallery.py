"""Cards and forms about calls, each drawn from any extreme of view data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks.kit import Message
from bot.blocks.oncall.call_forms import NextLevelView, escalate_form, page_form
from bot.blocks.oncall.call_message import call_message
from bot.blocks.oncall.call_views import CalledView, CallView, SummonsView
from bot.blocks.oncall.summons import call_failed, exhausted, level_empty, summons_notice, vendor_notice
from models.vocabulary import CallState, Severity, SummonsKind, Way
from tests.blocks.samples import ANA, AT, BEN, ROOM, Words, incident


def _summons(words: Words, **more: Any) -> SummonsView:
    count = 1 if words.text is None else 20
    calls = tuple(
        CallView(person_id=who, way=way, state=state, at=AT, fault=words.text)
        for who in (ANA, BEN)
        for way in Way
        for state in CallState
    )
    view = SummonsView(
        id=3,
        incident_id=12,
        kind=SummonsKind.LEVEL,
        name=words.text or "level 1 of 3 of “the worst”",
        by_id=ANA if words.text else None,
        why=words.text or "",
        due_at=AT + timedelta(minutes=10),
        remarks=(words.text,) * count if words.text else (),
        calls=calls if words.text else (),
    )
    return replace(view, **more)


def _called(words: Words, **more: Any) -> CalledView:
    view = CalledView(
        call_id=7,
        incident_ref="INC-12",
        severity=Severity.SEV1,
        title=words.text or "Orders are late",
        channel_id=ROOM,
        name=words.text or "",
        by_id=ANA if words.text else None,
        why=words.text or "",
    )
    return replace(view, **more)


def _level(words: Words) -> NextLevelView:
    if words.text is None:
        return NextLevelView(name="level 2 of 3", calls=("@ana",))
    named = (words.text,) * 20
    return NextLevelView(name=words.text, calls=named, due_at=AT, acknowledged_by_id=ANA, acknowledged_at=AT)


CARDS: dict[str, Callable[[Words], Message]] = {
    "summons": lambda w: summons_notice(_summons(w)),
    "summons, acknowledged": lambda w: summons_notice(_summons(w, ended_at=AT, ended_by_id=BEN)),
    "summons, in vain": lambda w: summons_notice(_summons(w, ended_at=AT)),
    "summons, over": lambda w: summons_notice(_summons(w, ended_at=AT, is_incident_open=False)),
    "summons of a drill": lambda w: summons_notice(_summons(w, is_drill=True)),
    "summons by hand": lambda w: summons_notice(_summons(w, kind=SummonsKind.PAGE, by_id=ANA, due_at=None)),
    "call": lambda w: call_message(_called(w)),
    "call into a private one": lambda w: call_message(_called(w, title=None, channel_id=None)),
    "call, answered": lambda w: call_message(_called(w, state=CallState.ANSWERED, settled_at=AT)),
    "call, answered by another": lambda w: call_message(
        _called(w, state=CallState.WITHDRAWN, settled_at=AT, answered_by_id=BEN)
    ),
    "call, over": lambda w: call_message(_called(w, is_incident_open=False)),
    "call failed": lambda w: call_failed(incident(w), ANA, w.text or "user_disabled"),
    "level of nobody": lambda w: level_empty(incident(w), w.text or "level 1", [w.text or "", "Nobody."] * 5),
    "everyone called": lambda w: exhausted(incident(w), w.text or "the worst"),
    "vendor": lambda w: vendor_notice(incident(w), w.text or "Support", w.text or "Ask", w.text),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "page": lambda w: page_form(incident(w), {w.text: w.text} if w.text else {}),
    "escalate": lambda w: escalate_form(incident(w), _level(w)),
}
