"""What an incident affects, as the cards show it: plain records without database, lineage or Slack."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class FailingLine:
    """One of the most upstream things that fail, and the way from it to the others."""

    name: str
    #: Each from this one to another failing one, both ends included.
    paths: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssetLine:
    """One affected asset."""

    name: str
    #: As people say it: `dashboard`.
    type: str
    #: Steps below what fails; none: somebody said so, and lineage does not know how.
    depth: int | None = None
    #: A team, or a name that its tool gives.
    owner: str = ""
    person_id: str | None = None
    channel_id: str | None = None
    due_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class DeadlineLine:
    """Something that somebody needs by a time, and that will show what is wrong."""

    what: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceiptsView:
    """Who of the owners that were told has read it."""

    told_count: int
    read_count: int
    #: People and channels that have not.
    unread_ids: tuple[str, ...] = ()
    #: Those that Slack would not let us write to.
    refused_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImpactView:
    """All that may be shown of what an incident affects, or of what an asset would affect."""

    #: `INC-12`, or the asset that was asked about.
    ref: str
    #: None: it was asked about an asset.
    incident_id: int | None = None
    is_open: bool = True
    is_drill: bool = False
    is_private: bool = False
    failing: tuple[FailingLine, ...] = ()
    #: Named as failing, and not known to be an asset.
    unknown: tuple[str, ...] = ()
    #: How many of each type, in words, the most telling type first: `9 dashboards`.
    counts: tuple[str, ...] = ()
    total: int = 0
    owner_count: int = 0
    #: The weightiest first; of many only the first.
    lines: tuple[AssetLine, ...] = ()
    deadlines: tuple[DeadlineLine, ...] = ()
    #: Owners that were not told of something of theirs yet.
    untold_count: int = 0
    receipts: ReceiptsView | None = None
    #: In a drill or a private one, the stewards, whom nobody has called.
    would_call: tuple[str, ...] = ()
    page_url: str | None = None
