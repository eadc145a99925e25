"""Calling people: where an incident's escalation stands, who was called together, and each single call.

Machines write most of it, so it lies in rows of its own: a call that fails never makes a person's press fail.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.escalating import Rung
from models.vocabulary import CallState, SummonsKind, Way

#: Nothing becomes of these any more.
SETTLED = frozenset({CallState.ANSWERED, CallState.FAILED, CallState.WITHDRAWN, CallState.PRETENDED})


class Escalation(Base):
    """Where one incident's escalation stands; which policy holds is read anew at each look."""

    __tablename__ = "escalations"
    __table_args__ = (Index("ix_escalations_look_at", "look_at"),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    #: The level that was called last, and in which round; 0: none yet.
    level: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=1)
    #: Since when somebody is sought: the start, a raised severity, a lapsed acknowledgement.
    asked_at: Mapped[datetime]
    #: When the wait for the level, or the silence after an acknowledgement, is over; none: neither is.
    due_at: Mapped[datetime | None]
    #: When to look again: that, or a step that falls due before.
    look_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[str | None] = mapped_column(String(32))
    #: All levels were called as often as the policy says, and nobody answered.
    exhausted_at: Mapped[datetime | None]
    #: When the acknowledgement lapsed last: while this is `asked_at`, any word of a person's is an answer.
    lapsed_at: Mapped[datetime | None]
    #: Names of the executives and vendors that it has come to.
    steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Who began it, or asked for the next level, and why; whoever that is need not be called.
    by_id: Mapped[str | None] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(Text, default="")
    #: They asked for the next level by name, rather than opened it or made it worse.
    is_by_hand: Mapped[bool] = mapped_column(default=False)

    @property
    def rung(self) -> Rung | None:
        """The level that was called last."""
        return Rung(self.level, self.round) if self.level else None

    @property
    def unanswered_since(self) -> datetime | None:
        """Since when nobody has acknowledged; none while somebody has."""
        return None if self.acknowledged_at else self.asked_at

    def begin(self, at: datetime, *, by: str | None) -> None:
        """Seek somebody from the first level on."""
        self.level, self.round = 0, 1
        self.ask(at, by=by)

    def go_on(self, at: datetime, *, by: str, why: str, levels: int) -> None:
        """Somebody wants the next level now; after the last one all of them once more."""
        if self.level >= levels:
            self.level, self.round = 0, 1
        self.ask(at, by=by, why=why)
        self.is_by_hand = True

    def ask(self, at: datetime, *, by: str | None, why: str = "") -> None:
        """Nobody is on it, or not enough: look now, and call the next level."""
        self.acknowledged_at = self.exhausted_at = None
        self.asked_at = self.due_at = self.look_at = at
        self.by_id, self.why, self.is_by_hand = by, why, False

    def lapse(self, at: datetime) -> None:
        """Nothing was heard since: the level that was called last is called again."""
        self.level = max(self.level - 1, 0)
        self.ask(at, by=None)
        self.lapsed_at = at

    def acknowledge(self, at: datetime, *, by: str) -> None:
        """Somebody is on it; how long that holds is for the next look to say."""
        self.acknowledged_at, self.acknowledged_by_id = at, by
        self.exhausted_at = self.due_at = None
        self.look_at = at

    def stop(self) -> None:
        """Nothing falls due any more."""
        self.due_at = self.look_at = None


class Summons(Base):
    """People called together: a level of a policy, executives, or those whom somebody asked for."""

    __tablename__ = "summonses"
    __table_args__ = (Index("ix_summonses_incident", "incident_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    kind: Mapped[SummonsKind] = mapped_column(text_enum(SummonsKind))
    #: In a few words: `level 2 of 3`, the step's name, whom somebody asked for.
    name: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(String(32))
    why: Mapped[str] = mapped_column(Text, default="")
    began_at: Mapped[datetime]
    #: Until when an answer is waited for.
    due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: Who acknowledged; none: it went on to others, or nothing is asked any more.
    ended_by_id: Mapped[str | None] = mapped_column(String(32))
    #: Who is named and could not be found, and what else there is to say about who was found.
    remarks: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: The message in the incident's channel, and the outbox item that posts it.
    item_id: Mapped[int | None]
    message_ts: Mapped[str | None] = mapped_column(String(32))


class Call(Base):
    """One call to one person by one way."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_summons", "summons_id"),
        Index("ix_calls_incident", "incident_id"),
        Index("ix_calls_key", "key", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    summons_id: Mapped[int] = mapped_column(ForeignKey("summonses.id"))
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    person_id: Mapped[str] = mapped_column(String(32))
    way: Mapped[Way] = mapped_column(text_enum(Way))
    #: What the way needs to know: an address, a key's name, a gateway's.
    to: Mapped[str | None] = mapped_column(Text)
    #: Names it outside for ever.
    key: Mapped[str] = mapped_column(String(40))
    #: Ways that are taken one after the other when this one fails.
    others: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[CallState] = mapped_column(text_enum(CallState))
    placed_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(Text)
    #: The direct message that bears its button.
    channel_id: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))

    @property
    def is_open(self) -> bool:
        """Whether it may still be answered."""
        return self.state not in SETTLED

    def settle(self, state: CallState, at: datetime, fault: str | None = None) -> None:
        """Nothing becomes of it any more."""
        self.state, self.settled_at, self.fault = state, at, fault
