"""What the playbook asks of changes that are made during an incident."""

from typing import Annotated

from pydantic import Field

from bot.playbook.fields import Duration
from bot.playbook.part import Part
from models.durations import parse_span
from models.vocabulary import Severity


class Changes(Part):
    """What is asked of changes that are made to systems during an incident."""

    approval: Annotated[
        tuple[Severity, ...],
        Field(description="severities at which a change is approved by somebody else before it is applied"),
    ] = ()
    remind_every: Annotated[
        Duration,
        Field(
            description="how often a temporary change is asked about until it is removed or made permanent"
        ),
    ] = parse_span("1d")
