"""Socket Mode: two sockets that are heard on whatever happens to them, and drained when we stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest

from bot.slack.link import Rhythm
from bot.slack.socket_state import SocketState
from bot.slack.sockets import Sockets
from sandbox.server import Sandbox
from tests.ports import free_port
from tests.transports.polling import until
from tests.transports.tea_app import MANIFEST, Ana, TeaApp

QUICK = Rhythm(ping_every=0.1, suspect_after=0.3, dead_after=0.9)


@asynccontextmanager
async def connected(sandbox: Sandbox, tea: TeaApp, **options: Any) -> AsyncIterator[Sockets]:
    sockets = Sockets(tea.bolt, sandbox.app_token, sandbox.api_url, **options)
    await sockets.start()
    try:
        await until(lambda: sockets.state().connected == 2)
        yield sockets
    finally:
        await sockets.stop()


async def test_two_sockets_are_opened_one_after_the_other(sandbox: Sandbox) -> None:
    async with connected(sandbox, TeaApp()) as sockets:
        state = sockets.state()

        assert sandbox.sockets.connection_count == 2
        assert (state.wanted, state.connected, state.hello_connections) == (2, 2, 2)
        assert state.is_hearing
        assert state.warnings == ()


async def test_commands_are_answered_in_their_ack(sandbox: Sandbox, ana: Ana) -> None:
    acked: list[str] = []
    async with connected(sandbox, tea := TeaApp(), on_ack=lambda kind, _seconds: acked.append(kind)):
        await sandbox.courier.settle()
        acked.clear()
        answer = await ana.orders("oolong")

        assert answer["ok"], answer
        assert tea.ordered == ["oolong"]
        assert acked == ["slash_commands"]
        assert sandbox.deliveries.since()[-1].ack == {"text": "One oolong, coming"}


async def test_events_are_acknowledged_at_the_first_attempt(sandbox: Sandbox, ana: Ana) -> None:
    async with connected(sandbox, tea := TeaApp()):
        await sandbox.courier.settle()
        seen = len(sandbox.deliveries.since())
        await ana.posts("kettle on")
        await until(lambda: tea.heard == ["kettle on"])
        await sandbox.courier.settle()

        assert [(each.attempt, each.failed) for each in sandbox.deliveries.since()[seen:]] == [(0, None)]


async def test_a_slow_listener_holds_up_nobody(sandbox: Sandbox, ana: Ana) -> None:
    async with connected(sandbox, tea := TeaApp(), connections=2):
        tea.kettle.clear()
        slow = [asyncio.create_task(ana.orders(f"slow {cup}")) for cup in range(4)]
        await until(lambda: len(tea.ordered) == 4)
        tea.kettle.set()

        assert all(answer["ok"] for answer in await asyncio.gather(*slow))


@pytest.mark.parametrize("how", ["close", "abort"])
async def test_it_hears_again_after_a_cut(sandbox: Sandbox, ana: Ana, how: Literal["close", "abort"]) -> None:
    async with connected(sandbox, tea := TeaApp()) as sockets:
        for turn in range(3):
            await sandbox.sockets.cut(how)
            await ana.posts(f"after cut {turn}")
            await until(lambda said=f"after cut {turn}": said in tea.heard)
        await until(lambda: sockets.state().connected == 2)


async def test_a_frozen_socket_is_replaced_and_then_given_up(sandbox: Sandbox, ana: Ana) -> None:
    async with connected(sandbox, tea := TeaApp(), rhythm=QUICK) as sockets:
        await sandbox.sockets.cut("freeze")
        await until(lambda: sandbox.sockets.connection_count > 2)
        await ana.posts("anybody there?")
        await until(lambda: "anybody there?" in tea.heard)
        await until(lambda: sandbox.sockets.connection_count == sockets.state().connected == 2)


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_refreshed_socket_gets_its_successor_first(sandbox: Sandbox, ana: Ana, reason: str) -> None:
    states: list[SocketState] = []
    async with connected(sandbox, tea := TeaApp(), on_state=states.append):
        await sandbox.courier.settle()
        opened, seen = len(states), len(sandbox.deliveries.since())
        await sandbox.sockets.refresh(reason)
        for turn in range(20):
            await ana.posts(f"during {turn}")
        await until(lambda: len(tea.heard) == 20)
        await until(lambda: len(states) >= opened + 4)  # two have come, and two have gone
        await sandbox.courier.settle()

        assert {state.connected for state in states[opened:]} == {2}, "it was never without its two sockets"
        assert {each.failed for each in sandbox.deliveries.since()[seen:]} == {None}


async def test_nothing_is_lost_while_sockets_come_and_go(sandbox: Sandbox, ana: Ana) -> None:
    async with connected(sandbox, tea := TeaApp()):
        said = [f"message {number}" for number in range(60)]
        for number, text in enumerate(said):
            if number % 15 == 7:
                await sandbox.sockets.cut("abort" if number % 2 else "close")
            if number % 15 == 14:
                await sandbox.sockets.refresh("refresh_requested")
            await ana.posts(text)
        await sandbox.courier.settle()

        assert set(tea.heard) == set(said)


async def test_an_ack_leaves_by_another_socket_when_its_own_is_gone(sandbox: Sandbox, ana: Ana) -> None:
    acked: list[str] = []
    async with connected(sandbox, tea := TeaApp(), on_ack=lambda kind, _seconds: acked.append(kind)):
        tea.kettle.clear()
        order = asyncio.create_task(ana.orders("assam"))
        await until(lambda: tea.ordered == ["assam"])
        await sandbox.sockets.refresh("refresh_requested")
        await until(lambda: tea.ordered == ["assam", "assam"])  # its socket is gone: Slack tries another
        tea.kettle.set()

        assert (await order)["ok"]
        await until(lambda: acked.count("slash_commands") == 2)


async def test_starting_does_not_wait_for_a_slack_that_is_away() -> None:
    port, tea = free_port(), TeaApp()
    sockets = Sockets(tea.bolt, "xapp-sandbox", f"http://127.0.0.1:{port}/api/")
    await sockets.start()
    assert sockets.state().warnings == (), "it came back before the first try"

    await until(lambda: sockets.state().warnings)
    assert not sockets.state().is_hearing
    assert "cannot be reached" in sockets.state().warnings[0]

    async with Sandbox.serve(manifest=MANIFEST, port=port):
        await until(lambda: sockets.state().connected == 2)
        assert sockets.state().warnings == ()
        await sockets.stop()


async def test_a_429_is_waited_out(sandbox: Sandbox) -> None:
    sandbox.faults.add("apps.connections.open", "ratelimited", retry_after=1)
    sockets = Sockets(TeaApp().bolt, sandbox.app_token, sandbox.api_url, connections=1)
    await sockets.start()
    await until(lambda: sockets.state().connected == 1)
    first, second = [call for call in sandbox.calls.since(0) if call["method"] == "apps.connections.open"]
    await sockets.stop()

    assert second["start"] - first["end"] >= 1.0


async def test_a_switched_off_socket_mode_is_told_clearly(sandbox: Sandbox) -> None:
    async with connected(sandbox, TeaApp()) as sockets:
        await sandbox.sockets.refresh("link_disabled")
        await until(lambda: sockets.state().warnings)

        assert "Socket Mode is switched off" in sockets.state().warnings[0]


async def test_a_refused_token_is_told_with_its_remedy(sandbox: Sandbox) -> None:
    sockets = Sockets(TeaApp().bolt, "xapp-wrong", sandbox.api_url)
    await sockets.start()
    await until(lambda: sockets.state().warnings)
    warning = sockets.state().warnings[0]
    await sockets.stop()

    assert "SLACK_APP_TOKEN" in warning
    assert "xapp-wrong" not in warning


async def test_stopping_lets_running_listeners_acknowledge(sandbox: Sandbox, ana: Ana) -> None:
    async with connected(sandbox, tea := TeaApp()) as sockets:
        tea.kettle.clear()
        order = asyncio.create_task(ana.orders("darjeeling"))
        await until(lambda: tea.ordered == ["darjeeling"])
        stopping = asyncio.create_task(sockets.stop())
        await until(lambda: sandbox.sockets.connection_count == 1)  # the idle one goes at once
        tea.kettle.set()

        assert (await order)["ok"]
        await stopping
    assert sandbox.sockets.connection_count == 0


async def test_stopping_takes_up_nothing_new(sandbox: Sandbox, ana: Ana) -> None:
    async with connected(sandbox, tea := TeaApp()) as sockets:
        tea.kettle.clear()
        order = asyncio.create_task(ana.orders("darjeeling"))
        await until(lambda: tea.ordered == ["darjeeling"])
        stopping = asyncio.create_task(sockets.stop())
        await until(lambda: sandbox.sockets.connection_count == 1)
        await ana.posts("one more?")
        tea.kettle.set()
        await asyncio.gather(order, stopping)

    assert tea.heard == []


async def test_stopping_does_not_wait_for_ghosts(sandbox: Sandbox) -> None:
    async with connected(sandbox, TeaApp()) as sockets:
        await sandbox.sockets.cut("freeze")
        async with asyncio.timeout(8):  # each ghost would be waited for ten seconds
            await sockets.stop()
