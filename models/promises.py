"""What was promised by a time: check-ins, and the post-mortem after the close. Due times are rows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CheckIn(Base):
    """A promise to say something by a time.

    `look_at` is the next moment at which something has to be done about it (the reminder, then the
    overdue word), and none when nothing has; snoozing moves it and `due_at`, never the cadence.
    """

    __tablename__ = "check_ins"
    __table_args__ = (Index("ix_check_ins_look_at", "look_at"), Index("ix_check_ins_incident", "incident_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    promised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    look_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    snoozed_by_id: Mapped[str | None] = mapped_column(String(32))
    #: Kept by an update, replaced by a newer promise, or ended by the close.
    settled_at: Mapped[datetime | None]
    #: The messages that bear its buttons, so that they can be settled too.
    reminder_channel_id: Mapped[str | None] = mapped_column(String(32))
    reminder_ts: Mapped[str | None] = mapped_column(String(32))
    overdue_ts: Mapped[str | None] = mapped_column(String(32))


class Review(Base):
    """The post-mortem of one incident: when its draft is due, where it lies, whether it is published."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_look_at", "look_at"), Index("ix_reviews_incident", "incident_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    due_at: Mapped[datetime]
    #: When to look again: the draft's due time, then each chase; none when published or dropped.
    look_at: Mapped[datetime | None]
    drafted_at: Mapped[datetime | None]
    draft: Mapped[str | None] = mapped_column(Text)
    file_link: Mapped[str | None] = mapped_column(Text)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[str | None] = mapped_column(String(32))
    chased_count: Mapped[int] = mapped_column(default=0)
    #: Reopening the incident drops its unfinished review; the next close makes a new one.
    dropped_at: Mapped[datetime | None]
