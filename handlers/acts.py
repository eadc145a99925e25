"""What each verb, button, form and shortcut is for the playbook's permissions; a test misses none of them."""

from collections.abc import Mapping
from typing import Final

from handlers.incoming import Incoming
from handlers.words import first_word
from models.permission import Act

R, N = Act.READ, Act.NOTE

VERB_ACTS: Final[Mapping[str, Act]] = {
    **dict.fromkeys(["", "list", "mine", "help", "doctor", "why", "open", "who"], R),
    **dict.fromkeys(["catchup", "timeline", "lineage", "owner", "known", "silences"], R),
    **dict.fromkeys(["note", "decision", "evidence", "followup", "hypothesis", "amend", "suspect"], N),
    "change": N,  # it says what was done; what becomes of it is pressed by whoever may respond
    **dict.fromkeys(["declare", "new"], Act.DECLARE),
    **dict.fromkeys(["ack", "acknowledge", "take", "role", "handoff", "join", "edit", "call"], Act.RESPOND),
    **dict.fromkeys(["runbook", "session", "attach", "detach", "impact"], Act.RESPOND),
    **dict.fromkeys(["verify", "signoff", "window", "interim"], Act.RESPOND),
    **dict.fromkeys(["cause", "backfill", "retention"], Act.RESPOND),
    **dict.fromkeys(["advance", "stage", "contain", "extend", "pause", "resume"], Act.ADVANCE),
    "severity": Act.SEVERITY,
    **dict.fromkeys(["close", "reopen", "merge", "split"], Act.CLOSE),
    **dict.fromkeys(["page", "escalate"], Act.PAGE),
    **dict.fromkeys(["update", "notify"], Act.NOTIFY),
    **dict.fromkeys(["silence", "mute", "expect"], Act.SILENCE),
    "config": Act.TRIAGE,
    "oncall": Act.DUTY,
    "export": Act.EXPORT,
    "breach": Act.BREACH,
}

PRESS_ACTS: Final[Mapping[str, Act]] = {
    **dict.fromkeys(["triage_why", "timeline", "impact_file", "review_open", "silence_preview"], R),
    **dict.fromkeys(["call_answer", "notice_read", "say_where", "retry_item", "retry_letter"], R),
    **dict.fromkeys(["add_to_ledger", "ledger_kind", "ledger_amend", "entry_amend", "store_redacted"], N),
    **dict.fromkeys(["hypothesis", "change"], N),
    **dict.fromkeys(["hypothesis_add", "hypothesis_evidence", "hypothesis_reopen", "hypothesis_reopened"], N),
    **dict.fromkeys(["hypothesis_ruled_out", "hypothesis_supported"], Act.RESPOND),
    **dict.fromkeys(["declare", "triage_declare", "suspicion_declare"], Act.DECLARE),
    **dict.fromkeys(["acknowledge", "take_command", "join", "more", "handoff_accept"], Act.RESPOND),
    **dict.fromkeys(["handoff_decline", "hand_over", "review_publish", "undo_move"], Act.RESPOND),
    **dict.fromkeys(["change_applied", "change_approved", "change_explained", "change_held"], Act.RESPOND),
    **dict.fromkeys(["change_made_permanent", "change_removed", "change_rolled_back"], Act.RESPOND),
    **dict.fromkeys(["runbook_step", "cause_apart", "cause_attach", "cause_undo"], Act.RESPOND),
    **dict.fromkeys(["verify", "signoff", "refuse_sign_off", "window"], Act.RESPOND),
    **dict.fromkeys(["cause", "cause_open", "cause_new", "cause_continue", "cause_drop"], Act.RESPOND),
    **dict.fromkeys(["cause_main", "cause_contributing", "cause_page", "cause_back"], Act.RESPOND),
    **dict.fromkeys(["backfill_open", "backfill_add", "backfill_change", "backfill_to_do"], Act.RESPOND),
    **dict.fromkeys(["backfill_running", "backfill_done", "backfill_not_needed"], Act.RESPOND),
    **dict.fromkeys(["backfill_give", "backfill_nobodys"], Act.RESPOND),
    **dict.fromkeys(["hold_new", "hold_confirm", "hold_release", "hold_longer", "hold_give"], Act.RESPOND),
    **dict.fromkeys(["advance", "contain", "extend_box", "pause", "resume"], Act.ADVANCE),
    **dict.fromkeys(["severity_to", "suggest_severity"], Act.SEVERITY),
    **dict.fromkeys(["close", "reopen", "merge_into", "storm_split", "runbook_remedy"], Act.CLOSE),
    **dict.fromkeys(["call_someone", "escalate", "escalate_now"], Act.PAGE),
    **dict.fromkeys(["update", "notify_owners", "chase_owners", "close_notice"], Act.NOTIFY),
    **dict.fromkeys(["triage_attach", "triage_mine", "triage_apart"], Act.TRIAGE),
    **dict.fromkeys(["suspicion_answer", "suspicion_look"], Act.TRIAGE),
    **dict.fromkeys(["triage_expected", "triage_snooze"], Act.SILENCE),
    **dict.fromkeys(["silence_end", "silence_new", "silence_renew", "silence_sure"], Act.SILENCE),
    "override_end": Act.DUTY,
    "timeline_file": Act.EXPORT,
    "breach": Act.BREACH,
}

FORM_ACTS: Final[Mapping[str, Act]] = {
    **dict.fromkeys(["choose_entry", "ledger_entry", "suspect"], N),
    **dict.fromkeys(["declare", "declare_past"], Act.DECLARE),
    **dict.fromkeys(["edit", "assign_role", "hand_off", "call_link", "session"], Act.RESPOND),
    **dict.fromkeys(["judge_hypothesis", "step_change", "impact_add", "impact_remove"], Act.RESPOND),
    **dict.fromkeys(["attach_here", "detach_alert"], Act.RESPOND),
    **dict.fromkeys(["verify", "refuse_sign_off", "window", "interim"], Act.RESPOND),
    **dict.fromkeys(["cause_walk", "backfill_plan", "backfill_one", "backfill_give"], Act.RESPOND),
    **dict.fromkeys(["hold", "hold_longer", "hold_give"], Act.RESPOND),
    **dict.fromkeys(["advance", "contain", "extend_box", "pause"], Act.ADVANCE),
    **dict.fromkeys(["severity", "impact_answers"], Act.SEVERITY),
    **dict.fromkeys(["close", "reopen", "merge", "merge_into", "split"], Act.CLOSE),
    **dict.fromkeys(["page", "escalate"], Act.PAGE),
    **dict.fromkeys(["update", "notify_owners", "close_notice"], Act.NOTIFY),
    **dict.fromkeys(["attach_alert", "suspicion_answer", "test_alert"], Act.TRIAGE),
    **dict.fromkeys(["silence", "silence_sure"], Act.SILENCE),
    "breach": Act.BREACH,
}

SHORTCUT_ACTS: Final[Mapping[str, Act]] = {
    "declare_global": Act.DECLARE,
    "declare_message": Act.DECLARE,
    "add_to_ledger": N,
    "suspect_message": N,
}

#: By the playbook's word for what a reaction on an alert means.
REACTION_ACTS: Final[Mapping[str, Act]] = {
    "declare": Act.DECLARE,
    "mine": Act.TRIAGE,
    "expected": Act.SILENCE,
    "snooze": Act.SILENCE,
}

_ACTS: Final = {"block_actions": PRESS_ACTS, "view_submission": FORM_ACTS, "shortcut": SHORTCUT_ACTS}


def acts_of(incoming: Incoming) -> tuple[Act, ...]:
    """All that this asks for; a form may ask for more than its name says."""
    if incoming.kind == "block_suggestion":
        return (Act.READ,)
    if incoming.kind == "command":
        act = VERB_ACTS.get(first_word(incoming.text)[0].lower(), Act.RESPOND)
        return (act,)
    if incoming.name == "more":  # a menu's press is what it chose: `severity:12`
        return (FORM_ACTS.get(incoming.value.partition(":")[0], Act.RESPOND),)
    act = _ACTS.get(incoming.kind, SHORTCUT_ACTS).get(incoming.name, Act.RESPOND)
    more: tuple[Act, ...] = (Act.OVERRIDE,) if incoming.fields.get("override") else ()
    if incoming.name == "ledger_entry" and incoming.fields.get("supports"):
        more = (*more, Act.RESPOND)
    if incoming.name == "update" and _moves(incoming):
        more = (*more, Act.ADVANCE)
    return (act, *more)


def _moves(incoming: Incoming) -> bool:
    """An update may move the stage with it."""
    stage = incoming.fields.get("stage")
    return stage is not None and stage != incoming.kept.get("stage")
