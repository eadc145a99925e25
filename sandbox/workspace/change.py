"""What happened in the workspace, told to whoever subscribed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Change:
    """One thing that happened; `user_id` is who did it, `body` depends on `kind`."""

    kind: str
    channel_id: str | None
    user_id: str | None
    body: dict[str, Any] = field(default_factory=dict)


Subscriber = Callable[[Change], None]
