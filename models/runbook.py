"""A runbook at work in one incident: its steps as they were when it was opened, and who did which when."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class RunbookRun(Base):
    """The playbook may change while people work by it, so its words are kept here."""

    __tablename__ = "runbook_runs"
    __table_args__ = (Index("ix_runbook_runs_incident", "incident_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    name: Mapped[str] = mapped_column(Text)
    links: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    remedy: Mapped[str | None] = mapped_column(Text)
    cause: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime]
    #: None: it fitted, and was opened with the incident.
    opened_by_id: Mapped[str | None] = mapped_column(String(32))
    #: The item that posts the checklist, and the message.
    post_item_id: Mapped[int | None]
    message_ts: Mapped[str | None] = mapped_column(String(32))


class RunbookStep(Base):
    """One step; done once, by someone."""

    __tablename__ = "runbook_steps"

    run_id: Mapped[int] = mapped_column(ForeignKey("runbook_runs.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[str | None] = mapped_column(String(32))
