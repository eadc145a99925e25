"""A ledger entry in a sentence, the same in Slack and in the exported timeline."""

from collections.abc import Mapping
from typing import Any, Final

from bot.blocks.limits import one_line
from bot.blocks.parts import Line, Part, line, people, person
from bot.blocks.views import EntryView
from models.change import ChangeState
from models.ledger import EntryKind
from models.verification import SignsAs
from models.vocabulary import Severity

_BY_ITSELF: Final = "Breakwater"

#: Words of the detail that a sentence may name.
_NAMED: Final = ("before", "after", "outcome", "role", "missing", "check", "cause")

#: What the actor did; `{whom}` is one or more people, the rest are words from the detail.
_DID: Final[Mapping[str, str]] = {
    EntryKind.STAGE_ADVANCED: "moved it from {before} to {after}",
    EntryKind.STAGE_PAUSED: "stopped the clocks",
    EntryKind.STAGE_RESUMED: "let the clocks go on",
    EntryKind.GATE_OVERRIDDEN: "went on from {before} without {missing}",
    EntryKind.TIMEBOX_MISSED: "saw {before} take longer than it may",
    EntryKind.TIMEBOX_EXTENDED: "gave {before} more time",
    EntryKind.CONTAINMENT_RECORDED: "said what contains it",
    EntryKind.RUNBOOK_OPENED: "opened a runbook",
    EntryKind.RUNBOOK_STEP_DONE: "did a step of the runbook",
    EntryKind.SESSION_PLANNED: "set a time to work on it together",
    EntryKind.SESSION_CALLED_OFF: "called off the time to work on it together",
    EntryKind.CHECK_HELD: "found {check} right",
    EntryKind.CHECK_FAILED: "found {check} wrong",
    EntryKind.SIGN_OFF_GIVEN: "signed off as {role}",
    EntryKind.SIGN_OFF_REFUSED: "refused to sign off as {role}",
    EntryKind.SEVERITY_CHANGED: "changed the severity from {before} to {after}",
    EntryKind.SEVERITY_KEPT: "kept {after}",
    EntryKind.SEVERITY_SUGGESTED: "weighed the impact, which suggests {after}",
    EntryKind.CLOSED: "closed it as {outcome}",
    EntryKind.EDITED: "corrected {corrections}",
    EntryKind.ROLE_TAKEN: "took {role}",
    EntryKind.ROLE_ASSIGNED: "gave {role} to {whom}",
    EntryKind.ROLE_RELEASED: "released {role}",
    EntryKind.ROLE_VACATED: "took {role} back from {whom}",
    EntryKind.HANDOFF_OFFERED: "offered {role} to {whom}",
    EntryKind.HANDOFF_ACCEPTED: "accepted {role}",
    EntryKind.HANDOFF_DECLINED: "declined {role}",
    EntryKind.DECLARED: "declared it",
    EntryKind.ACKNOWLEDGED: "acknowledged it",
    EntryKind.REOPENED: "reopened it",
    EntryKind.UPDATE_POSTED: "posted an update",
    EntryKind.CHECKIN_REMINDED: "reminded of the next update",
    EntryKind.CHECKIN_MISSED: "saw no update at the promised time",
    EntryKind.CHECKIN_SNOOZED: "put off the next update",
    EntryKind.NOTE_ADDED: "noted",
    EntryKind.HYPOTHESIS_ADDED: "suspected",
    EntryKind.HYPOTHESIS_SUPPORTED: "found support for {meant}",
    EntryKind.HYPOTHESIS_RULED_OUT: "ruled out {meant}",
    EntryKind.HYPOTHESIS_REOPENED: "reopened {meant}",
    EntryKind.DECISION_RECORDED: "decided",
    EntryKind.CHANGE_RECORDED: "changed",
    EntryKind.CHANGE_APPROVED: "approved the change {meant}",
    EntryKind.CHANGE_APPLIED: "applied the change {meant}",
    EntryKind.CHANGE_HELD: "saw the change {meant} hold",
    EntryKind.CHANGE_ROLLED_BACK: "rolled back the change {meant}",
    EntryKind.CHANGE_MADE_PERMANENT: "made the change {meant} permanent",
    EntryKind.CHANGE_REMOVED: "removed the change {meant}",
    EntryKind.CHANGE_EXPLAINED: "let the temporary change {meant} stay",
    EntryKind.EVIDENCE_ADDED: "found",
    EntryKind.FOLLOW_UP_ADDED: "asked for a follow-up",
    EntryKind.CAUSE_RECORDED: "looked for the root cause {cause}",
    EntryKind.CAUSE_AMENDED: "said more of the root cause {cause}",
    EntryKind.CAUSE_DROPPED: "dropped the root cause {cause}",
    EntryKind.WINDOW_RECORDED: "said what was bad",
    EntryKind.WINDOW_WITHDRAWN: "took back what was bad",
    EntryKind.INTERIM_RECORDED: "said what to use meanwhile",
    EntryKind.INTERIM_ENDED: "said that nothing is needed meanwhile",
    EntryKind.BACKFILL_PLANNED: "planned the backfill",
    EntryKind.BACKFILL_MOVED: "saw the backfill of {meant} {after}",
    EntryKind.BACKFILL_ASSIGNED: "gave the backfill of {meant} to {whom}",
    EntryKind.HOLD_ASKED: "asked {whom} to hold retention",
    EntryKind.HOLD_CONFIRMED: "holds retention",
    EntryKind.HOLD_EXTENDED: "extended the hold on retention",
    EntryKind.HOLD_GIVEN: "gave the hold on retention to {whom}",
    EntryKind.HOLD_CHASED: "asked {whom} to release the hold on retention",
    EntryKind.HOLD_RELEASED: "released the hold on retention",
    EntryKind.ENTRY_AMENDED: "corrected an entry",
    EntryKind.ENTRY_WITHDRAWN: "withdrew an entry",
    EntryKind.ALERT_ATTACHED: "attached an alert",
    EntryKind.ALERT_RECOVERED: "heard that an alert recovered",
    EntryKind.ALERT_DETACHED: "detached an alert",
    EntryKind.ALERT_FLAPPED: "heard an alert flap",
    EntryKind.REGRESSED: "heard it fail again within its probation",
    EntryKind.MERGED: "merged incidents",
    EntryKind.SPLIT: "split the incident",
    EntryKind.MERGE_UNDONE: "undid the merge",
    EntryKind.SPLIT_UNDONE: "undid the split",
    EntryKind.IMPACT_ADDED: "added to what it affects",
    EntryKind.IMPACT_REMOVED: "took out of what it affects",
    EntryKind.OWNERS_NOTIFIED: "notified the owners downstream",
    EntryKind.OWNERS_UNREACHED: "could not notify an owner",
    EntryKind.OWNERS_CHASED: "asked once more for a word",
    EntryKind.NOTICE_ACKNOWLEDGED: "acknowledged the notice",
    EntryKind.BREACH_DECLARED: "said that personal or confidential data is involved, and moved it",
    EntryKind.CHANNEL_LEFT: "emptied and left the old channel",
    EntryKind.CHANNEL_OPENED: "opened the channel",
    EntryKind.CHANNEL_TROUBLED: "found the channel in trouble",
    EntryKind.CHANNEL_RESTORED: "found the channel restored",
    EntryKind.PEOPLE_INVITED: "invited {whom}",
    EntryKind.PEOPLE_UNREACHED: "could not invite {whom}",
    EntryKind.PERSON_JOINED: "joined",
    EntryKind.CALL_LINKED: "linked a call",
    EntryKind.CALL_PLACED: "called {whom}{name}",
    EntryKind.CALL_ANSWERED: "answered the call",
    EntryKind.CALL_FAILED: "could not reach {whom}{name}",
    EntryKind.ESCALATION_RAISED: "escalated it{name}",
    EntryKind.ESCALATION_LAPSED: "heard nothing since {whom} acknowledged it",
    EntryKind.ESCALATION_EXHAUSTED: "called everyone, and nobody answered",
    EntryKind.CLOSE_NOTICE_SENT: "sent the close notice",
    EntryKind.REVIEW_DRAFTED: "drafted the post-mortem",
    EntryKind.REVIEW_PUBLISHED: "published the post-mortem",
}


def entry_line(entry: EntryView) -> Line:
    """Say who did what: `Ana moved it from triage to containment: the load is stopped`."""
    who: Part = person(entry.actor_id) if entry.actor_id else _BY_ITSELF
    said = one_line(entry.text)
    marks = (" (withdrawn)" if entry.withdrawn else "") + (" (corrected)" if entry.version > 1 else "")
    did = _did(entry)
    same = said == "acknowledged" or not said
    elsewhere: Line = (f"{entry.of_ref} · ",) if entry.of_ref else ()
    return line(*elsewhere, who, " ", *did, _against(entry.detail), "" if same else f": {said}", marks)


def _did(entry: EntryView) -> Line:
    pattern = _DID.get(entry.kind, entry.kind.replace(".", " "))
    if entry.kind == EntryKind.CHANGE_RECORDED and entry.detail.get("state") == ChangeState.PLANNED:
        pattern = "planned a change"
    if entry.detail.get("nothing_can"):
        pattern = "said why nothing can contain it"
    if entry.detail.get("signs_as") == SignsAs.STAND_IN:
        pattern = pattern.replace(" as {role}", " in place of the {role}")
    words = {key: _word(entry.detail.get(key)) or "?" for key in _NAMED}
    named = _word(entry.detail.get("name"))
    words["name"] = f" ({named})" if named else ""
    words["corrections"] = _corrections(entry.detail)
    words["meant"] = _quoted(entry.detail.get("meant"))
    first, whom, last = pattern.partition("{whom}")
    return line(first.format_map(words), *(_whom(entry.detail) if whom else ()), last.format_map(words))


def _against(detail: Mapping[str, Any]) -> str:
    """A severity that somebody chose although another one was suggested."""
    suggested = _word(detail.get("suggested")) if detail.get("overruled") else ""
    return f" although its impact suggests {suggested}" if suggested else ""


def _whom(detail: Mapping[str, Any]) -> Line:
    named = detail.get("people") or [detail.get("person")]
    ids = tuple(each for each in named if isinstance(each, str))[:20]
    return people(ids) or ("someone",)


def _corrections(detail: Mapping[str, Any]) -> str:
    before, after = detail.get("before") or {}, detail.get("after") or {}
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return "it"
    told = [f"{key} from {_quoted(before[key])} to {_quoted(after.get(key))}" for key in before]
    return "; ".join(told)


def _quoted(value: object) -> str:
    return "nothing" if value is None else f"“{one_line(str(value))}”"


def _word(value: object) -> str:
    """Say a stored word the way people read it."""
    if value is None or isinstance(value, Mapping):
        return ""
    words = one_line(str(value))
    return words.upper() if words in set(Severity) else words.replace("_", " ")
