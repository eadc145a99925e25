"""How Socket Mode stands, in figures and in sentences."""

from dataclasses import asdict, dataclass
from typing import Any, Final

#: Slack lets one app have so many sockets, all replicas together.
CONNECTION_LIMIT: Final = 10

_REFUSED: Final = (
    "Slack refuses SLACK_APP_TOKEN ({code}); make an app-level token with the scope connections:write "
    "under Basic Information in the app's settings, and start again with it."
)
_SENTENCES: Final = {
    "link_disabled": "Socket Mode is switched off for this app; switch it on in the app's settings.",
    "too_many_websockets": (
        f"All {CONNECTION_LIMIT} sockets that Slack allows one app are taken, by other replicas or by "
        "another program that uses the same app-level token."
    ),
    "ratelimited": "Slack asks us to wait before we connect again.",
} | dict.fromkeys(
    [
        "account_inactive", "invalid_auth", "missing_scope", "not_allowed_token_type", "not_authed",
        "token_expired", "token_revoked",
    ],
    _REFUSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SocketState:
    """A moment's look."""

    wanted: int
    connected: int
    #: Seconds since anything was heard on any socket; none when there is no socket.
    last_frame_age: float | None
    #: How many sockets of this app Slack counted at our last hello: every replica's, and ghosts.
    hello_connections: int | None
    #: What people should know or mend, as sentences.
    warnings: tuple[str, ...]

    @property
    def is_hearing(self) -> bool:
        """Whether payloads can reach us."""
        return self.connected > 0

    def as_dict(self) -> dict[str, Any]:
        """As `/readyz` shows it."""
        age = None if self.last_frame_age is None else round(self.last_frame_age, 1)
        return {"transport": "sockets"} | asdict(self) | {"last_frame_age": age}


def explained(code: str) -> str:
    """Say what a fault of connecting means, and what mends it."""
    return _SENTENCES.get(code, "Slack cannot be reached ({code}); trying again.").format(code=code)
