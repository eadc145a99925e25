"""Airflow: whatever text the DAG's author wrote; the address of the log says most."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.verdict import Verdict, verdict
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_TASK_SAYS: Final = re.compile(
    r"\btask[:\s]+[`\"']?(?P<task>[\w.-]+)[`\"']?\s+(?:has\s+|just\s+)?(?:failed|succeeded|is up)", re.I
)
_DAG_SAYS: Final = re.compile(
    r"\bdag[:\s]+[`\"']?(?P<dag>[\w.-]+)[`\"']?\s+(?:has\s+|just\s+|run\s+)?(?:failed|succeeded|missed)", re.I
)
_DAG_PATH: Final = re.compile(r"/dags/(?P<dag>[\w.-]+)(?:/|$)")
_TASK_PATH: Final = re.compile(r"/tasks/(?P<task>[\w.-]+)")
_LABELS: Final = (
    "log url",
    "log",
    "logs",
    "execution time",
    "execution date",
    "logical date",
    "run id",
    "dag run",
    "dag id",
    "dag_id",
    "try number",
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read which task of which DAG failed, or succeeded again."""
    dag, task = _from_address(parts)
    dag = parts.fact("dag", "dag id", "dag_id", "dag name") or dag or _said(_DAG_SAYS, parts, "dag")
    task = parts.fact("task", "task id", "task_id", "task name") or task or _said(_TASK_SAYS, parts, "task")
    if not (dag or task) or not _is_ours(parts, dag):
        return None
    said = verdict(parts)
    if "failed" not in parts.text.casefold() and said in {Verdict.FINE, Verdict.FINE_AGAIN}:
        return (_signal(parts, dag, task, AlertStatus.RESOLVED, "succeeded"),)
    if said is not Verdict.WRONG:
        return ()
    return (_signal(parts, dag, task, AlertStatus.FIRING, "failed"),)


def _is_ours(parts: Parts, dag: str | None) -> bool:
    by_name = "airflow" in parts.posted_by or parts.link_to("airflow") is not None
    labelled = parts.fact("dag", "dag id", "dag_id") is not None and parts.fact(*_LABELS, "task") is not None
    return (
        by_name or labelled or (dag is not None and any(_DAG_PATH.search(each.url) for each in parts.links))
    )


def _from_address(parts: Parts) -> tuple[str | None, str | None]:
    """DAG and task from a log's address: `/dags/<dag>/grid?task_id=<task>`, or `/dags/…/tasks/<task>`."""
    for each in parts.links:
        try:
            address = urlsplit(each.url)
        except ValueError:
            continue
        if dag := _DAG_PATH.search(address.path):
            asked = parse_qs(address.query, max_num_fields=100) if address.query.count("&") < 100 else {}
            path_task = _TASK_PATH.search(address.path)
            task = asked.get("task_id", [path_task["task"] if path_task else ""])[0]
            return dag["dag"], task or None
    return None, None


def _said(pattern: re.Pattern[str], parts: Parts, group: str) -> str | None:
    found = pattern.search(parts.text)
    return found[group] if found else None


def _signal(parts: Parts, dag: str | None, task: str | None, status: AlertStatus, did: str) -> Signal:
    if dag and task:
        title = f"Task {task} of DAG {dag} {did}"
    else:
        title = f"DAG {dag} {did}" if dag else f"Task {task} {did}"
    missed = "sla" in parts.text.casefold().split()
    return Signal(
        source="airflow",
        title=title,
        status=status,
        symptom=Symptom.FRESHNESS if missed else Symptom.PIPELINE,
        assets=(".".join(name for name in (dag, task) if name),),
        link=parts.link_to("/dags/") or parts.link_to(),
        excerpt=parts.body or parts.text,
        identity=(dag or "", task or ""),
    )
