"""How owners are reminded of what is to be computed anew."""

from typing import Annotated

from pydantic import Field

from bot.playbook.fields import Duration
from bot.playbook.part import Part
from models.durations import parse_span


class Backfills(Part):
    """Backfill plans."""

    remind_every: Annotated[
        Duration | None,
        Field(
            description="how often owners are asked about what is open, and who leads for owners; null: never"
        ),
    ] = parse_span("1wd")
