"""One asset of an incident's backfill plan: whose it is, and how far."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.backfill import BackfillState
from models.base import Base, text_enum

_DUE = text("look_at IS NOT NULL")


class BackfillItem(Base):
    """What is to be computed anew, once for each asset."""

    __tablename__ = "backfill_items"
    __table_args__ = (
        UniqueConstraint("incident_id", "asset", name="uq_backfill_items_incident_asset"),
        Index("ix_backfill_items_owner", "owner_id"),
        Index("ix_backfill_items_look_at", "look_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: The asset's full key, or the name as it was typed; and as people call it.
    asset: Mapped[str] = mapped_column(String(500))
    name: Mapped[str] = mapped_column(String(500))
    #: Steps below what fails: the nearest comes first. None: lineage does not know it.
    depth: Mapped[int | None]
    state: Mapped[BackfillState] = mapped_column(text_enum(BackfillState), default=BackfillState.TO_DO)
    #: A person's id, or a channel's; none where nobody is known, and then the name as the playbook has it.
    owner_id: Mapped[str | None] = mapped_column(String(32))
    owner_name: Mapped[str | None] = mapped_column(String(200))
    #: Whom the message went to that says it is theirs: nobody is told twice.
    told_id: Mapped[str | None] = mapped_column(String(32))
    planned_by_id: Mapped[str] = mapped_column(String(32))
    planned_at: Mapped[datetime]
    changed_by_id: Mapped[str | None] = mapped_column(String(32))
    changed_at: Mapped[datetime | None]
    #: When its owner is asked about it, or who leads about what is nobody's; none once it is settled.
    look_at: Mapped[datetime | None]
