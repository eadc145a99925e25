"""Who sees to holds on retention: what an incident needs is not deleted, and not kept for ever."""

from typing import Annotated

from pydantic import Field

from bot.playbook.fields import Duration, Person
from bot.playbook.part import Part
from models.durations import parse_span


class Retention(Part):
    """Holds on retention."""

    holder: Annotated[
        Person | None,
        Field(description="whose task a hold is where nobody is named; without it whoever asks for it"),
    ] = None
    remind_every: Annotated[
        Duration,
        Field(
            description="how often a hold is asked about: until it is set, and from its end until released"
        ),
    ] = parse_span("1d")
