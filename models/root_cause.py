"""Root causes of an incident: what was answered on the walk to each, all of it kept as it was said."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, text_enum
from models.cause_walk import CauseFamily, CausePage, CausePart, Question


class RootCause(Base):
    """One cause of an incident, which people may still be looking for."""

    __tablename__ = "root_causes"
    __table_args__ = (
        UniqueConstraint("incident_id", "number", name="uq_root_causes_incident_number"),
        Index("ix_root_causes_family", "family"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    #: `C1`, `C2`, …, each incident for itself.
    number: Mapped[int]
    #: The newest word on its kind and its part, beside the answers, so that they can be asked for.
    family: Mapped[CauseFamily | None] = mapped_column(text_enum(CauseFamily))
    part: Mapped[CausePart] = mapped_column(text_enum(CausePart), default=CausePart.MAIN)
    #: Where the form was left.
    page: Mapped[CausePage] = mapped_column(text_enum(CausePage), default=CausePage.LINEAGE)
    begun_by_id: Mapped[str] = mapped_column(String(32))
    begun_at: Mapped[datetime]


class CauseAnswer(Base):
    """One answer. Rows are only added; the newest on a question counts, and an empty one takes it back."""

    __tablename__ = "cause_answers"
    __table_args__ = (Index("ix_cause_answers_cause", "cause_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("root_causes.id"))
    question: Mapped[Question] = mapped_column(text_enum(Question))
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
