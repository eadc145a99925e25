"""What a playbook says about who answers for what: teams, owner rules, and who stands in."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.playbook.fields import Channel, Pattern, Person, Responder, Word
from bot.playbook.part import Part
from models.ownership import FIELDS, OwnerRule, OwnerRules
from models.vocabulary import AssetType


class Team(Part):
    """People who answer for assets together."""

    name: Annotated[
        str | None, Field(min_length=1, max_length=75, description="how it is shown, and what tools call it")
    ] = None
    people: Annotated[tuple[Responder, ...], Field(description="its people and user groups")] = ()
    channel: Annotated[Channel | None, Field(description="where it is spoken to")] = None


class OwnedAssets(Part):
    """Which assets a rule is about; all that is given must hold. The stronger keys stand first."""

    asset: Annotated[
        Pattern | None,
        Field(description="a pattern for the key, the name or the relation, such as `marts.finance.*`"),
    ] = None
    group: Annotated[Pattern | None, Field(description="the group that dbt puts it into")] = None
    in_schema: Annotated[Pattern | None, Field(alias="schema", description="the schema it lies in")] = None
    tag: Annotated[Pattern | None, Field(description="one of its tags")] = None
    domain: Annotated[Word | None, Field(description="the part of the business")] = None
    source: Annotated[Pattern | None, Field(description="the tool that told of it, such as dbt")] = None
    type: Annotated[AssetType | None, Field(description="what it is, such as dashboard")] = None


class Owners(Part):
    """One owner rule: whose the assets are that `when` describes."""

    name: Annotated[str | None, Field(min_length=1, max_length=75, description="how answers name it")] = None
    when: Annotated[OwnedAssets, Field(description="the assets; `{}` is every asset")]
    team: Annotated[Word | None, Field(description="one of the `teams`")] = None
    business_steward: Annotated[Person | None, Field(description="who knows what it means")] = None
    technical_steward: Annotated[Person | None, Field(description="who knows how it is made")] = None
    channel: Annotated[Channel | None, Field(description="where; without it that of the team")] = None

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if all(getattr(self, name) is None for name in FIELDS):
            raise ValueError(f"names nobody; give it one of {', '.join(FIELDS)}")
        return self


class Fallback(Part):
    """Who stands in where neither a rule nor a tool names anybody."""

    team: Annotated[Word | None, Field(description="one of the `teams`")] = None
    business_steward: Annotated[Person | None, Field(description="for the meaning")] = None
    technical_steward: Annotated[Person | None, Field(description="for the making")] = None


def owner_rules(teams: Mapping[str, Team], owners: Iterable[Owners], fallback: Fallback) -> OwnerRules:
    """What all of it comes to, as the rules that answer for an asset."""
    return OwnerRules(
        (_rule(number, written) for number, written in enumerate(owners, start=1)),
        team_channels={key: team.channel for key, team in teams.items()},
        team_names={team.name: key for key, team in teams.items() if team.name},
        fallback=_given(fallback),
    )


def _rule(number: int, written: Owners) -> OwnerRule:
    when = {key: str(value) for key, value in written.when.model_dump(by_alias=True).items() if value}
    return OwnerRule(number=number, name=written.name or "", when=when, gives=_given(written))


def _given(written: Owners | Fallback) -> dict[str, str]:
    return {name: value for name in FIELDS if (value := getattr(written, name, None)) is not None}
