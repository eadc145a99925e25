"""What the addresses for lineage refuse, and what to do about it."""

from typing import Final

from bot.web.alert_answers import Answer, refusal
from bot.web.signatures.verdict import Verdict

MIB: Final = 1024 * 1024

_CHALLENGE: Final = (b"www-authenticate", b'Bearer realm="lineage"')


class Refused(Exception):
    """A request that is answered with a no."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def no_endpoint() -> Answer:
    """No secret, no endpoint."""
    why = "There is no endpoint for lineage: set LINEAGE_SECRET and start Breakwater again."
    return refusal(404, "no_endpoint", why)


def unsigned(verdict: Verdict) -> Answer:
    """It is not proven to come from who may send it."""
    if verdict is Verdict.ABSENT:
        why = "The request bears no secret; send the one of LINEAGE_SECRET as `Authorization: Bearer …`."
    else:
        why = "The request's secret is not the one of LINEAGE_SECRET."
    return refusal(401, "unauthorized", why, _CHALLENGE)


def too_large(limit: int, how: str) -> Answer:
    """Beyond what we hold."""
    remedy = "pack it with gzip, send it in parts, or run `breakwater assets import` beside the database"
    return refusal(413, "too_large", f"The body is longer than {limit // MIB} MiB{how}; {remedy}.")
