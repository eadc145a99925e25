"""Every card and every form, each drawn from any extreme of view data."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.blocks.alerts.alert_notice import alert_recovered, why
from bot.blocks.alerts.attach_form import attach_form
from bot.blocks.alerts.board import board
from bot.blocks.alerts.owner_notice import RecoveredView, recovered_for_owner
from bot.blocks.alerts.triage_card import triage_card
from bot.blocks.alerts.try_form import tried_view, try_form
from bot.blocks.closing.close_form import close_form, reopen_form
from bot.blocks.front.doctor import doctor
from bot.blocks.front.help import help_card
from bot.blocks.front.home import home
from bot.blocks.front.lists import mine_list, open_list, overview
from bot.blocks.front.panel import panel
from bot.blocks.front.refusal import refusal
from bot.blocks.incidents.announcement import announcement
from bot.blocks.incidents.brief import brief
from bot.blocks.incidents.card import card
from bot.blocks.incidents.change_notice import (
    close_notice,
    reopened_notice,
    severity_notice,
    stage_notice,
)
from bot.blocks.incidents.declare_form import DeclareDefaults, declare_form, declare_past_form
from bot.blocks.incidents.declared_notice import (
    declared_in_thread,
    declared_notice,
    no_responders,
    not_opened,
)
from bot.blocks.incidents.edit_form import edit_form
from bot.blocks.incidents.hand_off import hand_off_declined, hand_off_notice, hand_off_offer
from bot.blocks.incidents.join_notice import join_answer
from bot.blocks.incidents.move_forms import (
    MergeView,
    attach_here_form,
    detach_form,
    merge_form,
    merge_into_form,
    split_form,
)
from bot.blocks.incidents.move_notice import (
    alert_attached,
    alert_detached,
    fails_further_up,
    merge_undone,
    merged_away,
    merged_here,
    split_away,
    split_here,
    split_undone,
)
from bot.blocks.incidents.role_form import assign_role_form, hand_off_form
from bot.blocks.incidents.role_notice import left_notice, role_assigned, role_released
from bot.blocks.incidents.severity_form import impact_form, severity_form
from bot.blocks.incidents.trouble import Trouble, trouble_notice, trouble_over
from bot.blocks.kit import Message
from bot.blocks.ledger.ledger_form import EntryDefaults, ledger_form
from bot.blocks.ledger.timeline import timeline
from bot.blocks.oncall.call_forms import call_link_form
from bot.blocks.owner_answer import Named, OwnerView, owner_answer
from bot.blocks.parts import line
from bot.blocks.review_card import review_card, review_chase, review_stuck
from bot.blocks.stages.advance_form import advance_form
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
from bot.blocks.updates.check_in import check_in_overdue, check_in_reminder
from bot.blocks.updates.update_form import update_form
from bot.blocks.updates.update_notice import update_notice
from bot.prose import Prose
from models.durations import Span
from models.errors import BreakwaterError
from models.impact_severity import NAMES, Answers, Flaw, Suggested, UsedBy
from models.stages import ORDER
from models.suspicion import SuspicionState
from models.vocabulary import Outcome, Role, Severity, Stage, Symptom
from tests.blocks import (
    call_gallery,
    closing_gallery,
    impact_gallery,
    known_gallery,
    ledger_gallery,
    on_call_gallery,
    privacy_gallery,
    proof_gallery,
    quiet_gallery,
    repair_gallery,
    stage_gallery,
)
from tests.blocks.samples import (
    ANA,
    AT,
    BEN,
    ROOM,
    Words,
    alert,
    board_view,
    check_in,
    closed,
    doctor_view,
    entries,
    hand_off,
    home_data,
    incident,
    review,
    severities,
)
from tests.blocks.stage_gallery import ahead

Draw = Callable[[Words], Message]
Fill = Callable[[Words], dict[str, Any]]


def _many(words: Words) -> tuple[Any, ...]:
    return () if words.text is None else tuple(incident(words) for _ in range(40))


CARDS: dict[str, Draw] = {
    **quiet_gallery.CARDS,
    **call_gallery.CARDS,
    **on_call_gallery.CARDS,
    **privacy_gallery.CARDS,
    **impact_gallery.CARDS,
    **ledger_gallery.CARDS,
    **stage_gallery.CARDS,
    **proof_gallery.CARDS,
    **repair_gallery.CARDS,
    **closing_gallery.CARDS,
    **known_gallery.CARDS,
    "card": lambda w: card(incident(w)),
    "card with a suggestion": lambda w: card(incident(w, suggested=_suggested(w))),
    "card of a closed one": lambda w: card(closed(w)),
    "card of a private one": lambda w: card(incident(w, is_private=True)),
    "announcement": lambda w: announcement(incident(w)),
    "announcement of the close": lambda w: announcement(closed(w)),
    "brief with all that is open": lambda w: brief(
        incident(w), Role.COMMANDER, left=[line(w.text or "1 temporary change is still in place")] * 20
    ),
    **{f"brief for {role}": lambda w, role=role: brief(incident(w), role, given_by_id=ANA) for role in Role},
    "hand-off offer": lambda w: hand_off_offer(hand_off(w)),
    "hand-off accepted": lambda w: hand_off_offer(hand_off(w, accepted=True, answered_at=AT)),
    "hand-off notice": lambda w: hand_off_notice(hand_off(w)),
    "hand-off notice, accepted": lambda w: hand_off_notice(hand_off(w, accepted=True)),
    "hand-off notice, declined": lambda w: hand_off_notice(hand_off(w, accepted=False)),
    "hand-off declined": lambda w: hand_off_declined(hand_off(w, accepted=False)),
    "reminder": lambda w: check_in_reminder(check_in(w)),
    "overdue": lambda w: check_in_overdue(check_in(w)),
    "overdue, settled": lambda w: check_in_overdue(
        check_in(w, settled_at=AT, settled_by_id=ANA, settled_with=w.text)
    ),
    "overdue, snoozed": lambda w: check_in_overdue(check_in(w, snoozed_until_at=AT, snoozed_by_id=ANA)),
    "update": lambda w: update_notice(incident(w), w.text or "Fixed", by_id=ANA, moved_from=Stage.ANALYSIS),
    "stage": lambda w: stage_notice(incident(w), before=Stage.ANALYSIS, by_id=ANA, why=w.text or ""),
    "severity": lambda w: severity_notice(incident(w), before=Severity.SEV4, by_id=ANA, why=w.text or ""),
    "close": lambda w: close_notice(closed(w)),
    "reopened": lambda w: reopened_notice(incident(w), by_id=ANA, why=w.text or ""),
    "role assigned": lambda w: role_assigned(incident(w), Role.SCRIBE, BEN, by_id=ANA, relieved_id=ANA),
    "role released": lambda w: role_released(incident(w, commander_id=None), Role.COMMANDER, BEN),
    "left": lambda w: left_notice(incident(w), BEN, (Role.SCRIBE,), why=w.text or "left"),
    "declared": lambda w: declared_notice(incident(w, is_private=True)),
    "not_opened": lambda w: not_opened(incident(w, is_private=True), w.text or "restricted_action"),
    "declared in a thread": lambda w: declared_in_thread(incident(w)),
    "no responders": lambda w: no_responders(incident(w)),
    "join answer": lambda w: join_answer(incident(w)),
    **{f"trouble {each}": lambda w, each=each: trouble_notice(incident(w), each) for each in Trouble},
    "trouble over": lambda w: trouble_over(incident(w)),
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
    "card of a merged one": lambda w: card(closed(w, is_merged=True, merged_into_id=7)),
    "attached": lambda w: alert_attached(alert(w), by_id=ANA, undo_id=1),
    "detached": lambda w: alert_detached(alert(w), by_id=ANA, to=incident(w)),
    "fails further up": lambda w: fails_further_up(incident(w), incident(w), [w.text or "raw.orders"] * 9),
    "merged away": lambda w: merged_away(incident(w), incident(w), by_id=ANA, **_moved(w)),
    "merged into a private one": lambda w: merged_away(incident(w), None, by_id=ANA, **_moved(w)),
    "merged here": lambda w: merged_here(
        incident(w, severity=Severity.SEV4), incident(w, severity=Severity.SEV1), by_id=ANA, **_moved(w)
    ),
    "split away": lambda w: split_away(incident(w), by_id=ANA, along="3 alerts", undo_id=1),
    "split here": lambda w: split_here(incident(w), by_id=ANA, along="3 alerts", undo_id=1),
    "merge undone": lambda w: merge_undone(incident(w), incident(w), by_id=ANA),
    "split undone": lambda w: split_undone(incident(w), None, by_id=ANA),
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
    "review": lambda w: review_card(review(w)),
    "review, published": lambda w: review_card(review(w, published_at=AT, published_by_id=ANA)),
    "review, chased": lambda w: review_chase(review(w)),
    "review, stuck": lambda w: review_stuck(review(w)),
    "list": lambda w: open_list(_many(w), total=90 if w.text else None),
    "mine": lambda w: mine_list(_many(w)),
    "overview": lambda w: overview(_many(w)),
    "panel": lambda w: panel(incident(w)),
    "panel of a closed one": lambda w: panel(closed(w)),
    "timeline": lambda w: timeline(incident(w), entries(w)),
    "timeline of many": lambda w: timeline(incident(w), entries(w, 300), total=900),
    "doctor": lambda w: doctor(doctor_view(w)),
    "owner": lambda w: owner_answer(_owner(w)),
    "owners of many": lambda w: owner_answer(*(_owner(w, kind=None),) * 5),
    "refusal": lambda w: refusal(BreakwaterError(f"“{w.text}” is no stage.", w.text or "")),
    "help": lambda w: help_card(Prose().help_text()),
}

FORMS: dict[str, Fill] = {
    **quiet_gallery.FORMS,
    **call_gallery.FORMS,
    **impact_gallery.FORMS,
    **ledger_gallery.FORMS,
    **privacy_gallery.FORMS,
    **stage_gallery.FORMS,
    **proof_gallery.FORMS,
    **repair_gallery.FORMS,
    **closing_gallery.FORMS,
    "declare": lambda w: declare_form(severities(w), (w.text,) if w.text else (), _defaults(w)),
    "declare_past": lambda w: declare_past_form(severities(w), ("finance",) * 3, _defaults(w)),
    "edit": lambda w: edit_form(incident(w), ("finance", "growth")),
    "update": lambda w: update_form(
        incident(w),
        Span(working_days=3),
        message=w.text or "",
        target=Stage.VERIFICATION if w.text else None,
        missing=ahead(w) if w.text else (),
        holding=ORDER,
    ),
    "severity": lambda w: severity_form(
        incident(w, suggested=_suggested(w) if w.text else None), severities(w)
    ),
    "impact_answers": lambda w: impact_form(incident(w), _answers(w)),
    "advance": lambda w: advance_form(incident(w), ORDER, ahead(w)),
    "close": lambda w: close_form(incident(w), ORDER, ahead=ahead(w)),
    "reopen": lambda w: reopen_form(closed(w)),
    "assign_role": lambda w: assign_role_form(incident(w), user_id=ANA if w.text else None),
    "hand_off": lambda w: hand_off_form(incident(w), ()),
    "ledger_entry": lambda w: ledger_form(incident(w), EntryDefaults(text=w.text or "")),
    "call_link": lambda w: call_link_form(incident(w)),
    "attach_alert": lambda w: attach_form(
        w.text or "", dict.fromkeys(range(120), w.text or "INC-1"), likely_id=7
    ),
    "test_alert": lambda _: try_form(),
    "test_alert_read": lambda w: tried_view([(w.text or "",)], [[(w.text or "",)] * 15] * 20),
    "attach_here": lambda w: attach_here_form(incident(w), _menu(w)),
    "detach_alert": lambda w: detach_form(incident(w), _menu(w)),
    "merge_into": lambda w: merge_into_form(incident(w), _menu(w)),
    "merge": lambda w: merge_form(_merge(w)),
    "split": lambda w: split_form(incident(w), _menu(w), severities(w)),
    "suspect": lambda w: suspect_form(ROOM, w.text or ""),
    "suspicion_answer": lambda w: answer_form(_suspicion(w)),
}


def _owner(words: Words, kind: str | None = "dashboard") -> OwnerView:
    if words.text is None:
        return OwnerView(asset="orders", because="No owner rule fits.", type=kind)
    known, unknown = Named(words=words.text, id=ANA), Named(words=words.text, stands_in=True)
    return OwnerView(
        asset=words.text,
        because=words.text,
        type=kind,
        team=unknown,
        business_steward=known,
        technical_steward=unknown,
        channel=unknown,
        told=words.text,
        nearest=(words.text,) * 3,
    )


def _suggested(words: Words) -> Suggested:
    return Suggested(Severity.SEV1, words.text or "board pack at 09:00 needs it")


def _answers(words: Words) -> Answers:
    known = dict.fromkeys(NAMES, words.text) if words.text else {}
    return Answers(used_by=UsedBy.BOARD, flaw=Flaw.LATE, known_by=known)


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


def _recovered(words: Words) -> RecoveredView:
    return RecoveredView(
        title=words.text or "It failed", source=words.text or "airflow", ended_at=AT, link=words.text
    )


def _moved(words: Words) -> dict[str, Any]:
    return {"along": "40 alerts and the promised update", "undo_id": 1, "why": words.text or ""}


def _menu(words: Words) -> dict[str, str]:
    count = 2 if words.text is None else 120
    return {f"alert:v1:{number}": words.text or "It failed" for number in range(count)}


def _merge(words: Words) -> MergeView:
    both = {"merged": incident(words), "survivor": incident(words)}
    if words.text is None:
        return MergeView(**both)
    return MergeView(**both, alert_count=40_000, firing_count=7, promised_at=AT, holders=(ANA, BEN))


def draw_home(words: Words) -> dict[str, Any]:
    return home(home_data(words))


def _defaults(words: Words) -> DeclareDefaults | None:
    if words.text is None:
        return None
    text = words.text
    return DeclareDefaults(
        title=text,
        severity=Severity.SEV1,
        domain=text,
        symptom=Symptom.SCHEMA,
        asset=text,
        began_at=AT,
        is_private=True,
        is_drill=True,
        note=text,
    )
