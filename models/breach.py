"""What is remembered of a breach: who was let in, the channel that was left, and what was emptied."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class LeftChannel(Base):
    """A channel that an incident has left for a private one, until all of ours in it is emptied."""

    __tablename__ = "left_channels"
    __table_args__ = (Index("ix_left_channels_incident", "incident_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    channel_id: Mapped[str] = mapped_column(String(32))
    left_at: Mapped[datetime]
    #: The newest outbox item of that moment: whatever was meant for the old channel is not newer.
    last_item_id: Mapped[int]
    #: When everything of ours had been emptied, the channel renamed and archived.
    done_at: Mapped[datetime | None]


class LetIn(Base):
    """Who comes along into the private channel; until it is open they see the incident, and nobody else."""

    __tablename__ = "let_in"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)


class EmptiedMessage(Base):
    """A message of ours that says nothing of an incident any more, and is never filled again."""

    __tablename__ = "emptied_messages"
    __table_args__ = (Index("ix_emptied_messages_incident", "incident_id"),)

    channel_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_ts: Mapped[str] = mapped_column(String(32), primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: Why Slack let us neither edit nor delete it.
    fault: Mapped[str | None] = mapped_column(String(80))
