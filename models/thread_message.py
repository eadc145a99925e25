"""Messages of ours in the thread of a card, of which an incident has one each: posted once, then edited."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum


class ThreadTopic(StrEnum):
    """What such a message shows."""

    #: What its alerts have in common.
    ALERT_CAUSES = "alert_causes"
    HYPOTHESES = "hypotheses"
    ROOT_CAUSES = "root_causes"
    BACKFILL = "backfill"
    #: Of verification.
    CHECKS = "checks"


class ThreadMessage(Base):
    """Where it is, once it is posted."""

    __tablename__ = "thread_messages"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    topic: Mapped[ThreadTopic] = mapped_column(text_enum(ThreadTopic), primary_key=True)
    #: The item that posts it: edits wait for that.
    item_id: Mapped[int]
    message_ts: Mapped[str | None] = mapped_column(String(32))
