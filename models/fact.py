"""What Breakwater found out about its surroundings and keeps: its own identity, channels by name, groups."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

#: That people and user groups were read from Slack, and when that was done for the first time.
PEOPLE_READ: Final = "people:read"


class Fact(Base):
    """One thing found out, by name (`identity`, `channel:#data-alerts`, `group:S123`)."""

    __tablename__ = "facts"

    name: Mapped[str] = mapped_column(String(160), primary_key=True)
    value: Mapped[dict[str, Any]]
    found_at: Mapped[datetime]
