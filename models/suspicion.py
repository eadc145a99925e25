"""A suspicion: someone says that something looks wrong, without declaring an incident; it gets an answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.errors import NothingToChange

_DUE = text("look_at IS NOT NULL")


class SuspicionState(StrEnum):
    """Where it stands."""

    ASKED = "asked"
    LOOKED_AT = "looked_at"
    ANSWERED = "answered"
    #: It became an incident.
    DECLARED = "declared"


class Suspicion(Base):
    """One question in a channel of the team, from when it is asked until it is answered, or declared."""

    __tablename__ = "suspicions"
    __table_args__ = (
        Index("ix_suspicions_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index("ix_suspicions_incident", "incident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: What looks wrong, in the asker's own words.
    words: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[str] = mapped_column(String(32))
    asked_at: Mapped[datetime]
    #: The message that it is about, where it was asked from one.
    about_link: Mapped[str | None] = mapped_column(Text)
    #: Where it is asked: the root of a thread, which shows how it stands.
    channel_id: Mapped[str] = mapped_column(String(32))
    message_ts: Mapped[str | None] = mapped_column(String(32))
    #: The outbox item that posts the root: edits and replies wait for it.
    post_item_id: Mapped[int | None]
    looked_by_id: Mapped[str | None] = mapped_column(String(32))
    looked_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[str | None] = mapped_column(String(32))
    answered_at: Mapped[datetime | None]
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    #: When it was asked once more because nobody had looked.
    asked_again_at: Mapped[datetime | None]
    #: When to look again: whether anybody has, then whether it was answered; none when nothing is due.
    look_at: Mapped[datetime | None]

    @property
    def state(self) -> SuspicionState:
        """Where it stands now."""
        if self.incident_id is not None:
            return SuspicionState.DECLARED
        if self.answered_at is not None:
            return SuspicionState.ANSWERED
        return SuspicionState.ASKED if self.looked_at is None else SuspicionState.LOOKED_AT

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.state in {SuspicionState.ASKED, SuspicionState.LOOKED_AT}

    def look_into(self, *, by: str, at: datetime) -> None:
        """Someone looks; whoever is next takes it over. Raises NothingToChange."""
        self.require_open()
        if self.looked_by_id == by:
            raise NothingToChange("You are looking at it already.", "Press Answer once you know.")
        self.looked_by_id, self.looked_at = by, at

    def settle(self, answer: str, *, by: str, at: datetime) -> None:
        """It is answered. Raises NothingToChange."""
        self.require_open()
        self.answer, self.answered_by_id, self.answered_at, self.look_at = answer, by, at, None

    def become(self, incident_id: int) -> None:
        """It is an incident. Raises NothingToChange."""
        self.require_open()
        self.incident_id, self.look_at = incident_id, None

    def require_open(self) -> None:
        """Raise NothingToChange, which says what became of it, unless somebody still waits."""
        if self.incident_id is not None:
            raise NothingToChange("It became an incident already.", "The thread says where it is handled.")
        if self.answered_at is not None:
            raise NothingToChange(
                f"<@{self.answered_by_id}> has answered it already.", "More can be said in its thread."
            )
