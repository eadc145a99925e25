"""Injected trouble: what happens to the call, and whether it took effect."""

import time
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from world import World

from sandbox.faults import Faults


def _posted(world: World) -> int:
    log = world.workspace.channels.find(world.room).log
    return sum(1 for message in log.all() if message.body["text"] == "hello")


async def _post(world: World) -> Any:
    return await world.slack.chat_postMessage(channel=world.room, text="hello")


async def test_an_error_before_has_no_effect(world: World) -> None:
    world.sandbox.faults.add("chat.postMessage", "error", error="internal_error")
    with pytest.raises(SlackApiError, match="internal_error"):
        await _post(world)
    assert _posted(world) == 0


async def test_an_error_after_has_its_effect(world: World) -> None:
    world.sandbox.faults.add("chat.postMessage", "error_after")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await _post(world)
    assert _posted(world) == 1


@pytest.mark.parametrize(("kind", "effects"), [("http_500", 0), ("http_500_after", 1)])
async def test_a_broken_proxy_answers_500_in_html(world: World, kind: str, effects: int) -> None:
    world.sandbox.faults.add("chat.postMessage", kind)
    with pytest.raises(SlackApiError) as raised:
        await _post(world)
    assert raised.value.response.status_code == 500
    assert raised.value.response.get("error") is None
    assert _posted(world) == effects


@pytest.mark.parametrize(("kind", "effects"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_connection_is_cut_before_or_after_the_effect(world: World, kind: str, effects: int) -> None:
    world.sandbox.faults.add("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await _post(world)
    assert _posted(world) == effects


async def test_an_answer_that_nobody_can_read_comes_after_the_effect(world: World) -> None:
    world.sandbox.faults.add("chat.postMessage", "garbage_after")
    with pytest.raises(SlackApiError):
        await _post(world)
    assert _posted(world) == 1


async def test_a_rate_limit_can_be_made_up(world: World) -> None:
    world.sandbox.faults.add("chat.postMessage", "ratelimited", retry_after=7)
    with pytest.raises(SlackApiError) as raised:
        await _post(world)
    assert raised.value.response.headers["Retry-After"] == "7"
    assert _posted(world) == 0


@pytest.mark.parametrize("kind", ["hang", "hang_after"])
async def test_a_call_can_hang_and_still_be_good(world: World, kind: str) -> None:
    world.sandbox.faults.add("chat.postMessage", kind, ms=60)
    started = time.monotonic()
    assert (await _post(world))["ok"] is True
    assert time.monotonic() - started >= 0.06
    record = list(world.sandbox.calls)[-1]
    assert record.effect is not None
    assert (record.effect - record.start >= 0.06) is (kind == "hang")


async def test_a_fault_waits_for_its_call_and_then_goes(world: World) -> None:
    world.sandbox.faults.add("chat.postMessage", "error", times=2, skip=1, match={"text": "hel"})
    answers = []
    for text in ("other", "hello", "hello", "hello", "hello"):
        answer = await world.call("chat.postMessage", {"channel": "$room", "text": text})
        answers.append(answer["ok"])
    assert answers == [True, True, False, False, True]


async def test_a_fault_may_hit_every_method_or_be_taken_back(world: World) -> None:
    world.sandbox.faults.add("*", "error", times=100)
    assert (await world.call("users.list", {}))["error"] == "fatal_error"
    world.sandbox.faults.clear()
    assert (await world.call("users.list", {}))["ok"] is True


def test_a_fault_that_does_not_exist_is_refused() -> None:
    faults = Faults()
    with pytest.raises(ValueError, match="'double' is not a fault"):
        faults.add("chat.postMessage", "double")
    assert faults.add("deliver:events_api", "double").times == 1


async def test_half_of_the_latency_lies_before_the_effect(world: World) -> None:
    world.sandbox.faults.set_latency(80)
    world.sandbox.faults.set_latency(0, methods=["users.list"])
    await _post(world)
    await world.slack.users_list()
    posted, listed = list(world.sandbox.calls)
    assert posted.effect is not None
    assert posted.end is not None
    assert posted.effect - posted.start >= 0.04
    assert posted.end - posted.effect >= 0.04
    assert listed.end is not None
    assert listed.end - listed.start < 0.04


async def test_calls_are_remembered_as_they_were_sent(world: World) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}]
    await world.call("chat.postMessage", {"channel": "$room", "text": "hello", "blocks": blocks})
    assert world.sandbox.calls.since(0)[0]["args"]["blocks"] == blocks


async def test_calls_are_remembered_without_tokens(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        form = {"token": world.sandbox.bot_token, "channel": world.room, "text": "hello"}
        await session.post(f"{world.sandbox.api_url}chat.postMessage", data=form)
    await world.call("chat.postMessage", {"channel": "$room"})
    first, second = world.sandbox.calls.since(0)
    assert first["args"] == {"channel": world.room, "text": "hello"}
    assert (first["ok"], first["error"], first["status"]) == (True, None, 200)
    assert (second["ok"], second["error"]) == (False, "no_text")
    assert world.sandbox.calls.since(first["n"]) == [second]
