"""View data of silences: what is quiet, and what a silence would have hidden."""

from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import SilenceKind, SilenceScope


@dataclass(frozen=True, kw_only=True)
class SilenceView:
    """One silence, or one open window of the playbook."""

    kind: SilenceKind
    scope: SilenceScope
    pattern: str
    until_at: datetime
    #: None for a window of the playbook, which nobody can end by a button.
    id: int | None = None
    since_at: datetime | None = None
    because: str = ""
    by_id: str | None = None
    owner_id: str | None = None
    #: Of one alert: what it says, where this person may know.
    title: str | None = None
    hidden_count: int = 0
    ended_at: datetime | None = None
    ended_by_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class PreviewView:
    """What would have been hidden in the last week."""

    alert_count: int
    kind_count: int
    #: It would have hidden all that came.
    is_all: bool = False
    #: Title and how often, the loudest first.
    examples: tuple[tuple[str, int], ...] = ()
    #: Incidents that would not have been opened, as far as this person may see them.
    opened_ids: tuple[int, ...] = ()
