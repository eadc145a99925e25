"""A cause: what alerts may have in common (a run, an asset, an owner, a rule), and where it led."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.shared_cause import SharedKind


class Cause(Base):
    """One thing that alerts share. Alerts within a window of its last one may belong together."""

    __tablename__ = "causes"
    __table_args__ = (Index("ix_causes_last_at", "last_at"), Index("ix_causes_incident", "incident_id"))

    #: `run:airflow:8123`, `rule:alertmanager:DiskFull`, `asset:finance.orders`, `owner:team-finance`.
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[SharedKind] = mapped_column(text_enum(SharedKind))
    #: As people read it: `8123`, `finance.orders`.
    name: Mapped[str] = mapped_column(Text)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    #: Concerns that began within the window.
    concern_count: Mapped[int] = mapped_column(default=0)
    #: The open incident, or else the triage card, to which the first of them led.
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    card_alert_id: Mapped[int | None]
    #: Someone said that what shares this does not belong together.
    kept_apart_at: Mapped[datetime | None]
    kept_apart_by_id: Mapped[str | None] = mapped_column(String(32))
    #: Someone said that it does.
    attached_at: Mapped[datetime | None]
    attached_by_id: Mapped[str | None] = mapped_column(String(32))
    #: The message that says so, or asks, in the incident's channel.
    offer_channel_id: Mapped[str | None] = mapped_column(String(32))
    offer_ts: Mapped[str | None] = mapped_column(String(32))
