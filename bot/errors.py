"""Faults: something outside failed. They are retried or parked, never shown raw to a person.

Fault
└── ChatError      Slack said no, or said nothing
"""

from collections.abc import Mapping, Sequence


class Fault(Exception):
    """Something outside failed."""


class ChatError(Fault):
    """A call to the chat that did not succeed.

    `code` is Slack's error code or a word of ours (`timeout`, `connection`); `permanent` says that the
    same call will fail again; `retry_after` is how many seconds Slack asked us to wait; `unsure` says
    that the call may have taken effect all the same, so it must be looked up before it is sent again;
    `wait` is how many seconds somebody else asked us to wait, which concerns this item alone and is a try.
    """

    def __init__(
        self,
        code: str,
        *,
        method: str = "",
        permanent: bool = False,
        retry_after: float | None = None,
        unsure: bool = False,
        wait: float = 0.0,
        detail: str = "",
        people: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(f"{method}: {code} {detail}".strip())
        self.code = code
        self.method = method
        self.permanent = permanent
        self.retry_after = retry_after
        self.unsure = unsure
        self.wait = wait
        self.detail = detail
        #: For an invitation: whom Slack refused, and why (`{"user": …, "error": …}`).
        self.people = tuple(dict(person) for person in people)
