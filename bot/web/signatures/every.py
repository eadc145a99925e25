"""Which ways a source may prove itself: Standard Webhooks, its tool's own signature, or the secret itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from bot.web.delivery import Delivery
from bot.web.signatures import (
    bearer,
    dbt_cloud,
    grafana,
    monte_carlo,
    pagerduty,
    sentry,
    standard_webhooks,
)
from bot.web.signatures.verdict import Verdict

Verify = Callable[[Delivery, Sequence[bytes]], Verdict]

OF_TOOL: Final[Mapping[str, Verify]] = {
    "dbt_cloud": dbt_cloud.verify,
    "grafana": grafana.verify,
    "monte_carlo": monte_carlo.verify,
    "pagerduty": pagerduty.verify,
    "sentry": sentry.verify,
}


class Proof(NamedTuple):
    """What came of looking, and whether the sender showed the secret itself."""

    verdict: Verdict
    by_secret: bool = False


def prove(delivery: Delivery, secrets: Sequence[bytes]) -> Proof:
    """The first proof that the request bears decides; a wrong one is not made good by another."""
    if b"webhook-signature" in delivery.headers:
        verdict = standard_webhooks.verify(delivery, secrets)
        if verdict is not Verdict.ABSENT:
            return Proof(verdict)
    of_tool = OF_TOOL.get(delivery.source)
    verdict = of_tool(delivery, secrets) if of_tool else Verdict.ABSENT
    if verdict is not Verdict.ABSENT:
        return Proof(verdict)
    return Proof(bearer.verify(delivery, secrets), by_secret=True)
