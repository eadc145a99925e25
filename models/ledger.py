"""The ledger: the append-only record of one incident. A correction is a new entry."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.change import ChangeStep
from models.hypothesis import Verdict


class EntryKind(StrEnum):
    """Everything that can happen to an incident, in the past tense."""

    DECLARED = "incident.declared"
    ACKNOWLEDGED = "incident.acknowledged"
    EDITED = "incident.edited"
    CLOSED = "incident.closed"
    REOPENED = "incident.reopened"
    REGRESSED = "incident.regressed"
    MERGED = "incident.merged"
    SPLIT = "incident.split"
    MERGE_UNDONE = "incident.merge_undone"
    SPLIT_UNDONE = "incident.split_undone"
    STAGE_ADVANCED = "stage.advanced"
    STAGE_PAUSED = "stage.paused"
    STAGE_RESUMED = "stage.resumed"
    GATE_OVERRIDDEN = "gate.overridden"
    TIMEBOX_MISSED = "timebox.missed"
    TIMEBOX_EXTENDED = "timebox.extended"
    CONTAINMENT_RECORDED = "containment.recorded"
    RUNBOOK_OPENED = "runbook.opened"
    RUNBOOK_STEP_DONE = "runbook.step_done"
    SESSION_PLANNED = "session.planned"
    SESSION_CALLED_OFF = "session.called_off"
    CHECK_HELD = "check.held"
    CHECK_FAILED = "check.failed"
    SIGN_OFF_GIVEN = "signoff.given"
    SIGN_OFF_REFUSED = "signoff.refused"
    BREACH_DECLARED = "breach.declared"
    SEVERITY_CHANGED = "severity.changed"
    SEVERITY_SUGGESTED = "severity.suggested"
    SEVERITY_KEPT = "severity.kept"
    ROLE_TAKEN = "role.taken"
    ROLE_ASSIGNED = "role.assigned"
    ROLE_RELEASED = "role.released"
    ROLE_VACATED = "role.vacated"
    HANDOFF_OFFERED = "handoff.offered"
    HANDOFF_ACCEPTED = "handoff.accepted"
    HANDOFF_DECLINED = "handoff.declined"
    UPDATE_POSTED = "update.posted"
    CHECKIN_REMINDED = "checkin.reminded"
    CHECKIN_MISSED = "checkin.missed"
    CHECKIN_SNOOZED = "checkin.snoozed"
    NOTE_ADDED = "note.added"
    HYPOTHESIS_ADDED = "hypothesis.added"
    HYPOTHESIS_SUPPORTED = "hypothesis.supported"
    HYPOTHESIS_RULED_OUT = "hypothesis.ruled_out"
    HYPOTHESIS_REOPENED = "hypothesis.reopened"
    DECISION_RECORDED = "decision.recorded"
    CHANGE_RECORDED = "change.recorded"
    CHANGE_APPROVED = "change.approved"
    CHANGE_APPLIED = "change.applied"
    CHANGE_HELD = "change.held"
    CHANGE_ROLLED_BACK = "change.rolled_back"
    CHANGE_MADE_PERMANENT = "change.made_permanent"
    CHANGE_REMOVED = "change.removed"
    CHANGE_EXPLAINED = "change.explained"
    EVIDENCE_ADDED = "evidence.added"
    FOLLOW_UP_ADDED = "followup.added"
    CAUSE_RECORDED = "cause.recorded"
    CAUSE_AMENDED = "cause.amended"
    CAUSE_DROPPED = "cause.dropped"
    WINDOW_RECORDED = "window.recorded"
    WINDOW_WITHDRAWN = "window.withdrawn"
    INTERIM_RECORDED = "interim.recorded"
    INTERIM_ENDED = "interim.ended"
    BACKFILL_PLANNED = "backfill.planned"
    BACKFILL_MOVED = "backfill.moved"
    BACKFILL_ASSIGNED = "backfill.assigned"
    HOLD_ASKED = "hold.asked"
    HOLD_CONFIRMED = "hold.confirmed"
    HOLD_EXTENDED = "hold.extended"
    HOLD_GIVEN = "hold.given"
    HOLD_CHASED = "hold.chased"
    HOLD_RELEASED = "hold.released"
    ENTRY_AMENDED = "entry.amended"
    ENTRY_WITHDRAWN = "entry.withdrawn"
    ALERT_ATTACHED = "alert.attached"
    ALERT_RECOVERED = "alert.recovered"
    ALERT_DETACHED = "alert.detached"
    ALERT_FLAPPED = "alert.flapped"
    IMPACT_ADDED = "impact.added"
    IMPACT_REMOVED = "impact.removed"
    OWNERS_NOTIFIED = "owners.notified"
    OWNERS_UNREACHED = "owners.unreached"
    OWNERS_CHASED = "owners.chased"
    NOTICE_ACKNOWLEDGED = "notice.acknowledged"
    CHANNEL_OPENED = "channel.opened"
    CHANNEL_TROUBLED = "channel.troubled"
    CHANNEL_RESTORED = "channel.restored"
    CHANNEL_LEFT = "channel.left"
    PEOPLE_INVITED = "people.invited"
    PEOPLE_UNREACHED = "people.unreached"
    PERSON_JOINED = "person.joined"
    CALL_LINKED = "call.linked"
    CALL_PLACED = "call.placed"
    CALL_ANSWERED = "call.answered"
    CALL_FAILED = "call.failed"
    ESCALATION_RAISED = "escalation.raised"
    ESCALATION_LAPSED = "escalation.lapsed"
    ESCALATION_EXHAUSTED = "escalation.exhausted"
    CLOSE_NOTICE_SENT = "close_notice.sent"
    REVIEW_DRAFTED = "review.drafted"
    REVIEW_PUBLISHED = "review.published"


#: What people write themselves, by the word they type or choose.
WRITTEN_KINDS: dict[str, EntryKind] = {
    "note": EntryKind.NOTE_ADDED,
    "hypothesis": EntryKind.HYPOTHESIS_ADDED,
    "decision": EntryKind.DECISION_RECORDED,
    "change": EntryKind.CHANGE_RECORDED,
    "evidence": EntryKind.EVIDENCE_ADDED,
    "follow_up": EntryKind.FOLLOW_UP_ADDED,
}


#: What people say of a hypothesis, and what happens to a change; the detail names the entry meant.
VERDICT_KINDS: dict[EntryKind, Verdict] = {EntryKind(f"hypothesis.{each}"): each for each in Verdict}
STEP_KINDS: dict[EntryKind, ChangeStep] = {EntryKind(f"change.{each}"): each for each in ChangeStep}

#: Of which the text, and what the detail says beside it, are somebody's own words.
_IN_OWN_WORDS: frozenset[EntryKind] = frozenset(
    {
        EntryKind.BREACH_DECLARED,
        *WRITTEN_KINDS.values(),
        *VERDICT_KINDS,
        *STEP_KINDS,
        EntryKind.CAUSE_RECORDED,
        EntryKind.CAUSE_AMENDED,
        EntryKind.CAUSE_DROPPED,
        EntryKind.WINDOW_RECORDED,
        EntryKind.INTERIM_RECORDED,
        EntryKind.INTERIM_ENDED,
        EntryKind.HOLD_ASKED,
        EntryKind.DECLARED,
        EntryKind.EDITED,
        EntryKind.CLOSED,
        EntryKind.REOPENED,
        EntryKind.STAGE_ADVANCED,
        EntryKind.STAGE_PAUSED,
        EntryKind.GATE_OVERRIDDEN,
        EntryKind.TIMEBOX_EXTENDED,
        EntryKind.CONTAINMENT_RECORDED,
        EntryKind.CHECK_HELD,
        EntryKind.CHECK_FAILED,
        EntryKind.SIGN_OFF_GIVEN,
        EntryKind.SIGN_OFF_REFUSED,
        EntryKind.SEVERITY_CHANGED,
        EntryKind.HANDOFF_OFFERED,
        EntryKind.UPDATE_POSTED,
        EntryKind.ENTRY_AMENDED,
    }
)


class LedgerEntry(Base):
    """One line of the record. Rows are only ever added: the database itself refuses anything else."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        Index("ix_ledger_entries_incident", "incident_id", "at"),
        # What gates, boards and proofs ask for: a few kinds of a ledger that may be very long.
        Index("ix_ledger_entries_kind", "incident_id", "kind"),
        Index("ix_ledger_entries_message", "message_channel_id", "message_ts"),
        Index(
            "ix_ledger_entries_corrects",
            "corrects_id",
            sqlite_where=text("corrects_id IS NOT NULL"),
            postgresql_where=text("corrects_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    kind: Mapped[EntryKind] = mapped_column(text_enum(EntryKind))
    #: The person; none means Breakwater itself.
    actor_id: Mapped[str | None] = mapped_column(String(32))
    #: When it happened, which for a message or a backdated note is before it was recorded.
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The entry that this one corrects or withdraws.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))
    message_channel_id: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    permalink: Mapped[str | None] = mapped_column(Text)

    def own_words(self) -> Iterator[str]:
        """All that somebody has written here; what Breakwater or a tool worded is none of it."""
        if self.actor_id is None or self.kind not in _IN_OWN_WORDS or self.detail.get("deleted"):
            return
        yield self.text
        anew = (self.detail.get("after"), self.detail.get("instead"))
        corrected = [value for each in anew if isinstance(each, dict) for value in each.values()]
        yield from (each for each in (*self.detail.values(), *corrected) if isinstance(each, str))
