"""An incident and what may happen to it. Every change returns the ledger entry that records it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.errors import AlreadyClosed, NotClosed, NothingToChange
from models.impact_severity import Suggested
from models.ledger import EntryKind, LedgerEntry
from models.stages import check_move
from models.vocabulary import Outcome, Role, Severity, Stage, Symptom, label


class Incident(Base):
    """One data problem that people work on. Never deleted, never forked; its id is its number."""

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_stage", "stage"),
        Index("ix_incidents_declared_at", "declared_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage), default=Stage.TRIAGE)
    severity: Mapped[Severity] = mapped_column(text_enum(Severity))
    domain: Mapped[str | None] = mapped_column(String(80))
    symptom: Mapped[Symptom | None] = mapped_column(text_enum(Symptom))
    asset: Mapped[str | None] = mapped_column(Text)
    is_private: Mapped[bool] = mapped_column(default=False)
    #: When somebody said that it involves personal or confidential data; it is private from then on.
    breach_at: Mapped[datetime | None]
    is_drill: Mapped[bool] = mapped_column(default=False)
    #: It gathers what alerts would have opened beyond the cap of channels.
    is_storm: Mapped[bool] = mapped_column(default=False)
    #: It turned out to be the same problem as that one, and is closed.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    call_url: Mapped[str | None] = mapped_column(Text)

    declared_by_id: Mapped[str | None] = mapped_column(String(32))
    began_at: Mapped[datetime | None]
    noticed_at: Mapped[datetime | None]
    declared_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[str | None] = mapped_column(String(32))
    stage_since_at: Mapped[datetime]
    fixed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[str | None] = mapped_column(String(32))
    closed_from: Mapped[Stage | None] = mapped_column(text_enum(Stage))
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    cause: Mapped[str | None] = mapped_column(Text)
    remedy: Mapped[str | None] = mapped_column(Text)
    #: What people use meanwhile, instead of what is wrong.
    interim: Mapped[str | None] = mapped_column(Text)
    reopened_count: Mapped[int] = mapped_column(default=0)
    #: How often what was fixed failed again within its probation.
    regression_count: Mapped[int] = mapped_column(default=0)

    #: Where it was declared from: a message, an alert, or the channel of the command.
    origin_channel_id: Mapped[str | None] = mapped_column(String(32))
    origin_ts: Mapped[str | None] = mapped_column(String(32))
    origin_link: Mapped[str | None] = mapped_column(Text)

    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> str:
        """How people name it: `INC-12`."""
        return f"INC-{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether people still work on it."""
        return self.stage is not Stage.CLOSED

    def entry(
        self, kind: EntryKind, *, at: datetime, by: str | None = None, text: str = "", **detail: Any
    ) -> LedgerEntry:
        """Make a ledger entry of this incident; unset details are left out."""
        known = {key: value for key, value in detail.items() if value is not None}
        return LedgerEntry(
            incident_id=self.id, kind=kind, actor_id=by, at=at, recorded_at=at, text=text, detail=known
        )

    def acknowledge(self, *, by: str, at: datetime) -> LedgerEntry:
        """Someone has seen it. Raises AlreadyClosed, and NothingToChange when someone already had."""
        self.require_open()
        if self.acknowledged_at is not None:
            raise NothingToChange(
                f"{self.ref} was already acknowledged by <@{self.acknowledged_by_id}>.",
                "Nothing more is needed.",
            )
        self.acknowledged_at, self.acknowledged_by_id = at, by
        return self.entry(EntryKind.ACKNOWLEDGED, at=at, by=by, text="acknowledged")

    def advance(self, to: Stage, *, by: str, at: datetime, why: str = "") -> LedgerEntry:
        """Move to another open stage; closing is `close`. Raises AlreadyClosed, StageNotReachable."""
        self.require_open()
        check_move(self.stage, to)
        before, self.stage, self.stage_since_at = self.stage, to, at
        self._count_as_seen(by, at)
        return self.entry(EntryKind.STAGE_ADVANCED, at=at, by=by, text=why, before=before, after=to)

    def change_severity(
        self, to: Severity, *, by: str, at: datetime, why: str = "", suggested: Suggested | None = None
    ) -> LedgerEntry:
        """Say that it is worse or less bad than thought, or that it is not what its impact suggests.

        The entry keeps what was suggested, and whether that was overruled.
        Raises AlreadyClosed, NothingToChange.
        """
        self.require_open()
        overruled = suggested is not None and suggested.severity is not to
        if to is self.severity and not overruled:
            raise NothingToChange(f"{self.ref} is already {label(to)}.", "Nothing was changed.")
        before, self.severity = self.severity, to
        kind = EntryKind.SEVERITY_KEPT if to is before else EntryKind.SEVERITY_CHANGED
        detail = suggested.as_detail(overruled=overruled) if suggested else {}
        return self.entry(kind, at=at, by=by, text=why, before=before, after=to, **detail)

    def edit(self, changes: dict[str, Any], *, by: str, at: datetime) -> LedgerEntry:
        """Correct title, domain, symptom or asset; the entry keeps what stood there before.

        Also of a closed incident. Raises NothingToChange.
        """
        before = {key: getattr(self, key) for key, value in changes.items() if getattr(self, key) != value}
        if not before:
            raise NothingToChange("Nothing was changed.", "Change a field, or press Cancel.")
        for key in before:
            setattr(self, key, changes[key])
        after = {key: changes[key] for key in before}
        return self.entry(EntryKind.EDITED, at=at, by=by, before=before, after=after)

    def close(
        self,
        outcome: Outcome,
        *,
        cause: str,
        remedy: str,
        by: str,
        at: datetime,
        fixed_at: datetime | None = None,
        effect: str = "",
    ) -> LedgerEntry:
        """End it, from any open stage, remembering which for a reopening. Raises AlreadyClosed."""
        self.require_open()
        self.closed_from, self.stage, self.stage_since_at = self.stage, Stage.CLOSED, at
        self.closed_at, self.closed_by_id, self.outcome = at, by, outcome
        self.cause, self.remedy = cause, remedy
        if outcome is Outcome.FIXED:
            self.fixed_at = fixed_at or self.fixed_at or at
        return self.entry(
            EntryKind.CLOSED,
            at=at,
            by=by,
            text=cause,
            before=self.closed_from,
            outcome=outcome,
            remedy=remedy,
            effect=effect or None,
            fixed_at=self.fixed_at.isoformat() if self.fixed_at else None,
        )

    def merge_into(self, other_id: int, *, by: str, at: datetime) -> dict[str, Any]:
        """End it as part of another one; what `part` needs to undo that comes back. Raises AlreadyClosed."""
        self.require_open()
        before = {"stage_since_at": self.stage_since_at.isoformat()}
        self.merged_into_id = other_id
        self.closed_from, self.stage, self.stage_since_at = self.stage, Stage.CLOSED, at
        self.closed_at, self.closed_by_id, self.outcome = at, by, Outcome.NO_ACTION
        return before

    def part(self, before: dict[str, Any]) -> None:
        """It was no part of the other one: it goes on where it stood. Raises NotClosed."""
        if self.is_open:
            raise NotClosed(self.ref)
        self.stage = self.closed_from or Stage.TRIAGE
        self.stage_since_at = datetime.fromisoformat(before["stage_since_at"])
        self.merged_into_id = self.closed_at = self.closed_by_id = self.closed_from = self.outcome = None

    def reopen(self, *, by: str | None, at: datetime, why: str = "") -> LedgerEntry:
        """Take it up again, in the stage it was closed from; same number, same channel, same ledger.

        One that was merged goes on by itself; what moved stays where it is. Raises NotClosed.
        """
        if self.is_open:
            raise NotClosed(self.ref)
        self.merged_into_id = None
        self.stage, self.stage_since_at = self.closed_from or Stage.TRIAGE, at
        self.closed_at = self.closed_by_id = self.closed_from = self.outcome = None
        self.fixed_at = None
        self.reopened_count += 1
        return self.entry(EntryKind.REOPENED, at=at, by=by, text=why, after=self.stage)

    def declare_breach(self, *, by: str, at: datetime, people: list[str], why: str = "") -> LedgerEntry:
        """It involves personal or confidential data: only these people go on with it, in private."""
        self.is_private, self.breach_at = True, at
        return self.entry(EntryKind.BREACH_DECLARED, at=at, by=by, text=why, people=people)

    def link_call(self, url: str, *, by: str, at: datetime) -> LedgerEntry:
        """Put a call link on the card. Raises AlreadyClosed."""
        self.require_open()
        self.call_url = url
        return self.entry(EntryKind.CALL_LINKED, at=at, by=by, text=url)

    def use_meanwhile(self, what: str | None, *, by: str, at: datetime, why: str = "") -> LedgerEntry:
        """Say what people use instead, or that nobody needs it any more. Raises NothingToChange."""
        if what == self.interim:
            raise NothingToChange(
                "That is said already." if what else "Nothing is said to be used meanwhile.",
                "Nothing was changed.",
            )
        self.interim = what
        if what is None:
            return self.entry(EntryKind.INTERIM_ENDED, at=at, by=by, text=why)
        return self.entry(EntryKind.INTERIM_RECORDED, at=at, by=by, text=what)

    def require_open(self) -> None:
        """Raise AlreadyClosed unless people still work on it."""
        if not self.is_open:
            raise AlreadyClosed(self.ref)

    def _count_as_seen(self, by: str, at: datetime) -> None:
        """Whoever moves the stage has seen the incident: figures must not call it unacknowledged."""
        if self.acknowledged_at is None:
            self.acknowledged_at, self.acknowledged_by_id = at, by


class Assignment(Base):
    """Who holds a role, from when to when."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_incident", "incident_id"),
        Index("ix_assignments_user", "user_id"),
        # One holder at a time, said where no two processes can disagree.
        Index(
            "uq_assignments_open",
            "incident_id",
            "role",
            unique=True,
            sqlite_where=text("until_at IS NULL"),
            postgresql_where=text("until_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    user_id: Mapped[str] = mapped_column(String(32))
    since_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    assigned_by_id: Mapped[str | None] = mapped_column(String(32))


class HandOff(Base):
    """A role offered to someone, until they accept or decline."""

    __tablename__ = "hand_offs"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    from_id: Mapped[str] = mapped_column(String(32))
    to_id: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]


def number_of(incident: Incident | int) -> int:
    """Of an incident, or of what stands for one: its number."""
    return incident.id if isinstance(incident, Incident) else incident
