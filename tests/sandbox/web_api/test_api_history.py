"""Reading channels and threads page by page."""

from typing import Any

from world import World

from sandbox.seed import ANA, BEN


def _texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer["messages"]]


async def _pages(read: Any, **args: Any) -> list[list[str]]:
    """Every page until there is no cursor."""
    pages, cursor = [], ""
    while True:
        answer = await read(**args, **({"cursor": cursor} if cursor else {}))
        pages.append(_texts(answer))
        cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
        assert answer["has_more"] is bool(cursor)
        if not cursor:
            return pages


async def test_history_is_newest_first_and_goes_back_page_by_page(world: World) -> None:
    stamps = [world.says(ANA, f"{n}") for n in range(5)]
    pages = await _pages(
        world.slack.conversations_history, channel=world.room, limit=2, latest=stamps[4], inclusive=True
    )
    assert pages[:3] == [["4", "3"], ["2", "1"], ["0", "Ana's"]]


async def test_history_from_a_time_on_goes_forward(world: World) -> None:
    stamps = [world.says(ANA, f"{n}") for n in range(5)]
    pages = await _pages(world.slack.conversations_history, channel=world.room, limit=2, oldest=stamps[0])
    assert pages == [["2", "1"], ["4", "3"]]


async def test_messages_that_come_meanwhile_do_not_disturb_the_pages(world: World) -> None:
    for number in range(4):
        world.says(ANA, f"{number}")
    first = await world.slack.conversations_history(channel=world.room, limit=2)
    world.says(ANA, "new")
    cursor = first["response_metadata"]["next_cursor"]
    second = await world.slack.conversations_history(channel=world.room, limit=2, cursor=cursor)
    assert _texts(second) == ["1", "0"]


async def test_the_ends_of_a_span_count_only_when_inclusive(world: World) -> None:
    one, _, three = (world.says(ANA, text) for text in ("1", "2", "3"))
    span = {"channel": world.room, "oldest": one, "latest": three}
    assert _texts(await world.slack.conversations_history(**span)) == ["2"]
    assert _texts(await world.slack.conversations_history(**span, inclusive=True)) == ["3", "2", "1"]


async def test_one_message_is_found_by_its_timestamp_whether_parent_or_reply(world: World) -> None:
    parent = world.says(ANA, "parent")
    reply = world.says(BEN, "reply", thread_ts=parent)
    for ts, text in ((parent, "parent"), (reply, "reply")):
        found = await world.slack.conversations_replies(
            channel=world.room, ts=ts, oldest=ts, inclusive=True, limit=1
        )
        assert _texts(found) == [text]


async def test_a_thread_is_read_oldest_first_and_page_by_page(world: World) -> None:
    parent = world.says(ANA, "parent")
    for number in range(4):
        world.says(BEN, f"{number}", thread_ts=parent)
    pages = await _pages(world.slack.conversations_replies, channel=world.room, ts=parent, limit=2)
    assert pages == [["parent", "0"], ["1", "2"], ["3"]]


async def test_the_replies_after_a_time_come_with_their_parent(world: World) -> None:
    parent = world.says(ANA, "parent")
    stamps = [world.says(BEN, f"{n}", thread_ts=parent) for n in range(3)]
    found = await world.slack.conversations_replies(channel=world.room, ts=parent, oldest=stamps[0])
    assert _texts(found) == ["parent", "1", "2"]


async def test_slacks_own_lines_are_in_the_history(world: World) -> None:
    await world.slack.conversations_setTopic(channel=world.room, topic="Tea")
    newest = (await world.slack.conversations_history(channel=world.room, limit=1))["messages"][0]
    assert (newest["subtype"], newest["topic"]) == ("channel_topic", "Tea")


async def test_the_same_topic_again_posts_no_line(world: World) -> None:
    await world.slack.conversations_setTopic(channel=world.room, topic="Tea")
    await world.slack.conversations_setTopic(channel=world.room, topic="Tea")
    history = await world.slack.conversations_history(channel=world.room)
    assert [message.get("subtype") for message in history["messages"]].count("channel_topic") == 1


async def test_a_bot_can_move_its_read_cursor(world: World) -> None:
    await world.slack.conversations_mark(channel=world.room, ts=world.anas)
    info = await world.slack.conversations_info(channel=world.room)
    assert info["channel"]["last_read"] == world.anas
