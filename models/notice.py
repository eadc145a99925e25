"""A notice: an owner is told once what of theirs an incident affects, and says that they have read it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.errors import NothingToChange

#: Nobody is chased more often.
CHASE_AFTER: Final = timedelta(minutes=15)


class Notice(Base):
    """One message to one owner, a person or a team's channel, with all of theirs in it."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_incident", "incident_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: A person's id, or a channel's.
    to_id: Mapped[str] = mapped_column(String(32))
    #: The team whose channel it is.
    team: Mapped[str | None] = mapped_column(Text)
    #: The assets' full keys, the weightiest first.
    assets: Mapped[list[str]] = mapped_column(JSON)
    #: What the sender added in their own words.
    words: Mapped[str | None] = mapped_column(Text)
    sent_by_id: Mapped[str] = mapped_column(String(32))
    sent_at: Mapped[datetime]
    #: The outbox item that posts it, and the message.
    item_id: Mapped[int | None]
    channel_id: Mapped[str | None] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    #: Who said "read", when.
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[str | None] = mapped_column(String(32))
    chased_at: Mapped[datetime | None]
    chased_count: Mapped[int] = mapped_column(default=0)
    #: Slack would not take it.
    refused: Mapped[str | None] = mapped_column(String(80))
    #: When they were told that it is over.
    ended_at: Mapped[datetime | None]

    @property
    def chase_at(self) -> datetime:
        """From when on they may be reminded."""
        return (self.chased_at or self.sent_at) + CHASE_AFTER

    def read(self, *, by: str, at: datetime) -> None:
        """They have taken note. Raises NothingToChange where somebody of theirs had already."""
        if self.read_at is not None:
            whose = "You have" if self.read_by_id == by else f"<@{self.read_by_id}> has"
            raise NothingToChange(f"{whose} acknowledged this already.", "Nothing more is needed.")
        self.read_at, self.read_by_id = at, by

    def chase(self, at: datetime) -> None:
        """They are asked once more."""
        self.chased_at = at
        self.chased_count += 1
