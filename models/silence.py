"""A silence: not now, for this alert, asset, rule or source, until a time, because."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.vocabulary import SilenceKind, SilenceScope

__all__ = ["Silence", "SilenceKind", "SilenceScope"]


class Silence(Base):
    """Quiet for what its pattern fits, from `since_at` until `until_at` or until someone ends it."""

    __tablename__ = "silences"
    __table_args__ = (
        Index("ix_silences_until_at", "until_at"),
        Index("ix_silences_pattern", "pattern", "until_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SilenceKind] = mapped_column(text_enum(SilenceKind))
    scope: Mapped[SilenceScope] = mapped_column(text_enum(SilenceScope))
    #: A fingerprint, or a pattern with * and ? for the other scopes.
    pattern: Mapped[str] = mapped_column(Text)
    #: The alert on whose card it was asked for.
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"))
    since_at: Mapped[datetime]
    until_at: Mapped[datetime]
    #: The person's own words; empty where none were given.
    because: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[str] = mapped_column(String(32))
    #: Who answers for a known failure.
    owner_id: Mapped[str | None] = mapped_column(String(32))
    #: When the owner was told that it ends soon.
    warned_at: Mapped[datetime | None]
    #: When it was ended, or was seen to have run out; then nobody ended it.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[str | None] = mapped_column(String(32))
