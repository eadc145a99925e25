"""What an entry of the ledger says beside its text, by its kind: evidence, a decision, a change. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from models.change import ChangeState


class EvidenceKind(StrEnum):
    """What was looked at."""

    OBSERVATION = "observation"
    QUERY = "query"
    RUN = "run"
    COUNT = "count"
    SCREENSHOT = "screenshot"
    DOCUMENT = "document"


class Bears(StrEnum):
    """What evidence means for a hypothesis."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where it is and how much, never the data itself."""

    evidence: EvidenceKind = EvidenceKind.OBSERVATION
    link: str | None = None
    query: str | None = None
    count: int | None = None
    #: The entry of the hypothesis that it speaks for or against.
    hypothesis: int | None = None
    bears: Bears | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why, and instead of what."""

    why: str | None = None
    alternatives: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Where, and how one comes back."""

    state: ChangeState = ChangeState.APPLIED
    where: str | None = None
    reversible: bool | None = None
    rollback: str | None = None
    precondition: str | None = None
    postcondition: str | None = None
    side_effects: str | None = None
    temporary: bool | None = None
    #: By when a temporary one is to be gone.
    until: str | None = None

    @property
    def until_at(self) -> datetime | None:
        """As a time."""
        return datetime.fromisoformat(self.until) if self.until else None


Typed = Evidence | Decision | Change

#: Everything that a detail holds of these; what else it holds (an author, a link) is not theirs to correct.
TYPED_KEYS: Final = frozenset(each.name for kind in (Evidence, Decision, Change) for each in fields(kind))


def as_detail(typed: Typed | None) -> dict[str, Any]:
    """As the ledger keeps it: what is not known is left out."""
    known = asdict(typed) if typed is not None else {}
    return {key: value for key, value in known.items() if value is not None}


def evidence_of(detail: Mapping[str, Any]) -> Evidence:
    """As it was kept; an entry of an older version, or of a reaction, says nothing of it."""
    return Evidence(
        evidence=EvidenceKind(detail.get("evidence", EvidenceKind.OBSERVATION)),
        bears=Bears(detail["bears"]) if "bears" in detail else None,
        **_of(detail, "link", "query", "count", "hypothesis"),
    )


def decision_of(detail: Mapping[str, Any]) -> Decision:
    """As it was kept."""
    return Decision(**_of(detail, "why", "alternatives", "decided_by"))


def change_of(detail: Mapping[str, Any]) -> Change:
    """As it was kept; without more it was applied: whoever says so has done it."""
    named = ("where", "reversible", "rollback", "precondition", "postcondition", "side_effects", "temporary")
    return Change(state=ChangeState(detail.get("state", ChangeState.APPLIED)), **_of(detail, *named, "until"))


def _of(detail: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: detail.get(name) for name in names}
