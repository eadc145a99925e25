"""Amazon SNS: its certificates and its subscriptions are addresses to be fetched, of its own hosts only."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

import aiohttp

#: `sns.eu-west-1.amazonaws.com`, in China with `.cn`; nobody else can have such a host.
_HOST: Final = re.compile(r"sns\.[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}\.amazonaws\.com(?:\.cn)?")

#: Certificates have two kilobytes, an answer to a subscription less.
_MOST_BYTES: Final = 64 * 1024

#: Seconds; a sender waits for it.
_PATIENCE: Final = 4.0


class NotFetched(Exception):
    """It could not be fetched; `permanent` says that it never will be."""

    def __init__(self, why: str, *, permanent: bool = False) -> None:
        super().__init__(why)
        self.permanent = permanent


#: Gets what lies at an address of Amazon SNS. Raises NotFetched.
Fetch = Callable[[str], Awaitable[bytes]]


def is_of_amazon(address: str) -> bool:
    """Whether an address that a payload gives is one of SNS itself, by TLS, with nothing odd in it."""
    try:
        parts = urlsplit(address)
        plain = parts.port is None and parts.username is None and parts.password is None
    except ValueError:
        return False
    named = parts.scheme == "https" and parts.netloc == parts.hostname
    return plain and named and _HOST.fullmatch(parts.hostname or "") is not None


async def fetch_nothing(address: str) -> bytes:
    """Stands in where there is no way out."""
    raise NotFetched(f"nothing can be fetched here, and {urlsplit(address).hostname} neither")


def fetching(session: aiohttp.ClientSession) -> Fetch:
    """Fetch over this session; redirects are not followed, for they lead elsewhere."""

    async def fetch(address: str) -> bytes:
        if not is_of_amazon(address):
            raise NotFetched("the address is none of Amazon SNS", permanent=True)
        try:
            async with (
                asyncio.timeout(_PATIENCE),
                session.get(address, allow_redirects=False) as response,
            ):
                found = await response.content.read(_MOST_BYTES)
        except (aiohttp.ClientError, TimeoutError) as silent:
            raise NotFetched(f"Amazon SNS does not answer: {type(silent).__name__}") from silent
        if response.status != 200:
            gone = 400 <= response.status < 500 and response.status != 429
            raise NotFetched(f"Amazon SNS answered {response.status}", permanent=gone)
        return found

    return fetch
