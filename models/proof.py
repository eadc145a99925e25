"""What proof is asked of an incident, and where it is shown. What was proven, the ledger says."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Proof(Base):
    """Kept from the playbook when verification begins and when the severity changes. Written by machines."""

    __tablename__ = "proofs"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    #: Words of `Check` and of `Role`.
    checks: Mapped[list[str]] = mapped_column(JSON, default=list)
    sign_offs: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: How often in a row an alert has to be fine.
    green_runs: Mapped[int] = mapped_column(default=1)
    #: The item that posts the message which asks for the sign-offs of this round.
    sign_offs_item_id: Mapped[int | None]
    #: Until when the incident goes on by itself if an alert of it fires again; none while it is open.
    watched_until_at: Mapped[datetime | None]
