"""Prefect: the same title for success and failure; the state is in the text."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.message_parts import Parts
from bot.alerts.reading.sources.general import read_as
from bot.alerts.reading.sources.told import domain_of, owner_of, run_of
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_ENTERED: Final = r"(?:was observed|observed|has entered|entered|is|has|changed to|reached)"
_STATE: Final = re.compile(
    r"Flow run (?P<flow>[^\n/`]{1,200})/(?P<run>\S{1,200})"
    rf" {_ENTERED}(?: in| the)? state `?(?P<state>\w+)`?"
)
#: As teams word it themselves.
_WORDED: Final = re.compile(
    r"\bflow[ :]{1,2}[`\"']?(?!run\b)(?P<flow>[\w.-]{1,200})[`\"']?,? "
    rf"(?:run \S{{1,100}} )?(?:{_ENTERED} )?(?:in )?(?:the )?(?:state )?`?"
    r"(?P<state>failed|crashed|timed ?out|late|completed|succeeded)\b",
    re.I,
)
_RUN_ID: Final = re.compile(r"/flow-runs?/(?:flow-run/)?(?P<id>[0-9a-f][0-9a-f-]{7,40})")
_FAILED: Final = frozenset({"failed", "crashed", "timedout", "late"})
_FINE: Final = frozenset({"completed", "succeeded"})


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read the state of a flow run; the run's name is random words, so the flow is what counts."""
    ours = "prefect" in parts.posted_by or parts.link_to("prefect.cloud", "prefect.io") is not None
    said = _STATE.search(parts.text) or (_WORDED.search(parts.text) if ours else None)
    if said is None:
        if not ours:
            return None
        flow = parts.fact("flow", "flow name")
        return read_as(parts, source="prefect", default=Symptom.PIPELINE, identity=(flow,) if flow else ())
    state = said["state"].casefold().replace(" ", "")
    return (_signal(parts, said["flow"], state),) if state in _FAILED | _FINE else ()


def _signal(parts: Parts, flow: str, state: str) -> Signal:
    numbered = next((found["id"] for each in parts.links if (found := _RUN_ID.search(each.url))), None)
    link = parts.link_to("/flow-run")
    return Signal(
        source="prefect",
        title=f"Flow {flow} {state}",
        status=AlertStatus.RESOLVED if state in _FINE else AlertStatus.FIRING,
        symptom=Symptom.FRESHNESS if state == "late" else Symptom.PIPELINE,
        assets=(flow,),
        owner=owner_of(parts),
        domain=domain_of(parts),
        run=run_of(parts) or numbered,
        link=link or parts.link_to(),
        run_link=link,
        excerpt=parts.fact("state message") or parts.body,
        identity=(flow,),
    )
