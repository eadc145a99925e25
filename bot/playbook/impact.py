"""What a playbook says of the meaning of tags for the business: severities are suggested from it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from bot.playbook.fields import Word
from bot.playbook.part import Part
from models.impact_severity import Answers, Needed, UsedBy, YesNo


class TagMeans(Part):
    """What a tag of an asset, or of what reads from it, says about the business."""

    used_by: Annotated[UsedBy | None, Field(description="who uses it")] = None
    needed: Annotated[Needed | None, Field(description="how soon somebody decides by it")] = None
    money: Annotated[bool | None, Field(description="whether money or a regulator is involved")] = None
    reversible: Annotated[
        bool | None, Field(description="whether what people do because of it can be taken back")
    ] = None

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if all(value is None for _, value in self):
            raise ValueError(f"says nothing; give it one of {', '.join(TagMeans.model_fields)}")
        return self

    def answers(self, because: str) -> Answers:
        """As answers, each known because of that."""
        lasting = None if self.reversible is None else not self.reversible
        given = Answers(
            used_by=self.used_by, needed=self.needed, money=_yes(self.money), lasting=_yes(lasting)
        )
        return replace(given, known_by=dict.fromkeys(given.as_detail(), because))


_TAGS: Final[Mapping[str, TagMeans]] = {
    "tier-1": TagMeans(used_by=UsedBy.COMPANY),
    "regulatory": TagMeans(used_by=UsedBy.BOARD, money=True),
}


class Impact(Part):
    """How the business is hit."""

    tags: Annotated[Mapping[Word, TagMeans], Field(description="what tags of assets mean")] = Field(
        default_factory=lambda: dict(_TAGS)
    )


def _yes(value: bool | None) -> YesNo | None:
    return None if value is None else YesNo.YES if value else YesNo.NO
