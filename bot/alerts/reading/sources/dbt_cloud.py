"""dbt Cloud's own notification: recognised by the address of the run, and by how runs end."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.headlines import severity_in, title_of
from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.verdict import Verdict, verdict
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_RUN: Final = re.compile(r"/projects/\d+/runs/\d+")
_JOB: Final = re.compile(r"\bjob:?\s+[\"“'`](?P<job>[^\"”'`\n]{1,200})[\"”'`]", re.I)
_JOB_ID: Final = re.compile(r"/jobs/(?P<id>\d+)")
_CANCELLED: Final = re.compile(r"\bcancell?ed\b", re.I)
_WARNED: Final = re.compile(r"\bwarned\b", re.I)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read how a job's run ended. A cancelled run is somebody's own doing."""
    by_address = any(_RUN.search(each.url) for each in parts.links)
    if not by_address and "getdbt" not in parts.text and not re.search(r"\bdbt\b", parts.posted_by):
        return None
    said = verdict(parts)
    if said is Verdict.NOTHING or _CANCELLED.search(parts.headline):
        return ()
    job = _job(parts)
    fine = said in {Verdict.FINE, Verdict.FINE_AGAIN}
    if fine and not job:
        return ()
    return (
        Signal(
            source="dbt_cloud",
            title=f"Job {job} {'succeeded' if fine else 'failed'}" if job else title_of(parts.headline),
            status=AlertStatus.RESOLVED if fine else AlertStatus.FIRING,
            symptom=Symptom.PIPELINE,
            severity_hint=severity_in(parts) or ("warn" if _WARNED.search(parts.headline) else None),
            assets=(job,) if job else (),
            link=next((each.url for each in parts.links if _RUN.search(each.url)), parts.link_to()),
            excerpt=parts.body,
            identity=_identity(parts, job),
        ),
    )


def _job(parts: Parts) -> str | None:
    quoted = _JOB.search(parts.text)
    return quoted["job"] if quoted else parts.fact("job", "job name")


def _identity(parts: Parts, job: str | None) -> tuple[str, ...]:
    where = tuple(parts.fact(label) or "" for label in ("project", "environment"))
    numbered = next((found["id"] for each in parts.links if (found := _JOB_ID.search(each.url))), None)
    return (job or numbered or settled(parts.headline), *where)
