"""Slack's request signature, version v0."""

import hashlib
import hmac


def signed_headers(secret: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Make the headers by which the app knows that the request is from its Slack."""
    return {
        "X-Slack-Request-Timestamp": str(timestamp),
        "X-Slack-Signature": signature(secret, timestamp, body),
    }


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Sign `v0:timestamp:body` with the app's signing secret."""
    base = b"v0:%d:%s" % (timestamp, body)
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
