"""E-mail by SMTP. A mail that is sent twice bears one Message-ID, by which most servers keep one."""

import asyncio
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from threading import Thread
from typing import Final

from bot.call_settings import Mailbox
from bot.clock import wall_clock
from bot.integrations.guarded import NotReached
from bot.integrations.ways.port import CallNote, CallWay

#: Seconds that the server may take for each of its answers, and for all of them.
SECONDS: Final = 10.0
ALL_SECONDS: Final = 30.0


class Mail(CallWay):
    """Sends by one server."""

    def __init__(
        self,
        mailbox: Mailbox | None,
        *,
        tls: ssl.SSLContext | None = None,
        patience: float = ALL_SECONDS,
    ) -> None:
        self._mailbox = mailbox
        self._tls = tls
        self._patience = patience

    async def place(self, note: CallNote) -> None:
        """Send it, in a thread: the library waits, and a server may say one letter at a time."""
        if self._mailbox is None:
            raise NotReached("there is no SMTP_URL in the environment", permanent=True)
        mail = _mail(note, self._mailbox.sender)
        try:
            async with asyncio.timeout(self._patience):
                await _apart(partial(_send, self._mailbox, mail, self._tls))
        except TimeoutError as slow:
            raise NotReached("the mail server takes too long", unsure=True) from slow


async def _apart(work: Callable[[], None]) -> None:
    """In a thread that nothing waits for at the end: a server that never answers must hold up no stop."""
    done: Future[None] = Future()

    def run() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001  # whoever waits hears of it
            done.set_exception(fault)
        else:
            done.set_result(None)

    Thread(target=run, name="mail", daemon=True).start()
    await asyncio.shield(asyncio.wrap_future(done))


def _mail(note: CallNote, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, note.to, " ".join(note.subject.split())
    mail["Date"] = format_datetime(wall_clock())
    mail["Message-ID"] = f"<{note.key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Importance"] = "high"
    mail.set_content(f"{note.text}\n\n{note.link}\n" if note.link else f"{note.text}\n")
    return mail


def _send(mailbox: Mailbox, mail: EmailMessage, tls: ssl.SSLContext | None) -> None:
    """Connect, say who we are, hand it over. Raises NotReached."""
    handing_over = False
    try:
        server = _connected(mailbox, tls or ssl.create_default_context())
        try:
            if mailbox.user and mailbox.password:
                server.login(mailbox.user, mailbox.password.get_secret_value())
            handing_over = True
            server.send_message(mail)
        finally:
            _leave(server)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise _said_no("does not take mail for that address", max(codes, default=550)) from refused
    except smtplib.SMTPResponseException as refused:
        raise _said_no("refuses", refused.smtp_code) from refused
    except smtplib.SMTPNotSupportedError as lacking:
        raise NotReached("the mail server speaks no TLS, or takes no password", permanent=True) from lacking
    except (smtplib.SMTPException, OSError) as cut:
        raise NotReached("the mail server cannot be reached", unsure=handing_over) from cut


def _connected(mailbox: Mailbox, tls: ssl.SSLContext) -> smtplib.SMTP:
    """Encrypted; without a password to betray, also with a server that cannot."""
    if mailbox.tls_at_once:
        return smtplib.SMTP_SSL(mailbox.host, mailbox.port, timeout=SECONDS, context=tls)
    server = smtplib.SMTP(mailbox.host, mailbox.port, timeout=SECONDS)
    try:
        server.ehlo()
        if mailbox.password or server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
    except BaseException:
        server.close()
        raise
    return server


def _leave(server: smtplib.SMTP) -> None:
    """What was handed over is handed over, however we part."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _said_no(what: str, code: int) -> NotReached:
    return NotReached(f"the mail server {what} ({code})", permanent=500 <= code < 600)
