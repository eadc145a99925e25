"""The outbox: everything to be said or done outside is a row, committed with the state that asks for it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum


class Standing(StrEnum):
    """Where an item stands."""

    WAITING = "waiting"
    SENT = "sent"
    #: Overtaken by a newer one of the same subject, or no longer true when it was to be rendered.
    SKIPPED = "skipped"
    #: Failed for good; shown until someone retries it.
    PARKED = "parked"


class Priority:
    """Smaller goes first: calls before openings before stage changes before notices.

    Of an opening, the channel, its card and its people go before the rest: with these it is ready for work.
    From `BOARD` on nobody waits for it, and it keeps within what Slack allows (bot/outbox/budget.py).
    """

    #: Someone is called: nothing goes before it.
    CALL = 5
    READY = 10
    OPENING = 20
    STAGE = 30
    NOTICE = 50
    BOARD = 60
    BACKGROUND = 70


_WAITS = text("standing = 'waiting'")
#: Counted by the minute before another one is posted.
_IS_ALERT_CARD = text("kind = 'post_triage_card'")


class OutboxItem(Base):
    """One intent. It holds what is meant, not the payload, and is rendered when sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "priority",
            "id",
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
        # Of what waits only: a lane lives as long as its channel, and all that was ever sent stays in it.
        Index("ix_outbox_lane", "lane", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_outbox_subject", "subject", "standing"),
        Index("ix_outbox_incident", "incident_id"),
        Index(
            "ix_outbox_alert_cards",
            "lane",
            "created_at",
            sqlite_where=_IS_ALERT_CARD,
            postgresql_where=_IS_ALERT_CARD,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    intent: Mapped[dict[str, Any]] = mapped_column(default=dict)
    priority: Mapped[int] = mapped_column(default=Priority.NOTICE)
    #: Items of one lane leave in the order of their ids; none: no order.
    lane: Mapped[str | None] = mapped_column(String(120))
    #: Waits until this item is sent.
    after_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"))
    #: Items of the same subject overtake each other: only the newest is sent.
    subject: Mapped[str | None] = mapped_column(String(120))
    standing: Mapped[Standing] = mapped_column(text_enum(Standing), default=Standing.WAITING)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    #: Claimed until, or paused until (a fault, a 429), in epoch seconds of the lease clock.
    free_at: Mapped[float] = mapped_column(default=0.0)
    claimed_by: Mapped[str | None] = mapped_column(String(40))
    #: When the first attempt began whose outcome is not known; it is looked up before sending again.
    unsure_since: Mapped[float | None]
    fault: Mapped[str | None] = mapped_column(Text)
    #: What came of it; before that, what is needed to look it up.
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def of_incident(self) -> int:
        """The incident that it is about: of kinds that always name one."""
        if self.incident_id is None:
            raise LookupError(f"{self.kind} names no incident")
        return self.incident_id
