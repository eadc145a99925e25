"""HTTP to addresses that people, playbooks and payloads give: to the public internet only, and no further.

An address is resolved once, and the connection goes to what was checked: a name that answers differently a
moment later gains nothing. Redirects are not followed, for they lead elsewhere.
"""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.helpers import is_ip_address
from yarl import URL

from bot.errors import Fault
from bot.integrations.public_address import is_public

#: Seconds for one request, all in all: finding the host, connecting, and the last byte of the answer.
SECONDS: Final = 10.0

#: No answer may be longer; a calendar of many years has less.
MOST_BYTES: Final = 5 * 1024 * 1024

_PIECE: Final = 64 * 1024

#: What may pass by itself though it is said with a 4xx.
_PASSING: Final = frozenset({408, 425, 429})

#: As `Retry-After` mostly has it; a date there is not read.
_SECONDS: Final = re.compile(r"[0-9]{1,6}")

#: Finds the numbers of a host, as `getaddrinfo` does. Raises OSError.
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]


class NotReached(Fault):
    """It could not be fetched or sent. `permanent`: it never will be; `unsure`: it may have arrived.

    `retry_after`: the other side asks to be left alone for so many seconds.
    """

    def __init__(
        self, why: str, *, permanent: bool = False, unsure: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.permanent = permanent
        self.unsure = unsure


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, whatever it says."""

    status: int
    body: bytes
    #: Seconds for which it asks to be left alone.
    retry_after: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300

    @property
    def is_final(self) -> bool:
        """Whether asking the same again would be answered the same."""
        return not self.is_good and self.status < 500 and self.status not in _PASSING


class GuardedHttp:
    """Requests to the public internet, and to the hosts that whoever runs the bot has allowed by name."""

    def __init__(
        self,
        *,
        allowed: Collection[str] = (),
        seconds: float = SECONDS,
        most_bytes: int = MOST_BYTES,
        lookup: Lookup | None = None,
    ) -> None:
        self._allowed = frozenset(_plain(host) for host in allowed)
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._resolver = _Resolver(self._allowed, lookup or _look_up)
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Fetch what lies there. Raises NotReached."""
        answer = await self._ask("GET", url, headers, None)
        if not answer.is_good:
            raise NotReached(f"{_host(url)} answered {answer.status}", permanent=answer.is_final)
        return answer.body

    async def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send this, once; what is answered is for the caller to judge. Raises NotReached."""
        return await self._ask("POST", url, headers, body)

    async def close(self) -> None:
        """Let go of what is open."""
        if self._session is not None:
            await self._session.close()

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str] | None, body: bytes | None
    ) -> Answer:
        target = checked(url, self._allowed)
        given = {"Accept-Encoding": "identity", **(headers or {})}
        try:
            async with self._opened().request(
                method, target, headers=given, data=body, allow_redirects=False
            ) as response:
                asked = response.headers.get("Retry-After", "").strip()
                wait = float(asked) if _SECONDS.fullmatch(asked) else None
                return Answer(response.status, await self._read(response, target), wait)
        except aiohttp.ClientConnectorError as unreached:
            raise NotReached(f"{target.host} cannot be reached") from unreached
        except (aiohttp.ClientError, TimeoutError, OSError) as silent:
            said = "took too long" if isinstance(silent, TimeoutError) else "broke off"
            raise NotReached(f"{target.host} {said}", unsure=True) from silent

    async def _read(self, response: aiohttp.ClientResponse, target: URL) -> bytes:
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise NotReached(f"{target.host} sends what is packed, though asked not to", permanent=True)
        found = bytearray()
        async for piece in response.content.iter_chunked(_PIECE):
            found += piece
            if len(found) > self._most_bytes:
                raise NotReached(f"{target.host} sends more than {self._most_bytes:,} bytes", permanent=True)
        return bytes(found)

    def _opened(self) -> aiohttp.ClientSession:
        """Each request has a connection of its own: who knows whether an idle one still carries anything."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=self._resolver, use_dns_cache=False, force_close=True, limit=20
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._seconds),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session


def checked(url: str, allowed: Collection[str] = ()) -> URL:
    """The address as it will be called, or NotReached with what is wrong with it."""
    try:
        target = URL(url)
        host, port = target.host, target.port
    except ValueError as broken:
        raise NotReached("that is no web address", permanent=True) from broken
    if target.scheme not in {"http", "https"} or not host or not port:
        raise NotReached("only http and https addresses can be called", permanent=True)
    if target.user is not None or target.password is not None:
        raise NotReached("an address may hold no name and password", permanent=True)
    # aiohttp asks no resolver for what looks like a number, `127.1` and `2130706433` included.
    if is_ip_address(host) and _plain(host) not in allowed and not is_public(host):
        raise _private(host)
    return target


class _Resolver(AbstractResolver):
    """Resolves a host for one connection: that goes to what was checked, with the host's own TLS name."""

    def __init__(self, allowed: frozenset[str], lookup: Lookup) -> None:
        self._allowed = allowed
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """All of its addresses, or none at all: one that is private makes the whole name suspect."""
        found = await self._lookup(host, port)
        if _plain(host) not in self._allowed and not all(is_public(address) for address in found):
            raise _private(host)
        return [_result(host, address, port) for address in found]

    async def close(self) -> None:
        """Nothing is open."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=address,
        port=port,
        family=socket.AF_INET6 if ":" in address else socket.AF_INET,
        proto=socket.IPPROTO_TCP,
        flags=socket.AI_NUMERICHOST,
    )


async def _look_up(host: str, port: int) -> Sequence[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _private(host: str) -> NotReached:
    return NotReached(
        f"{host} is not on the public internet; whoever runs Breakwater can allow it in ALLOWED_HOSTS",
        permanent=True,
    )


def _plain(host: str) -> str:
    return host.strip().rstrip(".").lower()


def _host(url: str) -> str:
    return URL(url).host or url
