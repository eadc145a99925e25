"""Socket Mode: tickets, sockets, acks, redelivery and the ways in which a socket can end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType, web
from people import PATIENCE, SOON
from socket_client import SocketClient, socket_client

from sandbox.delivery.courier import Courier
from sandbox.delivery.delivery_log import DeliveryLog
from sandbox.delivery.envelope import Acked, Envelope, Failed, Kind
from sandbox.delivery.socket_mode import SocketMode


class Line:
    """A Socket Mode server on a port of its own, whose courier is patient."""

    def __init__(self, sockets: SocketMode, courier: Courier, base: str) -> None:
        self.sockets, self.courier, self.base = sockets, courier, base
        self.fault: str | None = None

    def url(self, query: str = "") -> str:
        return f"{self.base}/socket/{self.sockets.issue_ticket()}{query}"


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    sockets = SocketMode("A1", grace=0.1)
    app = web.Application()
    app.router.add_get("/socket/{ticket}", sockets.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]

    def fault_for(_envelope: Envelope) -> str | None:
        fault, made.fault = made.fault, None
        return fault

    log = DeliveryLog(asyncio.get_running_loop().time)
    courier = Courier([sockets], log, fault_for, retry_schedule=(0.01, 0.05), ack_seconds=PATIENCE)
    made = Line(sockets, courier, f"http://127.0.0.1:{port}")
    yield made
    await courier.close()
    await sockets.close()
    await runner.cleanup()


def event(name: str = "message") -> dict[str, Any]:
    return {"type": "event_callback", "event_id": f"Ev{name}", "event": {"type": name}}


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.005)


async def answered(client: SocketClient, payload: Any = None) -> dict[str, Any]:
    frame = await client.frame()
    await client.ack(frame, payload)
    return frame


async def test_hello_says_how_many_sockets_there_are(line: Line) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(line.url()) as first:
        hello = await first.receive_json()
        async with session.ws_connect(line.url("?debug_reconnects=true")) as second:
            hello_again = await second.receive_json()

    assert hello["type"] == "hello"
    assert hello["num_connections"] == 1
    assert hello["connection_info"] == {"app_id": "A1"}
    assert hello["debug_info"]["approximate_connection_time"] == 3600
    assert hello_again["num_connections"] == 2
    assert hello_again["debug_info"]["approximate_connection_time"] == 360


async def test_a_ticket_opens_one_socket(line: Line) -> None:
    url = line.url()
    async with socket_client(url):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with socket_client(url):
                pass


async def test_of_two_sockets_that_come_together_with_one_ticket_one_gets_in(line: Line) -> None:
    url = line.url()
    async with aiohttp.ClientSession() as http:
        came = await asyncio.gather(*(http.ws_connect(url) for _ in range(4)), return_exceptions=True)
        let_in = [one for one in came if isinstance(one, aiohttp.ClientWebSocketResponse)]
        assert len(let_in) == 1
        await let_in[0].close()


async def test_an_envelope_carries_the_payload_and_the_ack_answers_it(line: Line) -> None:
    async with socket_client(line.url()) as client:
        asked = asyncio.create_task(line.courier.ask(Kind.COMMANDS, {"command": "/hi"}, wants_answer=True))
        frame = await answered(client, {"text": "hello"})

        assert frame["type"] == "slash_commands"
        assert frame["payload"] == {"command": "/hi"}
        assert frame["accepts_response_payload"] is True
        assert "retry_attempt" not in frame
        assert await asked == Acked({"text": "hello"})


async def test_payloads_go_to_any_one_socket_in_turn(line: Line) -> None:
    async with socket_client(line.url()) as first, socket_client(line.url()) as second:
        for _ in range(4):
            line.courier.send_event(event())
        for client in (first, second):
            for _ in range(2):
                await answered(client)
        await line.courier.settle()

    assert len(line.courier.log.since()) == 4


async def test_an_event_without_an_ack_comes_again_under_the_same_id(line: Line) -> None:
    async with socket_client(line.url()) as client:
        line.courier.ack_seconds = SOON
        line.courier.send_event(event())
        first = await client.frame()
        line.courier.ack_seconds = PATIENCE
        again = await answered(client)
        await line.courier.settle()

    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
    assert again["envelope_id"] == first["envelope_id"]


async def test_an_event_that_met_no_socket_is_delivered_by_a_retry(line: Line) -> None:
    line.courier.schedule = (0.02,) * 1_000  # until somebody has come, however long that takes
    line.courier.send_event(event())
    await until(lambda: bool(line.courier.log.since()))
    async with socket_client(line.url()) as client:
        frame = await answered(client)
        await line.courier.settle()

    assert frame["retry_attempt"] >= 1


async def test_an_event_is_given_up_after_the_last_retry(line: Line) -> None:
    line.courier.send_event(event())
    await line.courier.settle()

    assert [attempt.attempt for attempt in line.courier.log.since()] == [0, 1, 2]


async def test_a_command_without_an_app_fails_at_once(line: Line) -> None:
    assert await line.courier.ask(Kind.COMMANDS, {"command": "/hi"}) == Failed("no_connection")


async def test_a_command_is_not_retried(line: Line) -> None:
    line.courier.ack_seconds = SOON
    async with socket_client(line.url()) as client:
        assert await line.courier.ask(Kind.COMMANDS, {"command": "/hi"}) == Failed("timeout")
        await client.frame()
        with pytest.raises(TimeoutError):
            await client.frame(within=0.1)


async def test_a_payload_whose_socket_died_goes_once_to_another(line: Line) -> None:
    async with socket_client(line.url()) as first, socket_client(line.url()) as second:
        asked = asyncio.create_task(line.courier.ask(Kind.INTERACTIVE, {"type": "block_actions"}))
        frames = [asyncio.create_task(client.frame()) for client in (first, second)]
        done, waiting = await asyncio.wait(frames, return_when=asyncio.FIRST_COMPLETED)
        taker, other = (first, second) if frames[0] in done else (second, first)
        await taker.socket.close()
        frame = await waiting.pop()
        await other.ack(frame)

        assert frame["envelope_id"] == done.pop().result()["envelope_id"]
        assert await asked == Acked(None)


async def test_an_ack_may_come_on_another_socket(line: Line) -> None:
    async with socket_client(line.url()) as first, socket_client(line.url()) as second:
        asked = asyncio.create_task(line.courier.ask(Kind.COMMANDS, {"command": "/hi"}))
        frames = [asyncio.create_task(client.frame()) for client in (first, second)]
        done, waiting = await asyncio.wait(frames, return_when=asyncio.FIRST_COMPLETED)
        other = second if frames[0] in done else first
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await other.socket.send_json({"envelope_id": done.pop().result()["envelope_id"]})

        assert await asked == Acked(None)


async def test_an_eleventh_socket_is_sent_away(line: Line) -> None:
    async with aiohttp.ClientSession() as session:
        opened = [await session.ws_connect(line.url()) for _ in range(10)]
        eleventh = await session.ws_connect(line.url())
        frame = await eleventh.receive_json()
        await until(lambda: line.sockets.connection_count == 10)
        for socket in (*opened, eleventh):
            await socket.close()

    assert frame["type"] == "disconnect"
    assert frame["reason"] == "too_many_websockets"


async def test_a_refresh_asks_first_and_closes_after_the_grace(line: Line) -> None:
    async with socket_client(line.url()) as client:
        await line.sockets.refresh("refresh_requested")
        frame = await client.frame()

        assert (frame["type"], frame["reason"]) == ("disconnect", "refresh_requested")
        assert await client.ended() is WSMsgType.CLOSE
    await until(lambda: not line.sockets.connected)


async def test_a_closed_cut_sends_a_close_frame(line: Line) -> None:
    async with socket_client(line.url()) as client:
        await asyncio.gather(line.sockets.cut("close"), client.ended())
    await until(lambda: not line.sockets.connected)


async def test_an_aborted_cut_ends_without_a_word(line: Line) -> None:
    async with socket_client(line.url()) as client:
        await line.sockets.cut("abort")

        assert await client.ended() in {WSMsgType.CLOSED, WSMsgType.ERROR, WSMsgType.CLOSING}
    await until(lambda: not line.sockets.connected)


async def test_a_frozen_socket_swallows_payloads_and_pings_until_it_thaws(line: Line) -> None:
    async with socket_client(line.url(), autoping=False) as client:
        await line.sockets.cut("freeze")
        await client.socket.ping(b"are you there")
        line.courier.ack_seconds = SOON

        assert await line.courier.ask(Kind.COMMANDS, {"command": "/hi"}) == Failed("timeout")
        assert line.sockets.connected, "Slack does not know that the socket is a ghost"

        await line.sockets.cut("thaw")
        await client.socket.ping(b"and now")
        message = await asyncio.wait_for(client.socket.receive(), PATIENCE)

        assert (message.type, bytes(message.data)) == (WSMsgType.PONG, b"and now")


@pytest.mark.parametrize(("fault", "seen"), [("double", 2), ("drop", 1), ("ignore_ack", 2)])
async def test_delivery_faults_change_how_often_an_event_is_seen(line: Line, fault: str, seen: int) -> None:
    line.fault = fault
    line.courier.ack_seconds = SOON  # so long it also takes to forget what was lost
    async with socket_client(line.url()) as client:
        line.courier.send_event(event())
        frames = [await answered(client) for _ in range(seen)]
        await line.courier.settle()
        with pytest.raises(TimeoutError):
            await client.frame(within=0.05)

    assert len({frame["envelope_id"] for frame in frames}) == 1


async def test_the_log_says_what_was_acked_and_what_was_not(line: Line) -> None:
    async with socket_client(line.url()) as client:
        line.courier.ack_seconds = SOON
        line.courier.send_event(event("reaction_added"))
        await client.frame()
        line.courier.ack_seconds = PATIENCE
        await answered(client)
        await line.courier.settle()
    first, second = line.courier.log.since()

    assert (first.kind, first.type, first.attempt, first.failed) == (
        "events_api",
        "reaction_added",
        0,
        "timeout",
    )
    assert (second.attempt, second.failed) == (1, None)
    assert second.acked is not None
    assert line.courier.log.since(1) == [second]
