"""Saying, changing and taking back, as an app does it with Slack's own client."""

import pytest
from slack_sdk.errors import SlackApiError
from world import GENERAL, World

from sandbox.seed import ANA, APP_BOT_ID, APP_USER_ID, CHEN, EMIL

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}
METADATA = {"event_type": "tea", "event_payload": {"id": "7"}}


async def test_a_posted_message_comes_back_signed_by_the_bot(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, text="Hello", metadata=METADATA)
    message = posted["message"]
    assert (posted["channel"], posted["ts"]) == (world.room, message["ts"])
    assert (message["user"], message["bot_id"], message["type"]) == (APP_USER_ID, APP_BOT_ID, "message")
    assert message["bot_profile"]["name"] == "Sandbox app"
    assert message["metadata"] == METADATA


async def test_blocks_get_ids_and_defaults_as_slack_gives_them(world: World) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [SECTION, {"type": "actions", "block_id": "mine", "elements": [button]}]
    posted = await world.slack.chat_postMessage(channel=world.room, blocks=blocks, text="t")
    section, actions = posted["message"]["blocks"]
    assert section["block_id"]
    assert section["text"]["verbatim"] is False
    assert actions["block_id"] == "mine"
    assert actions["elements"][0]["action_id"]
    assert actions["elements"][0]["text"]["emoji"] is True


async def test_a_message_goes_to_a_public_channel_that_the_bot_is_not_in(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel="#general", text="Hello all")
    assert posted["channel"] == GENERAL
    info = await world.slack.conversations_info(channel=GENERAL)
    assert info["channel"]["is_member"] is False


async def test_a_message_to_a_person_opens_the_direct_message(world: World) -> None:
    first = await world.slack.chat_postMessage(channel=EMIL, text="Hello")
    second = await world.slack.chat_postMessage(channel=EMIL, text="again")
    assert first["channel"].startswith("D")
    assert first["channel"] == second["channel"]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("a &amp; b &lt;", "a &amp; b &lt;"),
        ("<@U0ANA00001> <!channel> <https://a.example|A>", "<@U0ANA00001> <!channel> <https://a.example|A>"),
        ("see https://a.example/x?y=1&z=2.", "see <https://a.example/x?y=1&amp;z=2>."),
        ("@ana and @here", "@ana and @here"),
    ],
)
async def test_text_is_stored_as_slack_stores_it(world: World, sent: str, stored: str) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, text=sent)
    assert posted["message"]["text"] == stored


async def test_names_are_linked_only_when_asked_for(world: World) -> None:
    posted = await world.slack.chat_postMessage(
        channel=world.room, text="@ana. #general @here @data-oncall ana@b.example", link_names=True
    )
    links = "<@U0ANA00001>. <#C0GENERAL1|general> <!here> <!subteam^S0ONCALL01|@data-oncall> ana@b.example"
    assert posted["message"]["text"] == links


async def test_an_update_links_names_unless_told_not_to(world: World) -> None:
    loud = await world.slack.chat_update(channel=world.room, ts=world.own, text="@here")
    assert loud["text"] == "<!here>"
    quiet = await world.slack.chat_update(
        channel=world.room, ts=world.own, text="@here https://a.example", parse="none"
    )
    assert quiet["text"] == "@here https://a.example"


async def test_text_without_blocks_drops_the_blocks_and_keeps_the_attachments(world: World) -> None:
    posted = await world.slack.chat_postMessage(
        channel=world.room, text="a", blocks=[SECTION], attachments=[{"text": "kept", "color": "#f00"}]
    )
    updated = await world.slack.chat_update(channel=world.room, ts=posted["ts"], text="b")
    assert "blocks" not in updated["message"]
    assert updated["message"]["attachments"][0]["text"] == "kept"
    assert updated["message"]["edited"]["user"] == APP_USER_ID


async def test_blocks_without_text_keep_the_text(world: World) -> None:
    updated = await world.call("chat.update", {"channel": "$room", "ts": "$own", "blocks": [SECTION]})
    assert updated["text"] == "mine"
    assert updated["message"]["blocks"][0]["text"]["text"] == "Hello"


async def test_metadata_is_given_only_when_asked_for(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, text="a", metadata=METADATA)
    plain = await world.slack.conversations_history(channel=world.room, limit=1)
    assert "metadata" not in plain["messages"][0]
    full = await world.slack.conversations_history(channel=world.room, limit=1, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == METADATA
    await world.slack.chat_update(channel=world.room, ts=posted["ts"], text="b")
    thread = await world.slack.conversations_replies(
        channel=world.room, ts=posted["ts"], include_all_metadata=True
    )
    assert thread["messages"][0]["metadata"] == METADATA


async def test_an_empty_metadata_removes_it(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, text="a", metadata=METADATA)
    updated = await world.slack.chat_update(channel=world.room, ts=posted["ts"], text="b", metadata={})
    assert "metadata" not in updated["message"]


async def test_a_reply_counts_on_its_parent(world: World) -> None:
    reply = await world.slack.chat_postMessage(channel=world.room, text="re", thread_ts=world.anas)
    assert reply["message"]["thread_ts"] == world.anas
    assert reply["message"]["parent_user_id"] == ANA
    thread = await world.slack.conversations_replies(channel=world.room, ts=world.anas)
    parent = thread["messages"][0]
    assert (parent["reply_count"], parent["latest_reply"]) == (1, reply["ts"])
    assert [message["ts"] for message in thread["messages"]] == [world.anas, reply["ts"]]
    history = await world.slack.conversations_history(channel=world.room)
    assert reply["ts"] not in [message["ts"] for message in history["messages"]]


async def test_a_broadcast_reply_shows_in_the_channel_too(world: World) -> None:
    reply = await world.slack.chat_postMessage(
        channel=world.room, text="re", thread_ts=world.anas, reply_broadcast=True
    )
    history = await world.slack.conversations_history(channel=world.room, limit=1)
    assert history["messages"][0]["ts"] == reply["ts"]
    assert history["messages"][0]["subtype"] == "thread_broadcast"


async def test_a_reply_to_a_reply_joins_the_same_thread(world: World) -> None:
    first = await world.slack.chat_postMessage(channel=world.room, text="1", thread_ts=world.anas)
    second = await world.slack.chat_postMessage(channel=world.room, text="2", thread_ts=first["ts"])
    assert second["message"]["thread_ts"] == world.anas


async def test_a_reply_whose_parent_is_gone_lands_in_the_channel(world: World) -> None:
    await world.slack.chat_delete(channel=world.room, ts=world.own)
    reply = await world.slack.chat_postMessage(channel=world.room, text="re", thread_ts=world.own)
    assert "thread_ts" not in reply["message"]


async def test_a_deleted_parent_with_replies_leaves_a_tombstone(world: World) -> None:
    await world.slack.chat_postMessage(channel=world.room, text="re", thread_ts=world.own)
    await world.slack.chat_delete(channel=world.room, ts=world.own)
    thread = await world.slack.conversations_replies(channel=world.room, ts=world.own)
    assert [message["text"] for message in thread["messages"]] == ["This message was deleted.", "re"]
    assert thread["messages"][0]["subtype"] == "tombstone"


async def test_a_deleted_reply_is_counted_out(world: World) -> None:
    reply = await world.slack.chat_postMessage(channel=world.room, text="re", thread_ts=world.anas)
    await world.slack.chat_delete(channel=world.room, ts=reply["ts"])
    thread = await world.slack.conversations_replies(channel=world.room, ts=world.anas)
    assert len(thread["messages"]) == 1
    assert "reply_count" not in thread["messages"][0]


async def test_an_ephemeral_message_is_in_no_history(world: World) -> None:
    shown = await world.slack.chat_postEphemeral(channel=world.room, user=ANA, text="psst")
    history = await world.slack.conversations_history(channel=world.room)
    assert shown["message_ts"] not in [message["ts"] for message in history["messages"]]
    assert [m.body["text"] for m in world.workspace.ephemerals.of(ANA, world.room)] == ["psst"]
    with pytest.raises(SlackApiError, match="message_not_found"):
        await world.slack.chat_update(channel=world.room, ts=shown["message_ts"], text="b")


async def test_a_name_of_its_own_makes_a_bot_message(world: World) -> None:
    posted = await world.slack.chat_postMessage(
        channel=world.room, text="a", username="Oracle", icon_emoji=":crystal_ball:"
    )
    message = posted["message"]
    assert (message["subtype"], message["username"]) == ("bot_message", "Oracle")
    assert message["icons"] == {"emoji": ":crystal_ball:"}


async def test_markdown_text_becomes_a_markdown_block(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, markdown_text="**bold**")
    assert posted["message"]["blocks"][0] | {"block_id": ""} == {
        "type": "markdown",
        "text": "**bold**",
        "block_id": "",
    }


async def test_a_text_that_is_too_long_to_post_is_cut(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, text="x" * 40_001)
    assert len(posted["message"]["text"]) == 40_000


async def test_attachments_are_numbered(world: World) -> None:
    posted = await world.slack.chat_postMessage(
        channel=world.room, text="a", attachments=[{"text": "1"}, {"blocks": [SECTION]}]
    )
    first, second = posted["message"]["attachments"]
    assert (first["id"], second["id"]) == (1, 2)
    assert second["blocks"][0]["block_id"]


async def test_a_permalink_says_where_a_reply_belongs(world: World) -> None:
    reply = await world.slack.chat_postMessage(channel=world.room, text="re", thread_ts=world.anas)
    link = await world.slack.chat_getPermalink(channel=world.room, message_ts=reply["ts"])
    plain = reply["ts"].replace(".", "")
    address = f"https://northwind.slack.com/archives/{world.room}/p{plain}"
    assert link["permalink"] == f"{address}?thread_ts={world.anas}&cid={world.room}"


async def test_timestamps_grow_even_when_the_clock_stands_still(world: World) -> None:
    world.workspace.pulse.clock = lambda: 1_800_000_000.0
    sent = [(await world.slack.chat_postMessage(channel=world.room, text="a"))["ts"] for _ in range(3)]
    assert sent == ["1800000000.000000", "1800000000.000001", "1800000000.000002"]


async def test_the_lookup_of_a_sent_message_by_time_and_metadata_works(world: World) -> None:
    posted = await world.slack.chat_postMessage(channel=world.room, text="a", metadata=METADATA)
    found = await world.slack.conversations_history(
        channel=world.room, oldest=world.anas, include_all_metadata=True
    )
    assert [message["ts"] for message in found["messages"] if "metadata" in message] == [posted["ts"]]
    assert CHEN not in str(found.data)
