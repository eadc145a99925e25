"""Calls to Slack, each tried once: who retries is the outbox, which knows what was lost and what was not."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ChatError
from bot.slack.codes import OUR_ACCESS, PASSING, UNSURE

#: Seconds for one call, all in all. slack_sdk ignores its own `timeout` when it is given a session.
CALL_SECONDS: Final = 10.0

#: Seconds to wait after a 429 that does not say how long.
DEFAULT_RETRY_AFTER: Final = 30.0


def open_session(call_seconds: float = CALL_SECONDS) -> aiohttp.ClientSession:
    """The one HTTP session that every Slack client of this process shares."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=call_seconds), connector=aiohttp.TCPConnector(limit=100)
    )


class Chat:
    """Slack's Web API, with faults said in one way (`ChatError`)."""

    def __init__(self, token: str, api_url: str, session: aiohttp.ClientSession) -> None:
        # slack_sdk by default sends a POST again after a dropped connection: two messages for one.
        self.client = AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=[])
        self._session = session

    async def call(self, method: str, **args: Any) -> dict[str, Any]:
        """Call a Web API method once. Raises ChatError."""
        sent = {key: value for key, value in args.items() if value is not None}
        try:
            response = await self.client.api_call(method, json=sent)
        except SlackApiError as refused:
            raise _classified(method, refused) from refused
        except TimeoutError as silent:
            raise ChatError("timeout", method=method, unsure=True) from silent
        except aiohttp.ClientConnectorError as unreached:
            raise ChatError("connection_refused", method=method) from unreached
        except (aiohttp.ClientError, ConnectionError, json.JSONDecodeError) as cut:
            raise ChatError("connection_lost", method=method, unsure=True) from cut
        data = response.data
        if not isinstance(data, dict):
            raise ChatError("unreadable_answer", method=method, unsure=True)
        return data

    async def read(self, method: str, **args: Any) -> dict[str, Any]:
        """Call a reading method, whose arguments Slack takes as a form only. Raises ChatError."""
        sent = {key: _as_form(value) for key, value in args.items() if value is not None}
        try:
            response = await self.client.api_call(method, params=sent, http_verb="GET")
        except SlackApiError as refused:
            raise _classified(method, refused) from refused
        except (TimeoutError, aiohttp.ClientError, ConnectionError, json.JSONDecodeError) as silent:
            raise ChatError("unreachable", method=method) from silent
        data = response.data
        if not isinstance(data, dict):
            raise ChatError("unreadable_answer", method=method)
        return data

    async def pages(
        self, method: str, key: str, *, waits: bool = False, **args: Any
    ) -> AsyncIterator[dict[str, Any]]:
        """Every item of a listing method, page by page, until the cursor is empty.

        A large workspace has more pages than Slack gives in a minute: with `waits` the rest is waited for.
        """
        cursor = None
        while True:
            try:
                page = await self.read(method, cursor=cursor, limit=200, **args)
            except ChatError as busy:
                if not waits or busy.retry_after is None:
                    raise
                await asyncio.sleep(busy.retry_after)
                continue
            for item in page.get(key, []):
                yield item if isinstance(item, dict) else {"id": item}
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def upload(self, url: str, content: bytes) -> None:
        """Send a file's bytes to the address that Slack gave for them. Raises ChatError."""
        try:
            async with self._session.post(url, data=content) as answer:
                if answer.status != 200:
                    raise ChatError(f"http_{answer.status}", method="upload")
        except (TimeoutError, aiohttp.ClientError) as silent:
            raise ChatError("unreachable", method="upload") from silent

    async def respond(self, response_url: str, body: Mapping[str, Any]) -> None:
        """Answer a command or press after its ack. Raises ChatError."""
        try:
            async with self._session.post(response_url, json=dict(body)) as answer:
                if answer.status >= 500:
                    raise ChatError(f"http_{answer.status}", method="response_url", unsure=True)
                if answer.status >= 400:
                    raise ChatError("response_url_spent", method="response_url", permanent=True)
        except (TimeoutError, aiohttp.ClientError) as silent:
            raise ChatError("unreachable", method="response_url", unsure=True) from silent

    async def permalink(self, channel_id: str, message_ts: str) -> str | None:
        """The address of a message, none when Slack will not say."""
        try:
            answer = await self.read("chat.getPermalink", channel=channel_id, message_ts=message_ts)
        except ChatError:
            return None
        return str(answer["permalink"])


async def patiently(chat_call: Any, *, seconds: float) -> Any:
    """Await a call for at most so long; a person is waiting for the answer. Raises ChatError."""
    try:
        async with asyncio.timeout(seconds):
            return await chat_call
    except TimeoutError as late:
        raise ChatError("timeout", unsure=True) from late


def _classified(method: str, refused: SlackApiError) -> ChatError:
    response = refused.response
    status = getattr(response, "status_code", None) or getattr(response, "status", 200)
    body = getattr(response, "data", None)
    body = body if isinstance(body, dict) else {}
    code = body.get("error")
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        headers = {str(key).lower(): value for key, value in dict(response.headers).items()}
        return ChatError(
            "ratelimited", method=method, retry_after=float(headers.get("retry-after", DEFAULT_RETRY_AFTER))
        )
    if code is None:
        lost_before_us = status in {502, 503, 504}
        return ChatError(f"http_{status}", method=method, unsure=not lost_before_us)
    detail = _detail(body)
    if code in UNSURE:
        return ChatError(code, method=method, unsure=True, detail=detail)
    if code in PASSING or code in OUR_ACCESS:
        return ChatError(code, method=method, detail=detail)
    people = [each for each in body.get("errors") or [] if isinstance(each, dict) and each.get("user")]
    return ChatError(code, method=method, permanent=True, detail=detail, people=people)


def _detail(body: Mapping[str, Any]) -> str:
    """What Slack adds to a code: the scope that is missing, the block that is wrong, the people refused."""
    parts = [f"needed: {body['needed']}"] if body.get("needed") else []
    parts += (body.get("response_metadata") or {}).get("messages") or []
    return "; ".join(str(part) for part in parts)[:500]


def _as_form(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
