"""A mail server that keeps one waiting: a call by the next way must not wait for it, nor must a stop."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.call_settings import Mailbox
from bot.integrations.guarded import NotReached
from bot.integrations.ways.mail import Mail
from bot.integrations.ways.port import CallNote

NOTE = CallNote(
    key="k1", to="ana@example.org", person="Ana", ref="INC-1", severity="sev1", subject="Late", text="Late."
)


@asynccontextmanager
async def dripping() -> AsyncIterator[Mailbox]:
    """Greets with one letter at a time, and never comes to the end of its line."""
    over = asyncio.Event()

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not over.is_set():
            writer.write(b"2")
            await asyncio.sleep(0.01)
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield Mailbox(
        host="127.0.0.1",
        port=port,
        tls_at_once=False,
        user=None,
        password=None,
        sender="breakwater@example.org",
    )
    over.set()
    server.close()
    await asyncio.sleep(0.05)


async def test_a_server_that_drips_is_given_up_so_that_the_next_way_is_taken() -> None:
    async with dripping() as mailbox:
        with pytest.raises(NotReached, match="takes too long") as slow:
            await asyncio.wait_for(Mail(mailbox, patience=0.2).place(NOTE), timeout=20)
    assert (slow.value.unsure, slow.value.permanent) == (True, False)


async def test_a_stop_waits_for_no_thread_that_talks_to_a_mail_server() -> None:
    async with dripping() as mailbox:
        sending = asyncio.create_task(Mail(mailbox).place(NOTE))
        while not (talking := [each for each in threading.enumerate() if each.name == "mail"]):
            await asyncio.sleep(0.01)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        assert all(each.daemon for each in talking)
