"""The board of an alert channel: the one pinned message that shows what is red and yellow there now."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Board(Base):
    """Where the board of one alert channel is."""

    __tablename__ = "boards"

    channel_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_ts: Mapped[str | None] = mapped_column(String(32))
    #: The outbox item that posts it: pin and edits wait for that.
    post_item_id: Mapped[int | None]
    drawn_at: Mapped[datetime | None]
