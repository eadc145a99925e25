"""The one way in which anything in the sandbox says no: a Slack error code."""

from typing import Any


class SlackError(Exception):
    """A call or operation that Slack would refuse with `ok: false`.

    `code` is Slack's own; `extra` travels beside it in the answer (`needed`, `response_metadata`…).
    """

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.extra = extra

    def body(self) -> dict[str, Any]:
        """The answer that Slack's Web API would give."""
        return {"ok": False, "error": self.code, **self.extra}


def argument_error(*messages: str, code: str = "invalid_arguments") -> SlackError:
    """An error that explains itself the way Slack does, in `response_metadata.messages`."""
    return SlackError(code, response_metadata={"messages": [f"[ERROR] {message}" for message in messages]})
