"""Every call to Slack on the main road, by the phase of the incident in which it is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

ANNOUNCEMENTS: Final = "C0INCDNT01"
BEN: Final = "U0BEN00001"

PHASES: Final = ("opening", "leading", "updating", "closing", "reviewing")


@dataclass(frozen=True)
class Step:
    """One call; `match` tells it from others of its method (parts of its arguments)."""

    phase: str
    name: str
    method: str
    match: Mapping[str, str] = field(default_factory=dict)


STEPS: Final = (
    Step("opening", "channel", "conversations.create"),
    Step("opening", "card", "chat.postMessage", {"text": "Commander nobody"}),
    Step("opening", "announcement", "chat.postMessage", {"channel": ANNOUNCEMENTS}),
    Step("opening", "invitation", "conversations.invite"),
    Step("opening", "topic", "conversations.setTopic"),
    Step("opening", "answer in the thread", "chat.postMessage", {"thread_ts": "."}),
    Step("opening", "pin", "pins.add"),
    Step("leading", "brief by direct message", "chat.postMessage", {"channel": BEN}),
    Step("leading", "notice of the role", "chat.postMessage", {"text": "is commander of"}),
    Step("leading", "invitation of the commander", "conversations.invite", {"users": BEN}),
    Step("leading", "topic with the commander", "conversations.setTopic", {"topic": "leads"}),
    Step("updating", "card edit", "chat.update", {"text": "Commander <@"}),
    Step("updating", "announcement edit", "chat.update", {"channel": ANNOUNCEMENTS}),
    Step("updating", "topic of the stage", "conversations.setTopic", {"topic": "containment"}),
    Step("updating", "update", "chat.postMessage", {"text": "The load is stopped"}),
    Step("closing", "last card edit", "chat.update", {"text": "CLOSED"}),
    Step("closing", "last announcement edit", "chat.update", {"channel": ANNOUNCEMENTS}),
    Step("closing", "last topic", "conversations.setTopic", {"topic": "closed"}),
    Step("closing", "closing message", "chat.postMessage", {"text": "INC-1 closed"}),
    Step("reviewing", "place for the file", "files.getUploadURLExternal"),
    Step("reviewing", "file", "files.completeUploadExternal"),
    Step("reviewing", "review message", "chat.postMessage", {"text": "is drafted from"}),
)


def steps_of(phase: str) -> list[Step]:
    return [step for step in STEPS if step.phase == phase]
