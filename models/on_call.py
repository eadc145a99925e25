"""What people and outside schedules say about who is on call, and which hand-off was told last."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.errors import NothingToChange


class Override(Base):
    """Someone is on call instead of whose turn it is, from a moment to another; a swap is two of them."""

    __tablename__ = "on_call_overrides"
    __table_args__ = (Index("ix_on_call_overrides_team", "team", "until_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[str] = mapped_column(String(32))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    #: The first half of the swap of which this is the second: they end together.
    swap_of_id: Mapped[int | None] = mapped_column(ForeignKey("on_call_overrides.id"))
    #: When someone ended it early.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[str | None] = mapped_column(String(32))

    def end(self, *, by: str, at: datetime) -> None:
        """Whose turn it is, is on call again. Raises NothingToChange."""
        if self.ended_at is not None or self.until_at <= at:
            raise NothingToChange("That is over already.", "`/incident oncall` shows who is on call.")
        self.ended_at, self.ended_by_id = at, by


class KeptSchedule(Base):
    """What an outside schedule said when it was last read."""

    __tablename__ = "kept_schedules"

    team: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: What was read, folded: a playbook that names another one has nothing kept yet.
    source: Mapped[str] = mapped_column(String(64))
    #: As `models.rotation.Stretch` has them, times in ISO.
    stretches: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    read_at: Mapped[datetime | None]
    #: Why the last attempt brought nothing; none when it did.
    fault: Mapped[str | None] = mapped_column(Text)
    look_at: Mapped[datetime]


class ToldShift(Base):
    """Who was on call for a team when its hand-off was last told; the row makes that happen once."""

    __tablename__ = "told_shifts"
    __table_args__ = (Index("ix_told_shifts_look_at", "look_at"),)

    team: Mapped[str] = mapped_column(String(80), primary_key=True)
    people_ids: Mapped[list[str]] = mapped_column(JSON)
    since_at: Mapped[datetime]
    look_at: Mapped[datetime]
