"""View data of what is known about an asset's data: what is wrong now, and what the register holds."""

from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import Outcome, Severity, Symptom


@dataclass(frozen=True, kw_only=True)
class IssueView:
    """One record of the register: an asset and a window."""

    incident_id: int
    title: str
    #: Its key, or the name as it was given, and as people call it.
    asset: str
    name: str
    #: `from 2026-11-18 to 2026-11-20`.
    window: str
    first_at: datetime | None = None
    what: str | None = None
    symptom: Symptom | None = None
    remedy: str | None = None
    known_good: str | None = None
    #: None: the incident is worked on again.
    outcome: Outcome | None = None
    closed_at: datetime | None = None

    @property
    def ref(self) -> str:
        """The incident."""
        return f"INC-{self.incident_id}"

    @property
    def status(self) -> str:
        """In a few words."""
        if self.outcome is None:
            return "worked on again"
        return "fixed" if self.outcome is Outcome.FIXED else "stays as it is"


@dataclass(frozen=True, kw_only=True)
class DegradedView:
    """An open incident that an asset suffers from."""

    incident_id: int
    title: str
    severity: Severity
    since_at: datetime
    channel_id: str | None = None
    #: The failing asset that it reads from; none: it fails itself.
    via: str | None = None
    interim: str | None = None

    @property
    def ref(self) -> str:
        """The incident."""
        return f"INC-{self.incident_id}"


@dataclass(frozen=True, kw_only=True)
class KnownView:
    """All that is known of one asset, for one reader."""

    asset: str
    name: str
    is_in_lineage: bool = True
    near: tuple[str, ...] = ()
    degraded: tuple[DegradedView, ...] = ()
    issues: tuple[IssueView, ...] = ()
    #: Where the whole register is, as a page.
    page_url: str | None = None
