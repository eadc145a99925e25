"""A close notice: what everyone who had been told of an incident hears when it is over."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CloseNotice(Base):
    """One that was sent; a corrected one is another."""

    __tablename__ = "close_notices"
    __table_args__ = (Index("ix_close_notices_incident", "incident_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: As somebody has read and sent it.
    text: Mapped[str] = mapped_column(Text)
    #: What those who read the data must run again.
    rerun: Mapped[str | None] = mapped_column(Text)
    #: The filter or annotation that the data needs.
    remedy: Mapped[str | None] = mapped_column(Text)
    sent_by_id: Mapped[str] = mapped_column(String(32))
    sent_at: Mapped[datetime]
