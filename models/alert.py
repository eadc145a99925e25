"""Alerts: one row for each signal of a tool, with what was decided about it and why."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.vocabulary import AlertStatus, DecisionKind, Symptom

_SHARES = text("cause_key IS NOT NULL")
_HIDDEN = text("silence_id IS NOT NULL")
_HAS_CARD = text("card_ts IS NOT NULL")

#: As much as the column of assets holds.
_LONGEST_ASSETS = 1_000


def assets_as_text(assets: Iterable[str]) -> str | None:
    """As the column keeps them."""
    return ", ".join(assets)[:_LONGEST_ASSETS] or None


def assets_in(text: str | None) -> tuple[str, ...]:
    """What the column keeps, taken apart again."""
    return tuple(text.split(", ")) if text else ()


class Alert(Base):
    """One signal, the grouping decision, and the reason."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_fingerprint", "fingerprint", "received_at"),
        Index("ix_alerts_incident", "incident_id"),
        Index("ix_alerts_inbox", "inbox_id"),
        Index("ix_alerts_message", "channel_id", "message_ts"),
        Index("ix_alerts_card", "card_ts", sqlite_where=_HAS_CARD, postgresql_where=_HAS_CARD),
        Index("ix_alerts_cause", "cause_key", sqlite_where=_SHARES, postgresql_where=_SHARES),
        Index("ix_alerts_silence", "silence_id", sqlite_where=_HIDDEN, postgresql_where=_HIDDEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    source: Mapped[str] = mapped_column(String(60))
    status: Mapped[AlertStatus] = mapped_column(text_enum(AlertStatus))
    title: Mapped[str] = mapped_column(Text)
    excerpt: Mapped[str | None] = mapped_column(Text)
    symptom: Mapped[Symptom | None] = mapped_column(text_enum(Symptom))
    #: What the tool itself calls it (critical, P1, warning …).
    severity_hint: Mapped[str | None] = mapped_column(String(40))
    asset: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    #: Versioned: `v1:<hash>`; what makes two alerts the same.
    fingerprint: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    decision: Mapped[DecisionKind] = mapped_column(text_enum(DecisionKind))
    reason: Mapped[str] = mapped_column(Text)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    #: The cause by which the decision came about, where it did; such alerts can be kept apart again.
    cause_key: Mapped[str | None] = mapped_column(String(200))
    #: The silence that hid it, where one did; no foreign key, since silences point here.
    silence_id: Mapped[int | None]
    #: The message that bore it, and our card in its thread.
    channel_id: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    card_ts: Mapped[str | None] = mapped_column(String(32))
    #: Who said "it's mine", when.
    taken_by_id: Mapped[str | None] = mapped_column(String(32))
    taken_at: Mapped[datetime | None]
