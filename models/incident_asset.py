"""What people say of an incident's reach, where lineage and alerts do not know it or are wrong."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum

_STANDS = text("withdrawn_at IS NULL")


class Part(StrEnum):
    """What an asset is in an incident, says someone."""

    #: It is wrong by itself.
    FAILING = "failing"
    #: It shows what is wrong further up.
    AFFECTED = "affected"
    #: It is fine, and what reads from nothing else is, too.
    SPARED = "spared"


class IncidentAsset(Base):
    """One such word of somebody's; a later one about the same asset takes its place.

    What follows from alerts, from the incident's own asset and from lineage is worked out when it is
    shown, and so is always as new as these.
    """

    __tablename__ = "incident_assets"
    __table_args__ = (
        Index("ix_incident_assets_incident", "incident_id"),
        # One word stands at a time, said where no two processes can disagree.
        Index(
            "uq_incident_assets_standing",
            "incident_id",
            "name",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: The asset's full key; where none is known by that name, the name as it was typed.
    name: Mapped[str] = mapped_column(String(500))
    part: Mapped[Part] = mapped_column(text_enum(Part))
    note: Mapped[str | None] = mapped_column(Text)
    added_by_id: Mapped[str] = mapped_column(String(32))
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
