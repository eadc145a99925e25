"""What `breakwater check` sees of Slack: whose tokens these are, what they may do, which channels exist."""

from collections.abc import Mapping
from typing import Any, Final

import aiohttp
from pydantic import SecretStr

from bot.check.finding import Finding, Level
from bot.manifest import OPTIONAL_SCOPES, SCOPES, required_scopes
from bot.playbook import Playbook

_ABOUT: Final = "Slack"
_SECONDS: Final = 15.0
# A channel that is not among this many is looked for no further: conversations.list is slow and rationed.
_MOST_PAGES: Final = 20

_REMEDIES: Final[Mapping[str, str]] = {
    "invalid_auth": "it does not know this token; copy it again from the app's settings",
    "not_authed": "it does not know this token; copy it again from the app's settings",
    "token_revoked": "this token was revoked; install the app again and copy the new one",
    "token_expired": "this token has expired; install the app again and copy the new one",
    "account_inactive": "the app was removed from the workspace; install it again",
    "missing_scope": "a scope is missing",
}


class _SlackSilent(Exception):
    """Slack refused a call, or did not answer it; the message says why."""

    def __init__(self, said: str, code: str = "") -> None:
        super().__init__(said)
        self.code = code


class _Slack:
    """A few plain calls; `bot.slack` is made for carrying on, and this for looking once."""

    def __init__(self, api_url: str, session: aiohttp.ClientSession) -> None:
        self._api_url = api_url
        self._session = session

    async def call(
        self, method: str, token: SecretStr, **form: str
    ) -> tuple[dict[str, Any], Mapping[str, str]]:
        """Call a method; this is its answer and the headers that came with it."""
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"}
        try:
            async with self._session.post(self._api_url + method, data=form, headers=headers) as response:
                answer = await response.json(content_type=None)
                found = response.headers
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise _SlackSilent(f"{self._api_url} does not answer ({error or 'it took too long'})") from error
        if not isinstance(answer, dict) or not answer.get("ok"):
            code = str(answer.get("error", "")) if isinstance(answer, dict) else "an answer that is none"
            raise _SlackSilent(f"{method}: {_REMEDIES.get(code, code)}", code)
        return answer, found


async def look_at_slack(
    api_url: str, bot_token: SecretStr, app_token: SecretStr | None, playbook: Playbook
) -> list[Finding]:
    """See whether Slack takes the tokens, whether their scopes suffice, and which channels are missing."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session:
        slack = _Slack(api_url, session)
        try:
            findings = await _bot_token(slack, bot_token)
        except _SlackSilent as silent:
            return [_finding(Level.ERROR, f"SLACK_BOT_TOKEN: {silent}")]
        if app_token is not None:
            findings.append(await _app_token(slack, app_token))
        return findings + await _channels(slack, bot_token, playbook)


async def _bot_token(slack: _Slack, token: SecretStr) -> list[Finding]:
    answer, headers = await slack.call("auth.test", token)
    who = _finding(Level.OK, f"@{answer.get('user')} of {answer.get('team')} ({answer.get('team_id')})")
    given = headers.get("x-oauth-scopes")
    if given is None:
        return [who, _finding(Level.WARNING, "does not say which scopes the bot token has")]
    missing = required_scopes() - {scope.strip() for scope in given.split(",")}
    if not missing:
        return [who, _finding(Level.OK, "the bot token has every scope that is needed")]
    lacking = ", ".join(f"{scope} (to {SCOPES[scope]})" for scope in sorted(missing))
    remedy = "paste the output of `breakwater manifest` into the app's manifest, and install the app again"
    level = Level.WARNING if missing <= OPTIONAL_SCOPES else Level.ERROR
    return [who, _finding(level, f"the bot token lacks {lacking}; {remedy}")]


async def _app_token(slack: _Slack, token: SecretStr) -> Finding:
    try:
        await slack.call("apps.connections.open", token)
    except _SlackSilent as silent:
        if silent.code == "missing_scope":
            return _finding(
                Level.ERROR, "SLACK_APP_TOKEN lacks the scope connections:write; make a token that has it"
            )
        return _finding(Level.ERROR, f"SLACK_APP_TOKEN: {silent}")
    return _finding(Level.OK, "the app-level token opens Socket Mode")


async def _channels(slack: _Slack, token: SecretStr, playbook: Playbook) -> list[Finding]:
    wanted = dict.fromkeys(playbook.watch, "watched")
    if playbook.announce:
        wanted.setdefault(playbook.announce, "for announcements")
    try:
        absent = await _absent(slack, token, set(wanted))
    except _SlackSilent as silent:
        return [_finding(Level.WARNING, f"the channels could not be looked for: {silent}")]
    return [
        _finding(
            Level.WARNING,
            f"there is no channel {_shown(name)} ({wanted[name]}) that the bot can see; "
            "create it, invite the bot if it is private, or name another in the playbook",
        )
        for name in sorted(absent)
    ] or [_finding(Level.OK, f"found the channels {', '.join(_shown(name) for name in wanted)}")]


async def _absent(slack: _Slack, token: SecretStr, wanted: set[str]) -> set[str]:
    """Look for channels by name or id: first among the bot's own, then among all public ones."""
    for method, types in (
        ("users.conversations", "public_channel,private_channel"),
        ("conversations.list", "public_channel"),
    ):
        cursor = ""
        for _ in range(_MOST_PAGES):
            if not wanted:
                return wanted
            answer, _headers = await slack.call(
                method, token, types=types, exclude_archived="true", limit="200", cursor=cursor
            )
            for channel in answer.get("channels", []):
                wanted = wanted - {channel.get("id"), channel.get("name")}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
    return wanted


def _shown(name: str) -> str:
    return name if name[:1] in {"C", "G"} else f"#{name}"


def _finding(level: Level, said: str) -> Finding:
    return Finding(level, _ABOUT, said)
