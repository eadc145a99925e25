"""What a playbook says about known troubles: steps that are at hand when such an incident opens."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from bot.playbook.fields import WebAddress, Word
from bot.playbook.part import Part
from models.vocabulary import Symptom


class Trouble(Part):
    """What an incident must be about for a runbook to fit; all that is given must hold."""

    asset: Annotated[str | None, Field(description="a pattern with * and ?, such as `finance.*`")] = None
    symptom: Annotated[Symptom | None, Field(description="what is wrong with the data")] = None
    source: Annotated[Word | None, Field(description="the tool whose alert opened it, such as dbt")] = None
    domain: Annotated[Word | None, Field(description="the part of the business")] = None
    title: Annotated[str | None, Field(description="a pattern with * and ?, such as `*late*`")] = None


class Runbook(Part):
    """One known trouble, and what to do about it."""

    name: Annotated[str, Field(min_length=1, max_length=75, description="its heading")]
    when: Annotated[Trouble, Field(description="the incidents it fits; `{}` only opens it by hand")]
    steps: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=300)], ...],
        Field(min_length=1, max_length=15, description="what to do, in order"),
    ]
    links: Annotated[
        Mapping[str, WebAddress], Field(max_length=10, description="to code and docs: `{Loader: https://…}`")
    ] = Field(default_factory=dict)
    remedy: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=300,
            description="a routine remedy: with it one press ends the incident, and those affected are told",
        ),
    ] = None
    cause: Annotated[
        str | None, Field(min_length=1, max_length=300, description="what it was, in such a close")
    ] = None
