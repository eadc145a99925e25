"""Which emoji means what on which messages; no emoji means two things."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.playbook.fields import Emoji
from bot.playbook.part import Part


class Meanings(Part):
    """Emoji by what they mean."""

    @model_validator(mode="after")
    def _never_overlap(self) -> Self:
        require_apart({"": self})
        return self

    def kind_of(self, emoji: str) -> str | None:
        """Say what an emoji means (`hypothesis`), or None; a skin tone makes no difference."""
        plain = emoji.partition("::")[0]
        return next((kind for kind, name in self if name == plain), None)


class Reactions(Meanings):
    """Which emoji on a message of an incident's channel records it, and as what."""

    ledger: Annotated[Emoji, Field(description="records a note")] = "pushpin"
    hypothesis: Annotated[Emoji, Field(description="records a hypothesis")] = "bulb"
    decision: Annotated[Emoji, Field(description="records a decision")] = "scales"
    change: Annotated[Emoji, Field(description="records a change")] = "wrench"
    evidence: Annotated[Emoji, Field(description="records evidence")] = "test_tube"
    follow_up: Annotated[Emoji, Field(description="records a follow-up")] = "ballot_box_with_check"


class AlertReactions(Meanings):
    """Which emoji on an alert, or on its card, does the same as a button of the card."""

    mine: Annotated[Emoji, Field(description="does what It's mine does")] = "eyes"
    declare: Annotated[Emoji, Field(description="does what Declare does")] = "rotating_light"
    expected: Annotated[Emoji, Field(description="does what Expected does")] = "white_circle"
    snooze: Annotated[Emoji, Field(description="does what Snooze does")] = "zzz"


def require_apart(groups: Mapping[str, Meanings]) -> None:
    """No emoji means two things. Raises ValueError, which names both, each after its group."""
    by_emoji: dict[str, str] = {}
    for group, meanings in groups.items():
        for kind, emoji in meanings:
            name = f"{group}.{kind}" if group else kind
            if emoji in by_emoji:
                raise ValueError(f"{by_emoji[emoji]} and {name} share the emoji {emoji}; choose two")
            by_emoji[emoji] = name
