"""Dagster: the run failure sensor and the failure hook."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.message_parts import Parts
from models.signal import Signal
from models.vocabulary import Symptom

_RUN: Final = re.compile(r"Job \"(?P<job>[^\"\n]{1,300})\" failed")
_HOOK: Final = re.compile(r"\bOp (?P<op>\S{1,300}) on job (?P<job>\S{1,300}) failed")
_STEPS: Final = re.compile(r"Steps failed: \[(?P<steps>[^\]\n]{1,5000})\]")


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read which steps of which job failed; Dagster's messages say nothing when it runs again."""
    text = parts.text
    run, hook = _RUN.search(text), _HOOK.search(text)
    if run is None and hook is None:
        return None
    if run is not None and not (
        _STEPS.search(text) or parts.link_to("dagster", "/runs/") or "dagster" in parts.posted_by
    ):
        return None
    steps = (hook["op"],) if hook else _steps(text)
    job = hook["job"] if hook else run["job"] if run else ""
    at = f" at {', '.join(steps[:3])}" if steps else ""
    return (
        Signal(
            source="dagster",
            title=f"Job {job} failed{at}",
            symptom=Symptom.PIPELINE,
            assets=steps or (job,),
            link=parts.link_to("/runs/") or parts.link_to(),
            excerpt=parts.body or text,
            identity=(job, *sorted(steps)),
        ),
    )


def _steps(text: str) -> tuple[str, ...]:
    listed = _STEPS.search(text)
    return (
        tuple(name.strip(" '\"") for name in listed["steps"].split(",") if name.strip(" '\""))[:50]
        if listed
        else ()
    )
