"""A data issue: an asset whose data was bad for a time, and what to do when one reads that data later."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class DataIssue(Base):
    """What one closed incident leaves behind on one asset; when, why and how it ended its record says."""

    __tablename__ = "data_issues"
    __table_args__ = (UniqueConstraint("incident_id", "asset", name="uq_data_issues_incident_asset"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: The full key, or the name as it was given.
    asset: Mapped[str] = mapped_column(String(500))
    #: The filter or annotation to apply: `exclude load_date 2026-11-18`.
    remedy: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime]
