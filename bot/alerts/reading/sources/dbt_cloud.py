"""dbt Cloud's own notification: recognised by the address of the run, and by how runs end."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import severity_in, title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.told import domain_of, owner_of
from bot.alerts.reading.verdict import Verdict, verdict
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_RUN: Final = re.compile(r"/projects/\d+/runs/(?P<id>\d+)")
_JOBS: Final = (
    re.compile(r"\bjob:?\s+[\"“'`](?P<job>[^\"”'`\n]{1,200})[\"”'`]", re.I),
    re.compile(r"^\W{0,9}(?P<job>[^:\n]{1,200}):\s{1,3}run #?\d+\b", re.I | re.M),
    re.compile(
        r"\brun #?\d+ (?:of|for|on)(?: job)? (?P<job>[^\n]{1,200}?)"
        r" (?:has |was |just )?(?:warned|errored|failed|succeeded)",
        re.I,
    ),
    re.compile(
        r"\bjob (?:failed|errored|succeeded|warned|completed)[^:\n]{0,20}:\s{1,3}(?P<job>[^\n]{1,200})", re.I
    ),
)  # fmt: skip
_JOB_ID: Final = re.compile(r"/jobs/(?P<id>\d+)")
_CANCELLED: Final = re.compile(r"\bcancell?ed\b", re.I)
_STARTED: Final = re.compile(r"\b(?:started|queued|running|starting)\b", re.I)
_WARNED: Final = re.compile(r"\bwarned\b|\bwith warnings\b", re.I)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read how a job's run ended. A cancelled run is somebody's own doing."""
    numbered = next((found["id"] for each in parts.links if (found := _RUN.search(each.url))), None)
    if not numbered and "getdbt" not in parts.text and not re.search(r"\bdbt\b", parts.posted_by):
        return None
    said, job = verdict(parts), _job(parts)
    outcome = parts.headline.replace(job, "") if job else parts.headline
    fine = said in {Verdict.FINE, Verdict.FINE_AGAIN}
    if said is Verdict.NOTHING or _CANCELLED.search(outcome) or (fine and _STARTED.search(outcome)):
        return ()
    if fine and not job:
        return ()
    link = next((each.url for each in parts.links if _RUN.search(each.url)), None)
    return (
        Signal(
            source="dbt_cloud",
            title=f"Job {job} {'succeeded' if fine else 'failed'}" if job else title_of(parts.headline),
            status=AlertStatus.RESOLVED if fine else AlertStatus.FIRING,
            symptom=Symptom.PIPELINE,
            severity_hint=severity_in(parts) or ("warn" if _WARNED.search(outcome) else None),
            assets=(job,) if job else (),
            owner=owner_of(parts),
            domain=domain_of(parts),
            run=numbered,
            link=link or parts.link_to(),
            run_link=link,
            excerpt=parts.body,
            identity=_identity(parts, job),
        ),
    )


def _job(parts: Parts) -> str | None:
    found = (pattern.search(parts.text) for pattern in _JOBS)
    told = next((each["job"].strip(" *_`\"'") for each in found if each), None)
    return told or parts.fact("job", "job name")


def _identity(parts: Parts, job: str | None) -> tuple[str, ...]:
    where = tuple(parts.fact(label) or "" for label in ("project", "environment"))
    numbered = next((found["id"] for each in parts.links if (found := _JOB_ID.search(each.url))), None)
    return (job or numbered or settled(parts.headline), *where)
