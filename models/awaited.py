"""Whom words named before people were known: alerts of a first start come before Slack has told of them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.vocabulary import Role


class AwaitedPeople(Base):
    """People who are called, or given a role, as soon as it is known who they are."""

    __tablename__ = "awaited_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: Those who were called meanwhile, where these belong to them.
    summons_id: Mapped[int | None] = mapped_column(ForeignKey("summonses.id"))
    #: What they are to be in the incident, where it is about that.
    role: Mapped[Role | None] = mapped_column(text_enum(Role))
    #: As the playbook writes them.
    named: Mapped[list[str]] = mapped_column(JSON)
    asked_at: Mapped[datetime]
