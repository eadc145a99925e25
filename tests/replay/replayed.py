"""What the ledger alone says of incidents, told again entry by entry, without a row or a rule of the bot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from models.ledger import LedgerEntry

_ORDER: Final = ("triage", "containment", "analysis", "remediation", "verification")
_VERDICTS: Final = {"supported": "supported", "ruled_out": "ruled_out", "reopened": "open"}
_CHANGED: Final = frozenset({"applied", "held", "rolled_back", "removed"})


@dataclass(kw_only=True)
class Told:
    """One incident, as far as its ledger tells."""

    title: str
    severity: str
    stage: str = "triage"
    outcome: str | None = None
    cause: str | None = None
    #: Where it goes on by itself again: the stage in which it was when it ended.
    ended_in: str = field(default="triage", compare=False)
    merged_into: int | None = None
    is_acknowledged: bool = False
    reopened: int = 0
    regressed: int = 0
    roles: dict[str, str] = field(default_factory=dict)
    paused_until: datetime | None = None
    #: By the entry that records each.
    hypotheses: dict[int, str] = field(default_factory=dict)
    changes: dict[int, str] = field(default_factory=dict)
    #: The last word of each role in this round, and of each layer.
    signed: dict[str, bool] = field(default_factory=dict)
    looks: dict[str, bool] = field(default_factory=dict)
    #: The kind of each cause that counts.
    causes: dict[int, str | None] = field(default_factory=dict)
    interim: str | None = None
    windows: set[str] = field(default_factory=set)
    is_contained: bool = field(default=False, compare=False)

    def ends(self) -> None:
        self.ended_in, self.stage, self.paused_until = self.stage, "closed", None

    def proves_anew(self) -> None:
        self.signed, self.looks = {}, {}


def replay(entries: Iterable[LedgerEntry]) -> dict[int, Told]:
    """All incidents, after all entries of all ledgers, oldest first."""
    told: dict[int, Told] = {}
    seen = {entry.id: entry for entry in entries}
    withdrawn = {entry.corrects_id for entry in seen.values() if entry.kind == "entry.withdrawn"}
    for entry in seen.values():
        if entry.id not in withdrawn:
            _Teller(told, seen, entry).tell()
    return told


class _Teller:
    """Tells of one entry."""

    def __init__(self, told: dict[int, Told], seen: Mapping[int, LedgerEntry], entry: LedgerEntry) -> None:
        self._seen, self._entry = seen, entry
        self._detail: Mapping[str, Any] = entry.detail
        if entry.kind == "incident.declared":
            told[entry.incident_id] = Told(title=entry.text, severity=entry.detail["severity"])
        self._it = told[entry.incident_id]

    def tell(self) -> None:
        subject, _, happened = self._entry.kind.partition(".")
        by_subject = getattr(self, f"_tell_{subject}", None)
        if by_subject is not None:
            by_subject(happened)

    def _tell_incident(self, happened: str) -> None:
        it, detail = self._it, self._detail
        match happened:
            case "acknowledged":
                it.is_acknowledged = True
            case "edited":
                it.title = detail["after"].get("title", it.title)
            case "closed":
                it.ends()
                it.outcome, it.cause = detail["outcome"], self._entry.text
            case "reopened":
                it.stage, it.outcome, it.merged_into = detail["after"], None, None
                it.reopened += 1
                it.proves_anew()
            case "regressed":
                it.regressed += 1
            case "merged" | "split" | "merge_undone" | "split_undone":
                self._moved(happened)

    def _moved(self, happened: str) -> None:
        it = self._it
        if happened == "merged":
            it.proves_anew()
            if "way_back" not in self._detail:
                self._goes_into_the_other()
        elif happened == "merge_undone" and it.stage == "closed":
            it.stage, it.outcome, it.merged_into = it.ended_in, None, None
        elif happened == "split_undone" and self._entry.incident_id == self._undone().detail["other"]:
            self._goes_into_the_other()

    def _goes_into_the_other(self) -> None:
        self._it.ends()
        self._it.outcome, self._it.merged_into = "no_action", self._detail["other"]

    def _undone(self) -> LedgerEntry:
        return self._seen[self._detail["undoes"]]

    def _tell_stage(self, happened: str) -> None:
        it = self._it
        if happened == "advanced":
            back = _ORDER.index(self._detail["after"]) < _ORDER.index(it.stage)
            it.stage, it.is_acknowledged = self._detail["after"], True
            if back:
                it.proves_anew()
        elif happened == "paused":
            it.paused_until = datetime.fromisoformat(self._detail["until"])
        elif happened == "resumed":
            it.paused_until = None

    def _tell_severity(self, happened: str) -> None:
        if happened == "changed":
            self._it.severity = self._detail["after"]

    def _tell_role(self, happened: str) -> None:
        if happened in {"taken", "assigned"}:
            self._it.roles[self._detail["role"]] = self._detail["person"]
        else:
            del self._it.roles[self._detail["role"]]

    def _tell_containment(self, _: str) -> None:
        self._it.is_contained = True

    def _tell_hypothesis(self, happened: str) -> None:
        if happened == "added":
            self._it.hypotheses[self._entry.id] = "open"
        elif self._detail["hypothesis"] in self._it.hypotheses:
            self._it.hypotheses[self._detail["hypothesis"]] = _VERDICTS[happened]

    def _tell_change(self, happened: str) -> None:
        if happened == "recorded":
            self._it.changes[self._entry.id] = self._detail.get("state", "applied")
        elif happened in _CHANGED and self._detail["change"] in self._it.changes:
            self._it.changes[self._detail["change"]] = happened
        was_made = happened in {"applied", "rolled_back"} or self._it.changes.get(self._entry.id) == "applied"
        if was_made and self._it.stage != "closed":
            self._it.proves_anew()

    def _tell_check(self, happened: str) -> None:
        self._it.looks[self._detail["check"]] = happened == "held"

    def _tell_signoff(self, happened: str) -> None:
        self._it.signed[self._detail["role"]] = happened == "given"

    def _tell_cause(self, happened: str) -> None:
        if happened == "dropped" or self._detail["part"] == "dropped":
            self._it.causes.pop(self._detail["of"], None)
        else:
            self._it.causes[self._detail["of"]] = self._detail.get("family")

    def _tell_interim(self, happened: str) -> None:
        self._it.interim = self._entry.text if happened == "recorded" else None

    def _tell_window(self, happened: str) -> None:
        if happened == "recorded":
            self._it.windows.add(self._detail["asset"])
        else:
            self._it.windows.discard(self._detail["asset"])
