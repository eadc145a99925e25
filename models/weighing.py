"""What an incident means for the business, as far as it is known, and the severity that this suggests."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.impact_severity import Answers, Suggested, read_answers, suggest
from models.vocabulary import Severity

_DUE = text("look_at IS NOT NULL")


class Weighing(Base):
    """One for each incident: read from its asset by itself, or answered by someone, whose word counts more.

    Written by machines as well, so it is a row of its own: it never makes a person's press fail.
    """

    __tablename__ = "weighings"
    __table_args__ = (Index("ix_weighings_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),)

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    #: When to read from the asset what is known; none when that is done.
    look_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answered_by_id: Mapped[str | None] = mapped_column(String(32))
    #: What that suggests, and why; none where too little is known.
    severity: Mapped[Severity | None] = mapped_column(text_enum(Severity))
    because: Mapped[str] = mapped_column(Text, default="")
    suggested_at: Mapped[datetime | None]
    #: Someone took it, or chose otherwise: the card does not say it any more.
    settled_at: Mapped[datetime | None]

    @property
    def suggested(self) -> Suggested | None:
        """The severity, and the reason."""
        return Suggested(self.severity, self.because) if self.severity else None

    @property
    def known(self) -> Answers:
        """The answers, those that nobody has given left out."""
        return read_answers(self.answers)

    def weigh(self, answers: Answers, *, at: datetime, by: str | None = None) -> bool:
        """Take the answers in; whether that suggests something else than before."""
        before, found = self.suggested, suggest(answers)
        self.answers, self.answered_by_id = answers.as_detail(), by or self.answered_by_id
        if found == before:
            return False
        self.severity, self.because = (found.severity, found.because) if found else (None, "")
        self.suggested_at, self.settled_at = at, None
        return True

    def settle(self, at: datetime) -> None:
        """Someone has decided how bad it is."""
        self.settled_at = self.settled_at or at
