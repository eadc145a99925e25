"""Which runbooks of the playbook fit an incident."""

from collections.abc import Iterable, Sequence

from bot.alerts.match_rules import fits, is_source
from bot.playbook.runbooks import Runbook, Trouble
from models.incident import Incident


def fitting(runbooks: Iterable[Runbook], incident: Incident, source: str | None = None) -> Sequence[Runbook]:
    """Those whose whole condition holds, in the playbook's order; `source` is the tool that opened it."""
    return [each for each in runbooks if _holds(each.when, incident, source)]


def _holds(trouble: Trouble, incident: Incident, source: str | None) -> bool:
    if trouble == Trouble():
        return False
    assets = incident.asset.split(", ") if incident.asset else []
    return (
        fits(trouble.asset, assets)
        and trouble.symptom in {None, incident.symptom}
        and (trouble.source is None or (source is not None and is_source(trouble.source, source)))
        and fits(trouble.domain, [incident.domain or ""])
        and fits(trouble.title, [incident.title])
    )
