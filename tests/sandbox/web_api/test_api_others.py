"""Marks, files, people and everything else that a bot asks."""

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from world import World

from sandbox.seed import ANA, APP_BOT_ID, APP_USER_ID, BEN, EMIL, GWEN


async def test_a_pin_is_listed_and_told_in_the_channel(world: World) -> None:
    await world.slack.pins_add(channel=world.room, timestamp=world.anas)
    item = (await world.slack.pins_list(channel=world.room))["items"][0]
    assert (item["created_by"], item["message"]["ts"]) == (APP_USER_ID, world.anas)
    assert item["message"]["pinned_to"] == [world.room]
    newest = (await world.slack.conversations_history(channel=world.room, limit=1))["messages"][0]
    assert newest["subtype"] == "pinned_item"
    await world.slack.pins_remove(channel=world.room, timestamp=world.anas)
    assert (await world.slack.pins_list(channel=world.room))["items"] == []


async def test_a_deleted_message_is_pinned_no_more(world: World) -> None:
    await world.slack.pins_add(channel=world.room, timestamp=world.own)
    await world.slack.chat_delete(channel=world.room, ts=world.own)
    assert (await world.slack.pins_list(channel=world.room))["items"] == []


async def test_reactions_come_and_go_also_on_replies(world: World) -> None:
    reply = world.says(BEN, "reply", thread_ts=world.anas)
    world.workspace.reactions.add(ANA, world.room, reply, "eyes")
    await world.slack.reactions_add(channel=world.room, timestamp=reply, name="eyes")
    got = (await world.slack.reactions_get(channel=world.room, timestamp=reply))["message"]
    assert got["reactions"] == [{"name": "eyes", "users": [ANA, APP_USER_ID], "count": 2}]
    await world.slack.reactions_remove(channel=world.room, timestamp=reply, name="eyes")
    world.workspace.reactions.remove(ANA, world.room, reply, "eyes")
    got = (await world.slack.reactions_get(channel=world.room, timestamp=reply))["message"]
    assert "reactions" not in got


async def test_bookmarks_come_and_go(world: World) -> None:
    added = await world.slack.bookmarks_add(
        channel_id=world.room, title="Runbook", type="link", link="https://a.example"
    )
    listed = (await world.slack.bookmarks_list(channel_id=world.room))["bookmarks"]
    assert [bookmark["link"] for bookmark in listed] == ["https://a.example"]
    await world.slack.bookmarks_remove(channel_id=world.room, bookmark_id=added["bookmark"]["id"])
    assert (await world.slack.bookmarks_list(channel_id=world.room))["bookmarks"] == []


async def test_a_file_is_uploaded_shared_read_and_deleted(world: World) -> None:
    uploaded = await world.slack.files_upload_v2(
        channel=world.room, content="a,b\n1,2\n", filename="numbers.csv", title="Numbers",
        initial_comment="Here", thread_ts=world.anas,
    )  # fmt: skip
    file = (await world.slack.files_info(file=uploaded["files"][0]["id"]))["file"]
    assert (file["title"], file["mimetype"], file["size"]) == ("Numbers", "text/csv", 8)
    ts = file["shares"]["public"][world.room][0]["ts"]
    message = world.workspace.messages.find(world.room, ts).body
    assert (message["text"], message["thread_ts"]) == ("Here", world.anas)
    assert message["files"][0]["id"] == file["id"]
    async with aiohttp.ClientSession() as session, session.get(file["url_private"]) as response:
        assert await response.text() == "a,b\n1,2\n"
    await world.slack.files_delete(file=file["id"])
    with pytest.raises(SlackApiError, match="file_deleted"):
        await world.slack.files_info(file=file["id"])
    left = world.workspace.messages.find(world.room, ts).body["files"]
    assert left == [{"id": file["id"], "mode": "tombstone"}]


async def test_a_file_may_be_shared_nowhere(world: World) -> None:
    uploaded = await world.slack.files_upload_v2(content="x", filename="x.txt")
    file = (await world.slack.files_info(file=uploaded["files"][0]["id"]))["file"]
    assert (file["channels"], file["shares"]) == ([], {})


async def test_people_are_described_with_their_zone(world: World) -> None:
    user = (await world.slack.users_info(user=ANA))["user"]
    assert (user["name"], user["tz"], user["profile"]["email"]) == (
        "ana",
        "Europe/Lisbon",
        "ana@northwind.example",
    )
    assert isinstance(user["tz_offset"], int)
    guest = (await world.slack.users_info(user=GWEN))["user"]
    assert (guest["is_restricted"], guest["is_bot"]) == (True, False)


async def test_an_address_needs_its_own_scope(world: World) -> None:
    world.scoped(without="users:read.email")
    assert "email" not in (await world.slack.users_info(user=ANA))["user"]["profile"]


async def test_people_are_found_by_address_whatever_its_case(world: World) -> None:
    found = await world.slack.users_lookupByEmail(email="Ben@Northwind.example")
    assert found["user"]["id"] == BEN


async def test_everybody_is_listed_page_by_page(world: World) -> None:
    first = await world.slack.users_list(limit=4)
    second = await world.slack.users_list(limit=4, cursor=first["response_metadata"]["next_cursor"])
    everybody = {user["id"] for user in first["members"] + second["members"]}
    assert {ANA, BEN, EMIL, GWEN, APP_USER_ID, "USLACKBOT"} <= everybody


async def test_presence_is_told(world: World) -> None:
    assert (await world.slack.users_getPresence(user=ANA))["presence"] == "active"


async def test_user_groups_and_their_members_are_listed(world: World) -> None:
    group = (await world.slack.usergroups_list(include_users=True))["usergroups"][0]
    assert (group["handle"], group["users"], group["user_count"]) == ("data-oncall", [ANA, EMIL], 2)
    assert (await world.slack.usergroups_users_list(usergroup=group["id"]))["users"] == [ANA, EMIL]


async def test_the_bot_learns_who_it_is(world: World) -> None:
    me = await world.slack.auth_test()
    assert (me["user_id"], me["bot_id"], me["team_id"]) == (APP_USER_ID, APP_BOT_ID, "T0NORTH01")
    assert "chat:write" in me.headers["x-oauth-scopes"].split(",")
    bot = (await world.slack.bots_info(bot=APP_BOT_ID))["bot"]
    assert (bot["name"], bot["user_id"]) == ("Sandbox app", APP_USER_ID)
    team = (await world.slack.team_info())["team"]
    assert (team["name"], team["domain"]) == ("Northwind Data", "northwind")


async def test_the_api_can_be_tested_without_a_token(world: World) -> None:
    url = f"{world.sandbox.api_url}api.test?foo=bar"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert await response.json() == {"ok": True, "args": {"foo": "bar"}}


async def test_unknown_arguments_are_ignored_and_booleans_come_as_digits(world: World) -> None:
    answer = await world.call(
        "conversations.list", {"exclude_archived": "1", "frobnicate": "yes", "limit": "5"}, form=True
    )
    assert "closed" not in [channel["name"] for channel in answer["channels"]]
    answer = await world.call("conversations.list", {"exclude_archived": "0"}, form=True)
    assert "closed" in [channel["name"] for channel in answer["channels"]]


async def test_structured_arguments_may_be_strings_in_either_body(world: World) -> None:
    blocks = '[{"type": "divider"}]'
    for form in (False, True):
        answer = await world.call("chat.postMessage", {"channel": "$room", "blocks": blocks}, form=form)
        assert answer["message"]["blocks"][0]["type"] == "divider"
