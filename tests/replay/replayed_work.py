"""What the ledger tells of the work on an incident: the record, the proof, the data, who was told."""

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import datetime
from typing import Any, Final

from models.ledger import LedgerEntry
from tests.replay.told import Told

_VERDICTS: Final = {"supported": "supported", "ruled_out": "ruled_out", "reopened": "open"}
_CHANGED: Final = frozenset({"applied", "held", "rolled_back", "removed"})


class TellsOfWork:
    """One entry, and all that was told before it."""

    def __init__(
        self, told: MutableMapping[int, Told], seen: Mapping[int, LedgerEntry], entry: LedgerEntry
    ) -> None:
        self._told, self._seen, self._entry = told, seen, entry
        self._detail: Mapping[str, Any] = entry.detail
        self._it = told[entry.incident_id]

    def _time(self, key: str) -> datetime | None:
        said = self._detail.get(key)
        return datetime.fromisoformat(said) if said else None

    def _tell_role(self, happened: str) -> None:
        if happened in {"taken", "assigned"}:
            self._it.roles[self._detail["role"]] = self._detail["person"]
        else:
            del self._it.roles[self._detail["role"]]

    def _tell_handoff(self, happened: str) -> None:
        if happened == "offered":
            self._it.offers.add(self._detail["hand_off"])
        else:
            self._it.offers.remove(self._detail["hand_off"])

    def _tell_call(self, happened: str) -> None:
        match happened:
            case "placed":
                self._it.called |= set(self._detail["people"])
            case "answered":
                self._it.answered.add(self._entry.actor_id or "")
            case "linked":
                self._it.call_url = self._entry.text

    def _tell_session(self, _: str) -> None:
        self._it.session = self._time("starts")

    def _tell_owners(self, happened: str) -> None:
        if happened == "notified":
            self._it.notices |= dict.fromkeys(self._detail["notices"], False)

    def _tell_notice(self, _: str) -> None:
        self._it.notices[self._detail["notice"]] = True

    def _tell_runbook(self, happened: str) -> None:
        if happened == "opened":
            self._it.runbooks[self._entry.text] = set()
        else:
            self._it.runbooks[self._detail["runbook"]].add(self._detail["step"])

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
        was_made = happened in {"applied", "rolled_back"} or (
            happened == "recorded" and self._it.changes[self._entry.id] != "planned"
        )
        if was_made and self._it.stage != "closed":
            self._it.proves_anew(self._entry.at)

    def _tell_check(self, happened: str) -> None:
        self._it.looks[self._detail["check"]] = happened == "held"
        self._it.proven_at[self._detail["check"]] = self._entry.at

    def _tell_signoff(self, happened: str) -> None:
        self._it.signed[self._detail["role"]] = happened == "given"
        self._it.proven_at[self._detail["role"]] = self._entry.at

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

    def _tell_backfill(self, happened: str) -> None:
        plan, detail = self._it.backfill, self._detail
        match happened:
            case "planned":
                owners = detail.get("owners", {})
                plan |= {asset: ("to do", owners.get(asset)) for asset in detail["assets"]}
            case "moved":
                plan[detail["asset"]] = (detail["after"], plan[detail["asset"]][1])
            case "assigned":
                plan[detail["asset"]] = (plan[detail["asset"]][0], detail["person"])

    def _tell_hold(self, happened: str) -> None:
        if happened == "asked":
            self._it.holds[self._detail["hold"]] = {"holder": self._detail["person"], "is_held": False}
        hold = self._it.holds[self._detail["hold"]]
        if happened == "given":
            hold["holder"] = self._detail["person"]
        if happened != "chased":
            hold["until"], hold["is_released"] = self._time("until"), happened == "released"
            hold["is_held"] |= happened == "confirmed"

    def _tell_impact(self, happened: str) -> None:
        self._it.impact[self._detail["asset"]] = self._detail["part"]

    def _tell_alert(self, happened: str) -> None:
        number, moved, detail = self._entry.incident_id, self._detail.get("moved"), self._detail
        if "undoes" in detail:
            self._bring_back(self._seen[detail["undoes"]].detail["moved"])
        elif happened == "attached":
            alone = (detail.get("fingerprint") or detail.get("concern"),)
            self._move_alerts(moved["concerns"] if moved else alone, number)
        elif happened == "detached" and moved:
            self._move_alerts(moved["concerns"], None)

    def _bring_back(self, moved: Mapping[str, Any]) -> None:
        """Each to where it had belonged, but for what went elsewhere since."""
        there = self._told[moved["to_id"]].alerts if moved["to_id"] else None
        for fingerprint, was in moved["concerns"].items():
            if there is None or fingerprint in there:
                self._move_alerts([fingerprint], was)

    def _move_alerts(self, fingerprints: Iterable[str], to_id: int | None) -> None:
        """Each belongs to one incident at a time."""
        for fingerprint in list(fingerprints):
            for it in self._told.values():
                it.alerts.discard(fingerprint)
            if to_id is not None:
                self._told[to_id].alerts.add(fingerprint)
