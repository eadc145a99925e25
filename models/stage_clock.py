"""How long a stage may take, and when all clocks stand still: rows of their own, for machines write them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.vocabulary import Stage

_DUE = text("look_at IS NOT NULL")
_OPEN = text("ended_at IS NULL")


class StageClock(Base):
    """The time box of the stage in which an incident is; none of its times while it may take its time."""

    __tablename__ = "stage_clocks"
    __table_args__ = (Index("ix_stage_clocks_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    due_at: Mapped[datetime | None]
    #: The next moment at which something has to be done about it; none while it stands still, or is over.
    look_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    #: What was left of it when the clocks were stopped, in seconds.
    left_seconds: Mapped[float | None]
    #: The outbox item whose message asks what to do now that it is over, while it asks.
    asks_item_id: Mapped[int | None]


class Pause(Base):
    """Somebody else is waited for: the clocks stand still until a date, because."""

    __tablename__ = "pauses"
    __table_args__ = (
        Index("ix_pauses_until_at", "until_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        # One at a time, said where no two processes can disagree.
        Index("uq_pauses_open", "incident_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    because: Mapped[str] = mapped_column(Text)
    paused_at: Mapped[datetime]
    paused_by_id: Mapped[str] = mapped_column(String(32))
    until_at: Mapped[datetime]
    #: By whom it was ended; none: by itself, or with the incident.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[str | None] = mapped_column(String(32))
