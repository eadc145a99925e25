"""The message of one change, and when to look at it again. What the change is, the ledger says."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_DUE = text("look_at IS NOT NULL")


class ChangeCard(Base):
    """Written by machines; could be made anew from the entries at any time."""

    __tablename__ = "change_cards"
    __table_args__ = (
        Index("ix_change_cards_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_change_cards_incident", "incident_id"),
    )

    #: The entry that records the change.
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"), primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    #: The item that posts it: edits wait for that.
    post_item_id: Mapped[int | None]
    #: When to ask whether a temporary one is gone; none where nothing is due.
    look_at: Mapped[datetime | None]
