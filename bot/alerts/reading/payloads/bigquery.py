"""BigQuery's data transfers and scheduled queries: runs that ended, as Pub/Sub pushes them (base64) or bare.

Written after the `TransferRun` of the BigQuery Data Transfer API. The name up to `/runs/` is the transfer's.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.inner_json import contents
from bot.alerts.reading.json_parts import first_text, moment, record, records, text
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_NAME: Final = re.compile(
    r"projects/(?P<project>[^/]{1,100})/(?:locations/(?P<where>[^/]{1,60})/)?"
    r"transferConfigs/(?P<config>[^/]{1,100})(?:/runs/(?P<run>[^/]{1,100}))?"
)


def recognises(body: Any) -> bool:
    """A run of a transfer, or the push of one."""
    return (
        _run(body) is not None or text(body, "message", "attributes", "eventType") == "TRANSFER_RUN_FINISHED"
    )


def read(body: Any) -> Sequence[Signal] | None:
    """Read how a run ended: `FAILED` is an alert, `SUCCEEDED` its end, everything else is on the way."""
    run = _run(body)
    if run is None:
        return None
    state = text(run, "state") or ""
    return (_signal(run, is_fine=state == "SUCCEEDED"),) if state in {"FAILED", "SUCCEEDED"} else ()


def _run(body: Any) -> Mapping[str, Any] | None:
    for found in contents(body):
        if _NAME.fullmatch(text(found, "name") or "") and {"state", "dataSourceId"} & record(found).keys():
            return record(found)
    return None


def _signal(run: Mapping[str, Any], *, is_fine: bool) -> Signal:
    name = _NAME.fullmatch(text(run, "name") or "")
    config = name["config"] if name else ""
    kind, dataset = text(run, "dataSourceId") or "transfer", _dataset(run)
    what = "Scheduled query" if kind == "scheduled_query" else f"Transfer of {kind}"
    into = f" into {dataset}" if dataset else ""
    return Signal(
        source="bigquery",
        title=f"{what}{into} {'succeeded' if is_fine else 'failed'}",
        status=AlertStatus.RESOLVED if is_fine else AlertStatus.FIRING,
        symptom=Symptom.PIPELINE,
        assets=(dataset or config,),
        run=name["run"] if name else None,
        link=_link(name) if name else None,
        excerpt=None if is_fine else _error(run),
        started_at=moment(run, "startTime") or moment(run, "runTime"),
        identity=(text(run, "name") or "").partition("/runs/")[:1],
    )


def _dataset(run: Mapping[str, Any]) -> str | None:
    """Where it writes: the table where the parameters name one that is no template, else the data set."""
    dataset = first_text(run, "destinationDatasetId", "datasetId") or text(
        run, "destinationDatasetReference", "datasetId"
    )
    table = first_text(
        record(run, "params"),
        "destination_table_name_template",
        "destination_table_name",
        "table_name_patterns",
    )
    return f"{dataset}.{table}" if dataset and table and re.fullmatch(r"\w{1,200}", table) else dataset


def _error(run: Mapping[str, Any]) -> str | None:
    status = record(run, "errorStatus")
    details = (text(each, "detail") or text(each, "message") for each in records(status, "details"))
    return text(status, "message") or next((each for each in details if each), None)


def _link(name: re.Match[str]) -> str | None:
    if not name["where"] or not name["run"]:
        return None
    return (
        f"https://console.cloud.google.com/bigquery/transfers/locations/{name['where']}"
        f"/configs/{name['config']}/runs?project={name['project']}"
    )
