"""What `breakwater check` says of the ways to call people: what the playbook relies on and nobody gave."""

from collections.abc import Iterator
from typing import Final

from bot.call_settings import PAGERDUTY_KEY, WEBHOOK_SECRET
from bot.check.finding import Finding, Level
from bot.playbook import Contact, Playbook
from bot.settings import Settings

PAGERDUTY_TOKEN: Final = "PAGERDUTY_TOKEN is not set"  # noqa: S105 - a sentence, no secret


def look_at_calls(settings: Settings, playbook: Playbook) -> list[Finding]:
    """Name what is missing for each contact; calls by that way would fail, and the next way be taken."""
    missing = [
        Finding(Level.WARNING, "calls", f"{who} cannot be called by {lack}")
        for who, contact in playbook.contacts.items()
        for lack in _lacking(contact, settings)
    ]
    ways = sorted({way for contact in playbook.contacts.values() for way in contact.order(at_night=False)})
    if settings.calls.pagerduty_token is None:
        missing += [
            Finding(Level.WARNING, "calls", f"who is on call for {team} cannot be read: {PAGERDUTY_TOKEN}")
            for team, said in playbook.on_call.items()
            if said.pagerduty
        ]
    if missing or not playbook.contacts:
        return missing
    return [Finding(Level.OK, "calls", f"people are called by {', '.join(ways)}")]


def _lacking(contact: Contact, settings: Settings) -> Iterator[str]:
    given = settings.calls
    if contact.email and given.mailbox is None:
        yield "e-mail: SMTP_URL is not set"
    if contact.pagerduty and contact.pagerduty not in given.pagerduty_keys:
        yield f"PagerDuty: {PAGERDUTY_KEY}{contact.pagerduty.upper()} is not set"
    if contact.webhook and contact.webhook not in given.webhook_secrets:
        yield f"the gateway {contact.webhook}: {WEBHOOK_SECRET}{contact.webhook.upper()} is not set"
