"""A signed request to a gateway, which sends an SMS or lets a phone ring.

Signed as standardwebhooks.com has it: HMAC-SHA256 of `id.timestamp.body`, so that the gateway knows whose it
is and, by the id, that it has seen it before.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from pydantic import SecretStr

from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.ways.port import CallNote, CallWay

_PREFIX: Final = "whsec_"


class Gateway(CallWay):
    """Posts to the playbook's gateways, each signed with its own secret."""

    def __init__(
        self,
        http: GuardedHttp,
        gateways: Mapping[str, str],
        secrets: Mapping[str, SecretStr],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._gateways = gateways
        self._secrets = secrets
        self._clock = clock

    async def place(self, note: CallNote) -> None:
        """Post it."""
        url, secret = self._gateways.get(note.to), self._secrets.get(note.to)
        if url is None:
            raise NotReached(f"the playbook has no gateway {note.to}", permanent=True)
        if secret is None:
            raise NotReached(
                f"there is no WEBHOOK_SECRET_{note.to.upper()} in the environment", permanent=True
            )
        at = int(self._clock())
        body = json.dumps(_said(note, at), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": note.key,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(secret.get_secret_value(), note.key, at, body),
        }
        answer = await self._http.post(url, body, headers)
        if not answer.is_good:
            raise NotReached(
                f"the gateway {note.to} answered {answer.status}",
                permanent=answer.is_final,
                retry_after=answer.retry_after,
            )


def signature(secret: str, key: str, at: int, body: bytes) -> str:
    """What proves that it is ours: `v1,` and the code in base 64."""
    signed = f"{key}.{at}.".encode() + body
    code = hmac.new(_key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(code).decode()}"


def _key(secret: str) -> bytes:
    """A secret as the standard writes it, or any other text as it stands."""
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _said(note: CallNote, at: int) -> dict[str, object]:
    return {
        "type": "call.placed",
        "timestamp": datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z"),
        "data": {
            "to": note.phone,
            "person": note.person,
            "incident": note.ref,
            "severity": note.severity,
            "subject": note.subject,
            "text": note.text,
            "link": note.link,
        },
    }
