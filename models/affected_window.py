"""From when to when an asset's data was bad; a later word takes the place of the one before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.bad_window import LONGEST_EDGE
from models.base import Base

_STANDS = text("withdrawn_at IS NULL")


class AffectedWindow(Base):
    """One word on one asset; what was said before it is kept."""

    __tablename__ = "affected_windows"
    __table_args__ = (
        Index("ix_affected_windows_asset", "asset"),
        # One word stands at a time, said where no two processes can disagree.
        Index(
            "uq_affected_windows_standing",
            "incident_id",
            "asset",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: The asset's full key; where none is known by that name, the name as it was typed.
    asset: Mapped[str] = mapped_column(String(500))
    #: A time or a partition in plain words, and the time where it is one; both edges are bad themselves.
    first_bad: Mapped[str] = mapped_column(String(LONGEST_EDGE))
    first_at: Mapped[datetime | None]
    #: None: it goes on.
    last_bad: Mapped[str | None] = mapped_column(String(LONGEST_EDGE))
    last_at: Mapped[datetime | None]
    #: Which state of the data is known to be good, to compare with or to go back to.
    known_good: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    said_by_id: Mapped[str] = mapped_column(String(32))
    said_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
