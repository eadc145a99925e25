"""PagerDuty, by its Events API v2: one event rings whoever the routing key belongs to.

The key of the call is the `dedup_key`: what arrives twice is one incident of theirs, and the same key
acknowledges and resolves it.
"""

import json
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from pydantic import SecretStr

from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.ways.port import CallNote, CallWay, Ending
from models.call_key import outside_key

_LONGEST_SUMMARY: Final = 1024

_SEVERITIES: Final[Mapping[str, str]] = {
    "sev1": "critical",
    "sev2": "error",
    "sev3": "warning",
    "sev4": "info",
}
_ACTIONS: Final[Mapping[Ending, str]] = {Ending.ANSWERED: "acknowledge", Ending.OVER: "resolve"}


class PagerDuty(CallWay):
    """Rings by routing key; `keys` are by the names that contacts give."""

    settles: ClassVar[bool] = True

    def __init__(self, http: GuardedHttp, url: str, keys: Mapping[str, SecretStr]) -> None:
        self._http = http
        self._url = url
        self._keys = keys

    async def place(self, note: CallNote) -> None:
        """Trigger."""
        payload = {
            "summary": note.subject[:_LONGEST_SUMMARY],
            "source": "Breakwater",
            "severity": _SEVERITIES.get(note.severity, "error"),
            "component": note.ref,
            "custom_details": {"called": note.person, "text": note.text},
        }
        links = [{"href": note.link, "text": f"{note.ref} in Slack"}] if note.link else []
        await self._send(note, "trigger", payload=payload, links=links, client="Breakwater")

    async def settle(self, note: CallNote, ending: Ending) -> None:
        """Acknowledge, or resolve."""
        await self._send(note, _ACTIONS[ending])

    async def _send(self, note: CallNote, action: str, **more: Any) -> None:
        event = {
            "routing_key": self._key(note.to),
            "event_action": action,
            "dedup_key": outside_key(note.key),
            **more,
        }
        headers = {"Content-Type": "application/json"}
        answer = await self._http.post(self._url, json.dumps(event).encode(), headers)
        if not answer.is_good:
            raise NotReached(
                f"PagerDuty answered {answer.status}",
                permanent=answer.is_final,
                retry_after=answer.retry_after,
            )

    def _key(self, name: str) -> str:
        secret = self._keys.get(name)
        if secret is None:
            raise NotReached(f"there is no PAGERDUTY_KEY_{name.upper()} in the environment", permanent=True)
        return secret.get_secret_value()
