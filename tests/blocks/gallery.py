"""Every card and every form, each drawn from any extreme of view data."""

from collections.abc import Callable
from typing import Any

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
from bot.blocks.updates.check_in import check_in_overdue, check_in_reminder
from bot.blocks.updates.update_form import update_form
from bot.blocks.updates.update_notice import update_notice
from bot.prose import Prose
from models.durations import Span
from models.errors import BreakwaterError
from models.impact_severity import NAMES, Answers, Flaw, Suggested, UsedBy
from models.stages import ORDER
from models.vocabulary import Role, Severity, Stage, Symptom
from tests.blocks import (
    alert_gallery,
    call_gallery,
    closing_gallery,
    impact_gallery,
    known_gallery,
    ledger_gallery,
    move_gallery,
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
    Words,
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
    **alert_gallery.CARDS,
    **move_gallery.CARDS,
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
    **alert_gallery.FORMS,
    **move_gallery.FORMS,
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
