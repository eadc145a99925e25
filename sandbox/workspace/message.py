"""A message as Slack has it: a dictionary, and what is not part of every answer beside it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Draft:
    """What somebody wants to post; `webhook` signs it as an incoming webhook would (no user)."""

    text: str = ""
    blocks: list[dict[str, Any]] | None = None
    attachments: list[dict[str, Any]] | None = None
    thread_ts: str | None = None
    reply_broadcast: bool = False
    metadata: dict[str, Any] | None = None
    username: str | None = None
    icon_emoji: str | None = None
    icon_url: str | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    client_msg_id: str | None = None
    webhook: bool = False


@dataclass
class Message:
    """One message. `body` is Slack's message object; lists in it are replaced, never changed in place."""

    channel_id: str
    ts: str
    micros: int
    body: dict[str, Any]
    metadata: dict[str, Any] | None = None
    mentions: frozenset[str] = frozenset()

    @property
    def author_id(self) -> str | None:
        """The user who wrote it, if any."""
        return self.body.get("user")

    @property
    def thread_ts(self) -> str | None:
        """The timestamp of its thread's parent; its own when it is a parent with replies."""
        return self.body.get("thread_ts")

    @property
    def is_reply(self) -> bool:
        """Whether it lives in a thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_channel(self) -> bool:
        """Whether it shows in the channel itself, not only in a thread."""
        return not self.is_reply or self.body.get("subtype") == "thread_broadcast"

    def shown(self, *, metadata: bool = False) -> dict[str, Any]:
        """A copy for an answer or an event; metadata only when asked for."""
        copy = dict(self.body)
        if metadata and self.metadata is not None:
            copy["metadata"] = self.metadata
        return copy
