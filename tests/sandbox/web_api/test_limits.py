"""The rate limits: who has to wait, how long, and what the answer looks like."""

import pytest
from slack_sdk.errors import SlackApiError
from world import World

from sandbox.limits import POST_BURST, POSTS_PER_MINUTE, WINDOW, Limits


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _spent(limits: Limits, method: str, tier: int, count: int) -> list[int | None]:
    return [limits.check(method, tier) for _ in range(count)]


def test_a_tier_lets_its_number_through_in_any_minute() -> None:
    clock = Clock()
    limits = Limits(on=True, clock=clock)
    assert _spent(limits, "conversations.create", 20, 20) == [None] * 20
    assert limits.check("conversations.create", 20) == int(WINDOW)
    clock.now += 59
    assert limits.check("conversations.create", 20) == 1
    clock.now += 1
    assert limits.check("conversations.create", 20) is None


def test_methods_do_not_share_their_limits() -> None:
    limits = Limits(on=True, clock=Clock())
    _spent(limits, "pins.add", 20, 20)
    assert limits.check("pins.remove", 20) is None


def test_a_channel_takes_a_short_burst_and_then_one_message_a_second() -> None:
    clock = Clock()
    limits = Limits(on=True, clock=clock)
    told = [limits.check("chat.postMessage", 0, "C1") for _ in range(POST_BURST + 1)]
    assert told == [None] * POST_BURST + [1]
    assert limits.check("chat.postMessage", 0, "C2") is None
    clock.now += 1
    assert [limits.check("chat.postMessage", 0, "C1") for _ in range(2)] == [None, 1]


def test_a_workspace_takes_a_few_hundred_messages_a_minute() -> None:
    limits = Limits(on=True, clock=Clock())
    for number in range(POSTS_PER_MINUTE):
        assert limits.check("chat.postMessage", 0, f"C{number}") is None
    assert limits.check("chat.postMessage", 0, "C-new") == int(WINDOW)


def test_a_refused_call_costs_nothing() -> None:
    clock = Clock()
    limits = Limits(on=True, clock=clock)
    _spent(limits, "pins.add", 20, 30)
    clock.now += WINDOW
    assert _spent(limits, "pins.add", 20, 20) == [None] * 20


def test_limits_that_are_off_let_everything_through() -> None:
    assert set(_spent(Limits(clock=Clock()), "pins.add", 20, 100)) == {None}


async def test_a_limited_call_is_answered_429_with_the_time_to_wait(world: World) -> None:
    world.sandbox.limits.on = True
    for number in range(20):
        await world.slack.conversations_create(name=f"c{number}")
    before = len(world.workspace.channels.all)
    with pytest.raises(SlackApiError) as raised:
        await world.slack.conversations_create(name="one-too-many")
    answer = raised.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert len(world.workspace.channels.all) == before
    record = world.sandbox.calls.since(20)[0]
    assert (record["status"], record["error"]) == (429, "ratelimited")
    assert record["retry_after"] >= 1


async def test_posting_has_an_error_word_of_its_own(world: World) -> None:
    world.sandbox.limits.on = True
    answers = [await world.call("chat.postMessage", {"channel": "$room", "text": "a"}) for _ in range(6)]
    assert [answer.get("error") for answer in answers] == [None] * 5 + ["rate_limited"]
