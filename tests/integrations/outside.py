"""What stands in for the world: a web server that takes what it is told to, and a mail server."""

import asyncio
import datetime
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Taken:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


@dataclass
class Outside:
    """A web server of somebody else's; `statuses` are answered one after the other, then `status`."""

    url: str = ""
    status: int = 202
    statuses: list[int] = field(default_factory=list)
    #: Seconds before it answers.
    dawdles: float = 0.0
    #: Seconds for which it asks to be left alone, whenever it refuses.
    retry_after: int | None = None
    taken: list[Taken] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.taken.append(Taken(request.path, dict(request.headers), await request.read()))
        await asyncio.sleep(self.dawdles)
        status = self.statuses.pop(0) if self.statuses else self.status
        is_asked = status >= 400 and self.retry_after is not None
        return web.Response(status=status, headers={"Retry-After": str(self.retry_after)} if is_asked else {})


@asynccontextmanager
async def outside(**options: Any) -> AsyncIterator[Outside]:
    """Serve on a free port."""
    there = Outside(**options)
    site = web.Application()
    site.router.add_post("/{path:.*}", there.take)
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield there
    finally:
        await runner.cleanup()


@dataclass
class PostOffice:
    """A mail server; `answer` is what it says to a recipient or to the mail itself."""

    port: int = 0
    mails: list[Envelope] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    #: Break the connection once the mail was taken, before saying so: so many times.
    breaks: int = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(envelope)
        if self.breaks:
            self.breaks -= 1
            assert server.transport is not None
            server.transport.abort()
        return "250 taken"


@asynccontextmanager
async def post_office(
    tls: ssl.SSLContext | None = None, password: str | None = None, *, at_once: bool = False
) -> AsyncIterator[PostOffice]:
    """Serve on a free port."""
    office = PostOffice()
    options: dict[str, Any] = {"hostname": "localhost", "tls_context": None if at_once else tls}
    if password is not None:
        options |= {"auth_require_tls": not at_once, "authenticator": _knows(password)}
    serving = await asyncio.get_running_loop().create_server(
        lambda: SMTP(office, **options), "127.0.0.1", 0, ssl=tls if at_once else None
    )
    office.port = serving.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        serving.close()
        await serving.wait_closed()


def _knows(password: str) -> Any:
    def check(_server: SMTP, _session: object, _envelope: Envelope, _how: str, given: Any) -> AuthResult:
        return AuthResult(success=given.password == password.encode(), handled=False)

    return check


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate for localhost: how the server shows it, and how a client trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    return shown, ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.PEM).decode())
