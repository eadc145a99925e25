"""A hold on retention: what would be deleted is needed still, until somebody releases it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_DUE = text("look_at IS NOT NULL")


class RetentionHold(Base):
    """A task for one person. It outlives the incident: what is held for ever is a fault of its own."""

    __tablename__ = "retention_holds"
    __table_args__ = (
        Index("ix_retention_holds_incident", "incident_id"),
        Index("ix_retention_holds_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: The asset's full key, or what was typed.
    what: Mapped[str] = mapped_column(String(500))
    because: Mapped[str] = mapped_column(Text)
    until_at: Mapped[datetime]
    #: Whose task it is: to see that it is held, and to release it.
    holder_id: Mapped[str] = mapped_column(String(32))
    asked_by_id: Mapped[str] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    #: The holder said that nothing deletes it now.
    held_at: Mapped[datetime | None]
    held_by_id: Mapped[str | None] = mapped_column(String(32))
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[str | None] = mapped_column(String(32))
    #: When to ask about it next; none once it is released.
    look_at: Mapped[datetime | None]
