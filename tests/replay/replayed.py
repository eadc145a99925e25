"""What the ledger alone says of incidents, told again entry by entry, without a row or a rule of the bot."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from models.ledger import LedgerEntry
from tests.replay.replayed_work import TellsOfWork
from tests.replay.told import Told

_ORDER: Final = ("triage", "containment", "analysis", "remediation", "verification")


def replay(entries: Iterable[LedgerEntry]) -> dict[int, Told]:
    """All incidents, after all entries of all ledgers, oldest first."""
    told: dict[int, Told] = {}
    seen = {entry.id: entry for entry in entries}
    withdrawn = {entry.corrects_id for entry in seen.values() if entry.kind == "entry.withdrawn"}
    for entry in seen.values():
        if entry.kind == "incident.declared":
            told[entry.incident_id] = _declared(entry)
        if entry.id not in withdrawn:
            _Teller(told, seen, entry).tell()
    return told


def _declared(entry: LedgerEntry) -> Told:
    detail, fixed_at = entry.detail, entry.detail.get("fixed_at")
    return Told(
        title=entry.text,
        severity=detail["severity"],
        stage=detail.get("stage", "triage"),
        stage_since=entry.at,
        fixed_at=datetime.fromisoformat(fixed_at) if fixed_at else None,
        acknowledged_by=detail.get("acknowledged_by"),
        about=dict(detail.get("about", {})),
        is_drill="drill" in detail,
        is_private="private" in detail,
    )


class _Teller(TellsOfWork):
    """Tells of one entry; this part of it, how an incident moves on."""

    def tell(self) -> None:
        subject, _, happened = self._entry.kind.partition(".")
        by_subject = getattr(self, f"_tell_{subject}", None)
        if by_subject is not None:
            by_subject(happened)

    def _tell_incident(self, happened: str) -> None:
        it, detail = self._it, self._detail
        match happened:
            case "acknowledged":
                self._is_seen()
            case "edited":
                self._is_corrected()
            case "closed":
                it.ends(self._entry.at)
                it.outcome, it.cause, it.remedy = detail["outcome"], self._entry.text, detail["remedy"]
                it.fixed_at = self._time("fixed_at") or it.fixed_at
            case "reopened":
                it.goes_on(self._entry.at)
                it.stage, it.fixed_at = detail["after"], None
                it.reviews = [each for each in it.reviews if each == "published"]
                it.reopened += 1
                it.proves_anew()
            case "regressed":
                it.regressed += 1
            case "merged" | "split" | "merge_undone" | "split_undone":
                self._moves(happened)

    def _is_seen(self) -> None:
        self._it.acknowledged_by = self._it.acknowledged_by or self._entry.actor_id

    def _is_corrected(self) -> None:
        after = dict(self._detail["after"])
        self._it.title = after.pop("title", self._it.title)
        said = {**self._it.about, **after}
        self._it.about = {key: value for key, value in said.items() if value is not None}

    def _moves(self, happened: str) -> None:
        """Of each two entries the first tells what moved, the other one bears the way back."""
        it = self._it
        if happened in {"merged", "split"} and "moved" in self._detail:
            self._move_alerts(self._detail["moved"]["concerns"], self._detail["other"])
        if happened == "merged":
            it.proves_anew()
            if "moved" in self._detail:
                self._goes_into_the_other()
        elif happened == "merge_undone" and it.stage == "closed":
            self._comes_out_again()
        elif happened == "split_undone" and self._entry.incident_id == self._undone.detail["other"]:
            self._goes_into_the_other()
            self._move_alerts(it.alerts, self._detail["other"])

    def _goes_into_the_other(self) -> None:
        self._it.ends(self._entry.at)
        self._it.outcome, self._it.merged_into = "no_action", self._detail["other"]

    def _comes_out_again(self) -> None:
        before = self._undone.detail
        self._it.goes_on(datetime.fromisoformat(before["before"]["stage_since_at"]))
        self._it.offers.update(before["hand_offs"])
        self._bring_back(before["moved"])

    @property
    def _undone(self) -> LedgerEntry:
        return self._seen[self._detail["undoes"]]

    def _tell_stage(self, happened: str) -> None:
        it = self._it
        if happened == "advanced":
            back = _ORDER.index(self._detail["after"]) < _ORDER.index(it.stage)
            it.enters(self._detail["after"], self._entry.at)
            self._is_seen()
            if back:
                it.proves_anew()
        elif happened == "paused":
            it.paused_until = self._time("until")
        elif happened == "resumed":
            it.paused_until = None

    def _tell_timebox(self, happened: str) -> None:
        self._it.is_late = happened == "missed"

    def _tell_severity(self, happened: str) -> None:
        if happened == "changed":
            self._it.severity = self._detail["after"]

    def _tell_breach(self, _: str) -> None:
        """With it go all that ended as parts of it."""
        people = frozenset(self._detail["people"])
        going = {self._entry.incident_id}
        while more := {number for number, it in self._told.items() if it.merged_into in going} - going:
            going |= more
        for number in going:
            self._told[number].is_private = self._told[number].is_breach = True
            self._told[number].let_in = people
        self._it.offers.clear()

    def _tell_channel(self, _: str) -> None:
        self._it.is_private |= self._detail.get("trouble") == "made_private"

    def _tell_review(self, happened: str) -> None:
        """Of several only the last one is unfinished."""
        if happened == "published":
            self._it.reviews.pop()
        self._it.reviews.append(happened)
