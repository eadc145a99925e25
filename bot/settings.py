"""The environment, read once at the start, frozen, and refused with every mistake at once."""

import difflib
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import SecretStr

from bot.call_settings import CALL_VARIABLES, CallSettings, read_call_settings
from bot.environment import Environment

LogFormat = Literal["json", "console"]

DEFAULT_DATABASE_URL: Final = "sqlite:///breakwater.db"
DEFAULT_API_URL: Final = "https://slack.com/api/"
DEFAULT_PLAYBOOK: Final = Path("breakwater.yaml")
LOG_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")

#: Every variable that Breakwater reads, with what it is for; ALERT_SECRET_<SOURCE> comes on top.
VARIABLES: Final[Mapping[str, str]] = {
    "SLACK_BOT_TOKEN": "the bot token, xoxb-…",
    "SLACK_APP_TOKEN": "the app-level token, xapp-…: Breakwater connects by Socket Mode",
    "SLACK_SIGNING_SECRET": "the signing secret: Slack calls Breakwater over HTTP",
    "SLACK_API_URL": "where Slack's Web API is",
    "DATABASE_URL": "sqlite:///file.db or postgresql://…",
    "PUBLIC_URL": "where people reach Breakwater's pages; without it no links are made",
    "PORT": "the port to listen on",
    "HOST": "the address to listen on",
    "LINEAGE_SECRET": "the secret of those who send assets and lineage; without it they have no endpoint",
    "BREAKWATER_PLAYBOOK": "the team's playbook",
    "ALLOWED_HOSTS": "hosts in private networks that the playbook's addresses may lead to, comma-separated",
    **CALL_VARIABLES,
    "LOG_LEVEL": "how much to log",
    "LOG_FORMAT": "json or console",
}
ALERT_SECRET: Final = "ALERT_SECRET_"  # noqa: S105 - the start of a variable's name, no secret

_HOST: Final = re.compile(r"[\w.-]+|[0-9A-Fa-f:]+")
_OURS: Final = ("SLACK_", "ALERT_", "BREAKWATER_")
_DATABASES: Final = frozenset({"sqlite", "postgres", "postgresql"})


@dataclass(frozen=True)
class Settings:
    """What the environment says, typed; secrets do not show in logs or tracebacks."""

    bot_token: SecretStr
    #: present: Socket Mode, whatever else is given
    app_token: SecretStr | None
    #: present without an app token: HTTP mode
    signing_secret: SecretStr | None
    #: always ends with a slash
    api_url: str
    #: as given; `bot.database` chooses the driver
    database_url: str
    #: without a slash at its end; without it no links to pages are made
    public_url: str | None
    #: several secrets for one source while they are being rotated
    alert_secrets: Mapping[str, tuple[SecretStr, ...]]
    #: several while they are being rotated; none: no endpoint for lineage
    lineage_secrets: tuple[SecretStr, ...]
    port: int
    host: str
    playbook_path: Path | None
    #: hosts that may be called although they are not on the public internet
    allowed_hosts: tuple[str, ...]
    #: ways to call people beside Slack
    calls: CallSettings
    log_level: str
    log_format: LogFormat

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read the environment, or raise `SettingsRefused` with every mistake in it."""
        reading = _Reading(environ)
        settings = cls(
            bot_token=reading.bot_token(),
            app_token=reading.app_token(),
            signing_secret=reading.signing_secret(),
            api_url=reading.url("SLACK_API_URL", DEFAULT_API_URL).rstrip("/") + "/",
            database_url=reading.database_url(),
            public_url=reading.url("PUBLIC_URL", "").rstrip("/") or None,
            alert_secrets=reading.alert_secrets(),
            lineage_secrets=reading.secrets("LINEAGE_SECRET"),
            port=reading.port(),
            host=reading.text("HOST") or "127.0.0.1",
            playbook_path=reading.playbook_path(),
            allowed_hosts=reading.allowed_hosts(),
            calls=read_call_settings(reading),
            log_level=reading.log_level(),
            log_format=reading.log_format(),
        )
        if reading.problems:
            raise SettingsRefused(reading.problems, settings)
        return settings

    @property
    def socket_mode(self) -> bool:
        """Whether Breakwater connects to Slack, rather than Slack to Breakwater."""
        return self.app_token is not None

    def every_secret(self) -> list[str]:
        """What must never be logged."""
        ours = [self.bot_token, self.app_token, self.signing_secret, *self.lineage_secrets]
        of_sources = [secret for secrets in self.alert_secrets.values() for secret in secrets]
        return [each.get_secret_value() for each in (*ours, *of_sources, *self.calls.secrets) if each]


class SettingsRefused(Exception):
    """The environment cannot be used; `problems` holds one line for every mistake."""

    def __init__(self, problems: Sequence[tuple[str, str]], settings: Settings | None = None) -> None:
        self.problems = tuple(sentence for _, sentence in problems)
        super().__init__("\n".join(self.problems))
        #: the variables that are wrong
        self.names = frozenset(name for name, _ in problems)
        #: all that could be read, for those who look further; the variables in `names` mean nothing in it
        self.settings = settings


def read_database_url(environ: Mapping[str, str]) -> str:
    """Read DATABASE_URL alone, for commands that need no Slack."""
    reading = _Reading(environ)
    database_url = reading.database_url()
    if reading.problems:
        raise SettingsRefused(reading.problems)
    return database_url


def read_playbook_path(environ: Mapping[str, str]) -> Path | None:
    """Read BREAKWATER_PLAYBOOK alone, for commands that need no Slack."""
    reading = _Reading(environ)
    path = reading.playbook_path()
    if reading.problems:
        raise SettingsRefused(reading.problems)
    return path


def near_misses(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Name the variables that look like ours and are not, with the one that was probably meant."""
    strangers = sorted(name for name in environ if name.startswith(_OURS) and not _is_known(name))
    return tuple(_near_miss(name) for name in strangers)


def _is_known(name: str) -> bool:
    return name in VARIABLES or (name.startswith(ALERT_SECRET) and name != ALERT_SECRET)


def _near_miss(name: str) -> str:
    nearest = difflib.get_close_matches(name, [*VARIABLES, ALERT_SECRET + "<SOURCE>"], n=1, cutoff=0.6)
    meant = f"; did you mean {nearest[0]}?" if nearest else ""
    return f"{name} is not a variable of Breakwater{meant}"


class _Reading(Environment):
    """What is particular to a variable of ours."""

    def bot_token(self) -> SecretStr:
        token = self.text("SLACK_BOT_TOKEN")
        if not token:
            self.mistake(
                "SLACK_BOT_TOKEN",
                "is not set; copy the Bot User OAuth Token (xoxb-…) "
                "from OAuth & Permissions in your Slack app's settings",
            )
        elif token.startswith("xapp-"):
            self.mistake(
                "SLACK_BOT_TOKEN",
                "holds an app-level token (xapp-…); "
                "that one belongs in SLACK_APP_TOKEN, and the bot token (xoxb-…) here",
            )
        elif not token.startswith("xoxb-"):
            self.mistake("SLACK_BOT_TOKEN", "is no bot token; a bot token starts with xoxb-")
        return SecretStr(token)

    def app_token(self) -> SecretStr | None:
        token = self.text("SLACK_APP_TOKEN")
        if not token and not self.text("SLACK_SIGNING_SECRET"):
            self.mistake(
                "SLACK_APP_TOKEN",
                "is not set, and SLACK_SIGNING_SECRET neither; give the app-level token (xapp-…) "
                "to connect by Socket Mode, or the signing secret to be called over HTTP",
            )
        elif token.startswith("xoxb-"):
            self.mistake(
                "SLACK_APP_TOKEN",
                "holds a bot token (xoxb-…); "
                "that one belongs in SLACK_BOT_TOKEN, and the app-level token (xapp-…) here",
            )
        elif token and not token.startswith("xapp-"):
            self.mistake("SLACK_APP_TOKEN", "is no app-level token; an app-level token starts with xapp-")
        return SecretStr(token) if token else None

    def signing_secret(self) -> SecretStr | None:
        secret = self.text("SLACK_SIGNING_SECRET")
        if secret.startswith(("xoxb-", "xapp-", "xoxp-")):
            self.mistake(
                "SLACK_SIGNING_SECRET",
                "holds a token; copy the Signing Secret from Basic Information in your Slack app's settings",
            )
        return SecretStr(secret) if secret else None

    def database_url(self) -> str:
        """Refuse what cannot be opened, without repeating the address: it may hold a password."""
        url = self.text("DATABASE_URL") or DEFAULT_DATABASE_URL
        scheme, separator, rest = url.partition("://")
        accepted = f"write {DEFAULT_DATABASE_URL} or postgresql://user:password@host/name"
        if not separator or scheme.partition("+")[0] not in _DATABASES:
            named = f"the scheme {scheme!r}" if separator else "no scheme"
            self.mistake("DATABASE_URL", f"has {named}, which Breakwater cannot use; {accepted}")
        elif scheme.startswith("sqlite") and rest in {"", "/", "/:memory:"}:
            self.mistake("DATABASE_URL", "names no file, and a database in memory forgets all; " + accepted)
        return url

    def alert_secrets(self) -> Mapping[str, tuple[SecretStr, ...]]:
        secrets = {}
        for name in self.names(ALERT_SECRET):
            source = name.removeprefix(ALERT_SECRET).lower()
            parts = self.secrets(name)
            if not source or not parts:
                self.mistake(name, "must name a source and hold its secret, as in ALERT_SECRET_GRAFANA=…")
            secrets[source] = parts
        return secrets

    def port(self) -> int:
        written = self.text("PORT") or "3000"
        if not (written.isascii() and written.isdecimal() and 0 <= int(written) <= 65535):
            self.mistake("PORT", f"is {written!r}; give a number from 1 to 65535")
            return 0
        return int(written)

    def playbook_path(self) -> Path | None:
        written = self.text("BREAKWATER_PLAYBOOK")
        if not written:
            return DEFAULT_PLAYBOOK if DEFAULT_PLAYBOOK.is_file() else None
        path = Path(written)
        if not path.is_file():
            self.mistake(
                "BREAKWATER_PLAYBOOK",
                f"names {written}, and there is no such file; "
                "correct the path, or unset the variable to use the built-in defaults",
            )
        return path

    def allowed_hosts(self) -> tuple[str, ...]:
        """Names or numbers, without scheme and port: what is allowed is allowed on every port."""
        hosts = tuple(host.strip() for host in self.text("ALLOWED_HOSTS").split(",") if host.strip())
        for host in hosts:
            if not _HOST.fullmatch(host):
                self.mistake(
                    "ALLOWED_HOSTS", f"holds {host!r}; give hosts alone, as in sms.example.com,10.0.0.7"
                )
        return hosts

    def log_level(self) -> str:
        written = self.text("LOG_LEVEL").upper() or "INFO"
        if written not in LOG_LEVELS:
            self.mistake("LOG_LEVEL", f"is {written!r}; choose one of {', '.join(LOG_LEVELS)}")
        return written

    def log_format(self) -> LogFormat:
        written = self.text("LOG_FORMAT").lower()
        if written == "console" or (not written and sys.stderr.isatty()):
            return "console"
        if written not in {"", "json"}:
            self.mistake("LOG_FORMAT", f"is {written!r}; choose json or console")
        return "json"
