"""Airflow: whatever text the DAG's author wrote; the address of the log says most."""

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qs, urlsplit

from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.told import domain_of, owner_of, run_of
from bot.alerts.reading.verdict import Verdict, verdict
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_QUOTE: Final = r"[`\"'*]{0,2}"
_TASK_SAYS: Final = re.compile(
    rf"\btask[:\s]+{_QUOTE}(?P<name>[\w.-]+){_QUOTE}\s+"
    r"(?:has\s+|just\s+|(?:of|in|from)\s+(?:the\s+)?dag\b[^\n]{0,200}?)?(?:failed|succeeded|is up|missed)",
    re.I,
)
_DAG_SAYS: Final = re.compile(
    rf"\b(?:dag[:\s]+{_QUOTE}(?P<name>[\w.-]+){_QUOTE}\s+(?:has\s+|just\s+|run\s+)?(?:failed|succeeded|missed)"
    rf"|(?:of|in|from)\s+(?:the\s+)?dag[:\s]+{_QUOTE}(?P<within>[\w.-]+))",
    re.I,
)
_INSTANCE: Final = re.compile(
    r"TaskInstance:\s(?P<dag>[\w-]{1,250})\.(?P<task>[\w.-]{1,250})\s(?P<run>\S{1,250})[^\n]{0,40}?\[(?P<state>\w{1,20})\]"
)
_DAG_PATH: Final = re.compile(r"/dags/(?P<dag>[\w.-]+)(?:/|$)")
_TASK_PATH: Final = re.compile(r"/tasks/(?P<task>[\w.-]+)")
_RUN_PATH: Final = re.compile(r"/runs/(?P<run>[^/?#]{1,250})")
_NAME: Final = re.compile(r"[\w.-]+")
_LABELS: Final = (
    "log url", "log", "logs", "execution time", "execution date", "logical date", "run id", "dag run",
    "dag id", "dag_id", "try number",
)  # fmt: skip
_RETRIED: Final = re.compile(r"\b(?:up_for_retry|retr(?:y|ied|ying))\b", re.I)
_MISSED: Final = re.compile(r"\bslas?\b|\bmissed (?:its |the )?deadline\b|\bdeadline (?:was )?missed\b", re.I)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read which task of which DAG failed, or succeeded again."""
    asked = _from_addresses(parts)
    instance = _INSTANCE.search(parts.text)
    dag = _labelled(parts, "dag", "dag id", "dag_id", "dag name") or asked.get("dag_id")
    dag = dag or (instance["dag"] if instance else _said(_DAG_SAYS, parts))
    task = _labelled(parts, "task", "task id", "task_id", "task name") or asked.get("task_id")
    task = task or (instance["task"] if instance else _said(_TASK_SAYS, parts)) or _after(dag, parts)
    if not (dag or task) or not _is_ours(parts, dag, task):
        return None
    run = asked.get("dag_run_id") or asked.get("run_id") or (instance["run"] if instance else run_of(parts))
    failed = "failed" in parts.text.casefold()
    said = verdict(parts)
    if not failed and said in {Verdict.FINE, Verdict.FINE_AGAIN}:
        return (_signal(parts, dag, task, run, AlertStatus.RESOLVED),)
    retried = _RETRIED.search(parts.headline) is not None and "failed" not in parts.headline.casefold()
    if said is not Verdict.WRONG or (instance and instance["state"] == "up_for_retry") or retried:
        return ()
    return (_signal(parts, dag, task, run, AlertStatus.FIRING),)


def _labelled(parts: Parts, *labels: str) -> str | None:
    """A value that begins with a name; more may stand behind it on one line."""
    found = _NAME.match(parts.fact(*labels) or "")
    return found[0] if found else None


def _is_ours(parts: Parts, dag: str | None, task: str | None) -> bool:
    by_name = "airflow" in parts.posted_by or parts.link_to("airflow") is not None
    labelled = parts.fact("dag", "dag id", "dag_id") is not None and parts.fact(*_LABELS, "task") is not None
    told = bool(dag and task and (_INSTANCE.search(parts.text) or _said(_TASK_SAYS, parts)))
    linked = dag is not None and any(_DAG_PATH.search(each.url) for each in parts.links)
    return by_name or labelled or told or linked


def _from_addresses(parts: Parts) -> dict[str, str]:
    """What a log's address names: `/dags/<dag>/grid?task_id=…`, `/dags/<dag>/…/tasks/…`, `/log?dag_id=…`."""
    for each in parts.links:
        try:
            address = urlsplit(each.url)
        except ValueError:
            continue
        fields = parse_qs(address.query, max_num_fields=100) if address.query.count("&") < 100 else {}
        asked = {key: values[0] for key, values in fields.items()}
        if dag := _DAG_PATH.search(address.path):
            asked["dag_id"] = dag["dag"]
            for pattern, key in ((_TASK_PATH, "task_id"), (_RUN_PATH, "dag_run_id")):
                if found := pattern.search(address.path):
                    asked.setdefault(key, found[1])
        if asked.get("dag_id"):
            return asked
    return {}


def _said(pattern: re.Pattern[str], parts: Parts) -> str | None:
    found = pattern.search(parts.text)
    return next((name for name in found.groups() if name), None) if found else None


def _after(dag: str | None, parts: Parts) -> str | None:
    """The task in `dag.task`, as Airflow itself writes it."""
    found = re.search(rf"(?<![\w./-]){re.escape(dag)}\.([\w-]{{1,250}})\s", parts.text) if dag else None
    return found[1] if found else None


def _signal(parts: Parts, dag: str | None, task: str | None, run: str | None, status: AlertStatus) -> Signal:
    missed = _MISSED.search(parts.text) is not None
    fine = status is AlertStatus.RESOLVED
    did = "succeeded" if fine else "missed its deadline" if missed else "failed"
    if dag and task:
        title = f"Task {task} of DAG {dag} {did}"
    else:
        title = f"DAG {dag} {did}" if dag else f"Task {task} {did}"
    link = parts.link_to("/dags/")
    return Signal(
        source="airflow",
        title=title,
        status=status,
        symptom=Symptom.FRESHNESS if missed else Symptom.PIPELINE,
        assets=(".".join(name for name in (dag, task) if name),),
        owner=owner_of(parts),
        domain=domain_of(parts),
        # Its id is the time it was scheduled for, which DAGs share.
        run=f"{dag} {run}" if dag and run else None,
        link=link or parts.link_to(),
        run_link=link,
        excerpt=parts.body or parts.text,
        identity=(dag or "", task or ""),
    )
