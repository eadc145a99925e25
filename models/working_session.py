"""A time set to work on an incident together."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_DUE = text("look_at IS NOT NULL")


class WorkingSession(Base):
    """Planned by someone; those in roles are reminded before."""

    __tablename__ = "working_sessions"
    __table_args__ = (
        Index("ix_working_sessions_incident", "incident_id"),
        Index("ix_working_sessions_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    starts_at: Mapped[datetime]
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[str] = mapped_column(String(32))
    #: When to remind of it; none when that was done.
    look_at: Mapped[datetime | None]
