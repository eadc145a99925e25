"""The inbox: everything that enters is a row before anything is done about it."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class InboxItem(Base):
    """One thing received. Its key recognises a redelivery."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `event:<event_id>`, `trigger:<trigger_id>`, `delivery:<source>:<id>`, `body:<source>:<hash>`; never the
    #: envelope's id.
    key: Mapped[str] = mapped_column(String(255), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    #: The tool whose webhook it is.
    source: Mapped[str | None] = mapped_column(String(60))
    payload: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    #: Not before this moment, in epoch seconds of the lease clock: a lease while someone works on it, or a
    #: pause after a fault.
    free_at: Mapped[float] = mapped_column(default=0.0)
    #: Why it could not be worked off; such a row is a dead letter, shown by `/incident doctor`.
    fault: Mapped[str | None] = mapped_column(Text)
    #: Why it led to no alert, where it did not; its receipt says so.
    outcome: Mapped[str | None] = mapped_column(Text)
