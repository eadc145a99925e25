"""What an alert must be for something in the playbook to hold for it."""

from typing import Annotated

from pydantic import Field

from bot.playbook.fields import Channel, Word
from bot.playbook.part import Part
from models.vocabulary import Symptom


class AlertCondition(Part):
    """What an alert must be for a rule to apply; all that is given must hold."""

    source: Annotated[Word | None, Field(description="the tool, such as grafana or dbt")] = None
    symptom: Annotated[Symptom | None, Field(description="what is wrong with the data")] = None
    severity: Annotated[Word | None, Field(description="the tool's own word, such as critical")] = None
    title: Annotated[str | None, Field(description="a pattern with * and ?, such as `*orders*`")] = None
    asset: Annotated[str | None, Field(description="a pattern with * and ?, such as `finance.*`")] = None
    channel: Annotated[Channel | None, Field(description="the channel it was posted in")] = None
    domain: Annotated[Word | None, Field(description="the part of the business, see `domains`")] = None
