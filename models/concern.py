"""A concern: what one fingerprint stands for, in one row, however often a tool repeats it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.known import Repeats
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: No rule of the playbook counts more.
MOST_FIRINGS: Final = 50

_SHOWN = text("alert_channel_id IS NOT NULL")
_DUE = text("look_at IS NOT NULL")
_MAPPED = text("asset_id IS NOT NULL")
_FOLLOWS = text("ancestor IS NOT NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a signal changed in its concern."""

    #: A new spell begins: it fires, and did not before.
    begins: bool
    #: Broken became fine, or fine broken.
    turned: bool
    #: With this change it begins to flap.
    flaps: bool


class Concern(Base):
    """What a tool says now about one thing, since when, how often, and what is done about it.

    A *spell* lasts from the first firing to the recovery. Written by machines under one lock, so a
    repeated alert costs one row here, and nothing has to be counted.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        Index("ix_concerns_incident", "incident_id"),
        Index("ix_concerns_card", "card_alert_id"),
        Index("ix_concerns_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
        Index(
            "ix_concerns_shown",
            "alert_channel_id",
            "status",
            sqlite_where=_SHOWN,
            postgresql_where=_SHOWN,
        ),
        Index("ix_concerns_run", "run"),
        Index("ix_concerns_asset", "asset"),
        Index("ix_concerns_asset_id", "asset_id", sqlite_where=_MAPPED, postgresql_where=_MAPPED),
        Index("ix_concerns_ancestor", "ancestor", sqlite_where=_FOLLOWS, postgresql_where=_FOLLOWS),
    )

    fingerprint: Mapped[str] = mapped_column(String(80), primary_key=True)
    source: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    status: Mapped[AlertStatus] = mapped_column(text_enum(AlertStatus))
    symptom: Mapped[Symptom | None] = mapped_column(text_enum(Symptom))
    severity_hint: Mapped[str | None] = mapped_column(String(40))
    #: What it is about first of all, and who answers for it, as the tool names them.
    asset: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    #: The asset of the lineage that it is about, where it is known there; no foreign key: it is a mere hint.
    asset_id: Mapped[int | None]
    #: What fails further up and brought it where it is, or may, as that is called.
    ancestor: Mapped[str | None] = mapped_column(Text)
    rule: Mapped[str | None] = mapped_column(Text)
    #: The run of the last firing.
    run: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    #: When this spell began, and when the last one ended.
    firing_since_at: Mapped[datetime | None]
    recovered_at: Mapped[datetime | None]
    #: Firings of this spell; words of recovery in a row since the last firing.
    firing_count: Mapped[int] = mapped_column(default=0)
    green_count: Mapped[int] = mapped_column(default=0)
    #: Epoch seconds of the last firings (as many as a rule wants to count) and changes of status.
    firings: Mapped[list[float]] = mapped_column(JSON, default=list)
    flips: Mapped[list[float]] = mapped_column(JSON, default=list)
    flapping_since_at: Mapped[datetime | None]
    #: When people were last told of it by something that makes a noise.
    notified_at: Mapped[datetime | None]
    #: Where it is, or was last, worked on; kept after the close, for its probation.
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"))
    #: Someone took it out of this one, so that nothing that it shares brings it back there.
    apart_from_id: Mapped[int | None]
    #: The alert whose card speaks for this one: its own first, or one that shares its cause.
    card_alert_id: Mapped[int | None]
    #: The alert channel in which it shows.
    alert_channel_id: Mapped[str | None] = mapped_column(String(32))
    #: The next moment at which something has to be done about it, and none when nothing has.
    look_at: Mapped[datetime | None]

    def hear(self, signal: Signal, at: datetime, flapping: Repeats) -> Turn:
        """Take in what the tool says now."""
        turned, self.status = signal.status is not self.status, signal.status
        self.last_at = at
        self.title, self.severity_hint, self.symptom = signal.title, signal.severity_hint, signal.symptom
        self.link = signal.link or self.link
        if signal.is_firing:
            begins = turned or self.firing_since_at is None
            self._hear_firing(signal, at, begins=begins)
        else:
            begins = False
            self._hear_recovery(at, turned=turned)
        return Turn(begins=begins, turned=turned, flaps=turned and self._count_flip(at, flapping))

    def _hear_firing(self, signal: Signal, at: datetime, *, begins: bool) -> None:
        if begins:
            self.firing_since_at, self.firing_count = at, 0
            self.ancestor = None
        self.firing_count += 1
        self.green_count = 0
        self.firings = [*self.firings[1 - MOST_FIRINGS :], at.timestamp()]
        self.run, self.owner = signal.run, signal.owner or self.owner
        self.rule, self.asset = signal.rule, signal.assets[0] if signal.assets else None

    def _hear_recovery(self, at: datetime, *, turned: bool) -> None:
        if turned:
            self.recovered_at = at
        self.green_count += 1
        self.look_at = None

    def _count_flip(self, at: datetime, flapping: Repeats) -> bool:
        """Whether it begins to flap with this change."""
        since = (at - flapping.within).timestamp()
        self.flips = [*(each for each in self.flips if each > since), at.timestamp()][-flapping.count :]
        was_flapping = self.flapping_since_at is not None
        if len(self.flips) >= flapping.count:
            self.flapping_since_at = self.flapping_since_at or at
        elif len(self.flips) <= 1:  # it was quiet for so long that only this change is left
            self.flapping_since_at = None
        return self.flapping_since_at is not None and not was_flapping

    def is_flapping(self, at: datetime, flapping: Repeats) -> bool:
        """Whether it still changes too often to be believed."""
        last = self.flips[-1] if self.flips else 0.0
        return self.flapping_since_at is not None and last > (at - flapping.within).timestamp()

    @property
    def is_firing(self) -> bool:
        """Whether something is wrong, by the tool's last word."""
        return self.status is AlertStatus.FIRING
