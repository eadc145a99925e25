"""All ways beside Slack, by their names, as the environment and the playbook have them."""

from collections.abc import Mapping

from bot.call_settings import CallSettings
from bot.integrations.guarded import GuardedHttp
from bot.integrations.ways.gateway import Gateway
from bot.integrations.ways.mail import Mail
from bot.integrations.ways.pagerduty import PagerDuty
from bot.integrations.ways.port import CallWay
from models.vocabulary import Way


def every_way(settings: CallSettings, gateways: Mapping[str, str], http: GuardedHttp) -> dict[Way, CallWay]:
    """One of each; what it lacks it says when it is used, and `breakwater check` before."""
    return {
        Way.PAGERDUTY: PagerDuty(http, settings.pagerduty_url, settings.pagerduty_keys),
        Way.WEBHOOK: Gateway(http, gateways, settings.webhook_secrets),
        Way.EMAIL: Mail(settings.mailbox),
    }
