"""Cards and forms of alerts and suspicions, each drawn from any extreme of view data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.blocks.alerts.alert_notice import alert_recovered, why
from bot.blocks.alerts.attach_form import attach_form
from bot.blocks.alerts.board import board
from bot.blocks.alerts.owner_notice import RecoveredView, recovered_for_owner
from bot.blocks.alerts.triage_card import triage_card
from bot.blocks.alerts.try_form import tried_view, try_form
from bot.blocks.kit import Message
from bot.blocks.suspicions.suspicion_card import (
    SuspicionView,
    answered,
    asked_again,
    suspicion_card,
    told_answered,
    told_asked,
    told_declared,
    told_looked_at,
    told_waits,
)
from bot.blocks.suspicions.suspicion_forms import answer_form, suspect_form
from models.suspicion import SuspicionState
from models.vocabulary import Outcome, Stage
from tests.blocks.samples import (
    ANA,
    AT,
    BEN,
    ROOM,
    Words,
    alert,
    board_view,
    incident,
)

CARDS: dict[str, Callable[[Words], Message]] = {
    "triage": lambda w: triage_card(alert(w, taken_by_id=None)),
    "triage, taken": lambda w: triage_card(alert(w)),
    "triage, of many": lambda w: triage_card(
        alert(w, taken_by_id=None, folded_count=13, folded_by=w.text or "run 8123", offered_ref="INC-12")
    ),
    "triage, flapping": lambda w: triage_card(alert(w, flapping_since_at=AT)),
    "triage, alone": lambda w: triage_card(alert(w, is_alone=True)),
    "triage, not yet": lambda w: triage_card(alert(w, waits_for=w.text or "2 of 3 times within 30 min")),
    "triage, expected": lambda w: triage_card(
        alert(w, expected_by_id=ANA, owner_id=BEN, silent_until_at=AT, silent_because=w.text or "")
    ),
    "triage, snoozed": lambda w: triage_card(alert(w, snoozed_by_id=ANA, silent_until_at=AT)),
    "triage, silenced": lambda w: triage_card(
        alert(w, silenced_by_id=ANA, silent_until_at=AT, silent_because=w.text or "")
    ),
    "triage, opened": lambda w: triage_card(
        alert(
            w,
            incident_id=12,
            incident_channel_id=ROOM,
            incident_stage=Stage.CONTAINMENT,
            incident_lead_id=ANA if w.text else None,
            opened_incident=True,
        )
    ),
    "triage, private": lambda w: triage_card(alert(w, incident_id=12, incident_is_private=True)),
    "triage, recovered": lambda w: triage_card(
        alert(w, is_firing=False, firing_since_at=AT, recovered_at=AT + timedelta(hours=2), incident_id=12)
    ),
    "triage, done": lambda w: triage_card(
        alert(w, incident_id=12, incident_closed_at=AT, incident_outcome=Outcome.FALSE_ALARM)
    ),
    "board": lambda w: board(board_view(w)),
    "alert recovered": lambda w: alert_recovered(incident(w), alert(w)),
    "recovered, to the owner": lambda w: recovered_for_owner([_recovered(w)]),
    "recovered, several": lambda w: recovered_for_owner([_recovered(w)] * 20, more=7),
    "why": lambda w: why(alert(w)),
    **{
        f"suspicion, {state}": lambda w, state=state: suspicion_card(_suspicion(w, state), (ANA, BEN) * 9)
        for state in SuspicionState
    },
    "suspicion asked again": lambda w: asked_again(_suspicion(w)),
    "suspicion, the answer": lambda w: answered(_suspicion(w)),
    "suspicion, asked of": lambda w: told_asked(_suspicion(w)),
    "suspicion, told who looks": lambda w: told_looked_at(_suspicion(w)),
    "suspicion, told the answer": lambda w: told_answered(_suspicion(w)),
    "suspicion, told of the incident": lambda w: told_declared(_suspicion(w), "INC-12", ROOM),
    "suspicion waits": lambda w: told_waits(_suspicion(w)),
}

FORMS: dict[str, Callable[[Words], dict[str, Any]]] = {
    "attach_alert": lambda w: attach_form(
        w.text or "", dict.fromkeys(range(120), w.text or "INC-1"), likely_id=7
    ),
    "test_alert": lambda _: try_form(),
    "test_alert_read": lambda w: tried_view([(w.text or "",)], [[(w.text or "",)] * 15] * 20),
    "suspect": lambda w: suspect_form(ROOM, w.text or ""),
    "suspicion_answer": lambda w: answer_form(_suspicion(w)),
}


def _recovered(words: Words) -> RecoveredView:
    return RecoveredView(
        title=words.text or "It failed", source=words.text or "airflow", ended_at=AT, link=words.text
    )


def _suspicion(words: Words, state: SuspicionState = SuspicionState.ASKED) -> SuspicionView:
    return SuspicionView(
        id=4,
        state=state,
        words=words.text or "Revenue is zero",
        asked_by_id=ANA,
        asked_at=AT,
        channel_id=ROOM,
        about_link=words.text,
        thread_link=words.text,
        looked_by_id=BEN,
        looked_at=AT,
        answer=words.text or "All is well",
        answered_by_id=BEN,
        answered_at=AT,
        incident_ref="INC-12",
        incident_channel_id=ROOM,
    )
