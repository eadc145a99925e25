"""No stage is left against its gates where they hold, unless somebody said why: told by the ledger alone."""

from collections.abc import Mapping, Sequence
from typing import Final

from models.ledger import LedgerEntry
from models.vocabulary import Severity
from tests.replay.playbook import PLAYBOOK
from tests.replay.told import Told

STAGES: Final = ("triage", "containment", "analysis", "remediation", "verification", "closed")


def require_gates_asked(
    number: int, before: Mapping[int, Told], now: Told, added: Sequence[LedgerEntry]
) -> None:
    """A stage that was left had what its gate wants, or someone said why it was left nevertheless."""
    kinds = {entry.kind.value for entry in added if entry.incident_id == number}
    moves_on = "stage.advanced" in kinds or ("incident.closed" in kinds and now.outcome == "fixed")
    if not moves_on or "gate.overridden" in kinds:
        return
    it = before[number]
    passed = STAGES[STAGES.index(it.stage) : STAGES.index(now.stage)]
    holding = {stage.value for stage in PLAYBOOK.holding_gates(Severity(it.severity))}
    parts = [it, *_parts(number, before)]
    for stage in holding.intersection(passed):
        assert not _lacks(stage, it, parts), f"INC-{number} left {stage} against its gate"


def _parts(number: int, told: Mapping[int, Told]) -> list[Told]:
    """All that ended in it, and in those."""
    into = [other for other, it in told.items() if it.merged_into == number]
    return [part for other in into for part in (told[other], *_parts(other, told))]


def _lacks(stage: str, it: Told, parts: Sequence[Told]) -> bool:
    """What was proven of what was merged into it does not count; what was thought and changed does."""
    match stage:
        case "containment":
            in_place = any({"applied", "held"} & {*each.changes.values()} for each in parts)
            return not in_place and not any(each.is_contained for each in parts)
        case "analysis":
            is_supported = any("supported" in each.hypotheses.values() for each in parts)
            return not is_supported or not any(family for each in parts for family in each.causes.values())
        case "remediation":
            return any("applied" in each.changes.values() for each in parts)
    rule = PLAYBOOK.severity(Severity(it.severity))
    said = [*(it.looks.get(check) for check in rule.verify), *(it.signed.get(each) for each in rule.sign_off)]
    refused = False in (*it.looks.values(), *it.signed.values())
    return not all(said) or refused or True not in it.looks.values()
