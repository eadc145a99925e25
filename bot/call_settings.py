"""What the environment says about ways to call people: a mail server, PagerDuty's keys, gateways' secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import SecretStr

from bot.environment import Environment

PAGERDUTY_KEY: Final = "PAGERDUTY_KEY_"
WEBHOOK_SECRET: Final = "WEBHOOK_SECRET_"  # noqa: S105 - the start of a variable's name, no secret

#: Where PagerDuty takes events; accounts in Europe have another host.
PAGERDUTY_URL: Final = "https://events.pagerduty.com/v2/enqueue"

#: Where it tells its schedules.
PAGERDUTY_API_URL: Final = "https://api.pagerduty.com"

#: What each is for, by the name that the variable has or begins with.
CALL_VARIABLES: Final[Mapping[str, str]] = {
    "SMTP_URL": "the mail server: smtp://user:password@host:587, or smtps:// for TLS from the start",
    "MAIL_FROM": "the address that mails come from",
    "PAGERDUTY_TOKEN": "a token that may read PagerDuty's schedules, for on-call duty",
    "PAGERDUTY_API_URL": "where PagerDuty tells its schedules; https://api.eu.pagerduty.com in Europe",
    "PAGERDUTY_URL": "where PagerDuty takes events; https://events.eu.pagerduty.com/v2/enqueue in Europe",
}

_PORTS: Final = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The server that takes our mails."""

    host: str
    port: int
    #: TLS from the first byte; else STARTTLS, which a password insists on.
    tls_at_once: bool
    user: str | None
    password: SecretStr | None
    sender: str


@dataclass(frozen=True, slots=True)
class CallSettings:
    """All of it, typed."""

    mailbox: Mailbox | None = None
    pagerduty_url: str = PAGERDUTY_URL
    #: present: who is on call may be read from there
    pagerduty_token: SecretStr | None = None
    pagerduty_api_url: str = PAGERDUTY_API_URL
    #: by the name that contacts give, in lower case
    pagerduty_keys: Mapping[str, SecretStr] = field(default_factory=dict)
    #: by the gateway's name, in lower case
    webhook_secrets: Mapping[str, SecretStr] = field(default_factory=dict)

    @property
    def secrets(self) -> list[SecretStr]:
        """What must never be logged."""
        mail = [self.mailbox.password] if self.mailbox and self.mailbox.password else []
        token = [self.pagerduty_token] if self.pagerduty_token else []
        return [*mail, *token, *self.pagerduty_keys.values(), *self.webhook_secrets.values()]


def read_call_settings(reading: Environment) -> CallSettings:
    """Read all of it; mistakes are told to the reading."""
    return CallSettings(
        mailbox=_mailbox(reading),
        pagerduty_url=reading.url("PAGERDUTY_URL", PAGERDUTY_URL),
        pagerduty_token=SecretStr(token) if (token := reading.text("PAGERDUTY_TOKEN")) else None,
        pagerduty_api_url=reading.url("PAGERDUTY_API_URL", PAGERDUTY_API_URL),
        pagerduty_keys=_secrets(reading, PAGERDUTY_KEY),
        webhook_secrets=_secrets(reading, WEBHOOK_SECRET),
    )


def _secrets(reading: Environment, prefix: str) -> dict[str, SecretStr]:
    found = {}
    for name in reading.names(prefix):
        key, secret = name.removeprefix(prefix).lower(), reading.text(name)
        if not key or not secret:
            reading.mistake(name, f"must end in a name and hold its secret, as in {prefix}NAME=…")
        found[key] = SecretStr(secret)
    return found


def _mailbox(reading: Environment) -> Mailbox | None:
    """Refuse what cannot serve, without repeating the address: it may hold a password."""
    written = reading.text("SMTP_URL")
    if not written:
        return None
    try:
        parts = urlsplit(written)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), 0
    if not port or not parts.hostname:
        reading.mistake(
            "SMTP_URL", "is no mail server's address; write smtp://user:password@host:587 or smtps://…"
        )
        return None
    user = unquote(parts.username) if parts.username else None
    return Mailbox(
        host=parts.hostname,
        port=port,
        tls_at_once=parts.scheme == "smtps",
        user=user,
        password=SecretStr(unquote(parts.password)) if parts.password else None,
        sender=_sender(reading, user),
    )


def _sender(reading: Environment, user: str | None) -> str:
    sender = reading.text("MAIL_FROM") or (user or "")
    if "@" not in sender:
        reading.mistake("MAIL_FROM", "is not set; give the address that mails come from")
    return sender
