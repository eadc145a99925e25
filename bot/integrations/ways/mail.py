"""E-mail by SMTP. A mail that is sent twice bears one Message-ID, by which most servers keep one."""

import asyncio
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from bot.call_settings import Mailbox
from bot.clock import wall_clock
from bot.integrations.guarded import NotReached
from bot.integrations.ways.port import CallNote, CallWay

#: Seconds that the server may take for each of its answers.
SECONDS: Final = 10.0


class Mail(CallWay):
    """Sends by one server."""

    def __init__(self, mailbox: Mailbox | None, *, tls: ssl.SSLContext | None = None) -> None:
        self._mailbox = mailbox
        self._tls = tls

    async def place(self, note: CallNote) -> None:
        """Send it, in a thread: the library waits."""
        if self._mailbox is None:
            raise NotReached("there is no SMTP_URL in the environment", permanent=True)
        mail = _mail(note, self._mailbox.sender)
        await asyncio.to_thread(_send, self._mailbox, mail, self._tls)


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
