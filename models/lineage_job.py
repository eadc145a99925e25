"""Jobs of lineage: what each reads and writes, as the events of its runs have told it."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.asset_names import LONGEST_NAME
from models.base import Base
from models.job_state import JobState


class LineageJob(Base):
    """One job. Datasets are named by their keys; what leads to what is in `lineage_edges`."""

    __tablename__ = "lineage_jobs"
    __table_args__ = (Index("ix_lineage_jobs_stands_for", "stands_for"),)

    #: `namespace/name`.
    key: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    #: The latest run that has spoken, when it last did, and whether it came to its end.
    run_id: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    heard_at: Mapped[datetime]
    is_complete: Mapped[bool] = mapped_column(Boolean)
    run_inputs: Mapped[list[str]] = mapped_column(JSON)
    run_outputs: Mapped[list[str]] = mapped_column(JSON)
    #: All that it reads and writes, as far as is known.
    inputs: Mapped[list[str]] = mapped_column(JSON)
    outputs: Mapped[list[str]] = mapped_column(JSON)
    #: The job of which it is a part.
    parent: Mapped[str | None] = mapped_column(String(LONGEST_NAME))
    #: It tests what is there, or starts what has events of its own: no lineage leads through it.
    is_besides: Mapped[bool] = mapped_column(Boolean, default=False)
    #: The one dataset that it writes: then it is a name of that dataset, and no asset of its own.
    stands_for: Mapped[str | None] = mapped_column(String(LONGEST_NAME))

    @property
    def state(self) -> JobState:
        """As the rule has it."""
        return JobState(
            run_id=self.run_id,
            at=self.heard_at,
            is_complete=self.is_complete,
            run_inputs=tuple(self.run_inputs),
            run_outputs=tuple(self.run_outputs),
            inputs=tuple(self.inputs),
            outputs=tuple(self.outputs),
        )
