"""Channels and their members, from creation to archive."""

import pytest
from slack_sdk.errors import SlackApiError
from world import FINANCE, GENERAL, World

from sandbox.seed import ANA, APP_USER_ID, BEN, CHEN, DIA, EMIL


async def test_a_created_channel_has_its_creator_as_only_member(world: World) -> None:
    created = (await world.slack.conversations_create(name="tea-time"))["channel"]
    assert (created["name"], created["creator"], created["is_member"]) == ("tea-time", APP_USER_ID, True)
    assert (created["is_private"], created["is_archived"], created["previous_names"]) == (False, False, [])
    members = await world.slack.conversations_members(channel=created["id"])
    assert members["members"] == [APP_USER_ID]


async def test_a_private_channel_is_seen_by_its_members_only(world: World) -> None:
    created = (await world.slack.conversations_create(name="hidden", is_private=True))["channel"]
    assert created["is_private"] is True
    channel = world.workspace.channels.find(created["id"])
    assert world.workspace.channels.may_see(APP_USER_ID, channel)
    assert not world.workspace.channels.may_see(ANA, channel)
    assert not world.workspace.channels.may_see(EMIL, channel)


async def test_invited_people_are_members(world: World) -> None:
    await world.slack.conversations_invite(channel=world.room, users=[CHEN, DIA])
    members = await world.slack.conversations_members(channel=world.room)
    assert {CHEN, DIA} <= set(members["members"])
    newest = (await world.slack.conversations_history(channel=world.room, limit=1))["messages"][0]
    assert (newest["subtype"], newest["user"], newest["inviter"]) == ("channel_join", DIA, APP_USER_ID)


async def test_a_forced_invitation_brings_in_those_who_can_come(world: World) -> None:
    invited = await world.slack.conversations_invite(
        channel=world.room, users=f"{CHEN},U0NOBODY,{ANA}", force=True
    )
    assert [(error["user"], error["error"]) for error in invited["errors"]] == [
        ("U0NOBODY", "user_not_found"),
        (ANA, "already_in_channel"),
    ]
    assert CHEN in world.workspace.channels.find(world.room).members


async def test_a_failed_invitation_invites_nobody(world: World) -> None:
    answer = await world.call("conversations.invite", {"channel": "$room", "users": f"{CHEN},{ANA}"})
    assert answer["errors"] == [{"user": ANA, "ok": False, "error": "already_in_channel"}]
    assert CHEN not in world.workspace.channels.find(world.room).members


async def test_a_kicked_person_is_gone(world: World) -> None:
    await world.slack.conversations_kick(channel=world.room, user=ANA)
    assert ANA not in (await world.slack.conversations_members(channel=world.room))["members"]


async def test_joining_twice_is_told_as_a_warning(world: World) -> None:
    first = await world.slack.conversations_join(channel=GENERAL)
    assert first["channel"]["is_member"] is True
    assert "warning" not in first.data
    assert (await world.slack.conversations_join(channel=GENERAL))["warning"] == "already_in_channel"


async def test_leaving_a_channel_one_is_not_in_is_no_error(world: World) -> None:
    await world.slack.conversations_leave(channel=world.room)
    assert APP_USER_ID not in world.workspace.channels.find(world.room).members
    assert (await world.slack.conversations_leave(channel=FINANCE))["not_in_channel"] is True


async def test_a_renamed_channel_keeps_its_id_and_frees_its_name(world: World) -> None:
    renamed = (await world.slack.conversations_rename(channel=world.room, name="parlour"))["channel"]
    assert (renamed["id"], renamed["name"], renamed["previous_names"]) == (world.room, "parlour", ["room"])
    again = await world.slack.conversations_create(name="room")
    assert again["channel"]["id"] != world.room


async def test_topic_and_purpose_are_kept_with_who_set_them(world: World) -> None:
    await world.slack.conversations_setTopic(channel=world.room, topic="t" * 250)
    await world.slack.conversations_setPurpose(channel=world.room, purpose="For tea")
    channel = (await world.slack.conversations_info(channel=world.room))["channel"]
    assert (channel["topic"]["value"], channel["topic"]["creator"]) == ("t" * 250, APP_USER_ID)
    assert channel["purpose"]["value"] == "For tea"


async def test_archiving_takes_the_bots_membership(world: World) -> None:
    await world.slack.conversations_archive(channel=world.room)
    channel = (await world.slack.conversations_info(channel=world.room))["channel"]
    assert (channel["is_archived"], channel["is_member"]) == (True, False)


async def test_a_person_can_bring_an_archived_channel_back(world: World) -> None:
    world.workspace.channels.unarchive(EMIL, world.closed)
    await world.slack.conversations_join(channel=world.closed)
    history = await world.slack.conversations_history(channel=world.closed)
    assert "the end" in [message["text"] for message in history["messages"]]


async def test_a_private_channel_is_joined_by_nobody_not_even_by_a_member(world: World) -> None:
    world.workspace.channels.convert_private(EMIL, world.room)
    with pytest.raises(SlackApiError, match="method_not_supported_for_channel_type"):
        await world.slack.conversations_join(channel=world.room)


async def test_information_counts_members_when_asked(world: World) -> None:
    plain = await world.slack.conversations_info(channel=world.room)
    assert "num_members" not in plain["channel"]
    counted = await world.slack.conversations_info(channel=world.room, include_num_members=True)
    assert counted["channel"]["num_members"] == 3


async def test_the_list_goes_page_by_page(world: World) -> None:
    names, cursor = [], None
    while cursor != "":
        page = await world.slack.conversations_list(limit=3, cursor=cursor)
        assert len(page["channels"]) <= 3
        names += [channel["name"] for channel in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]
    assert sorted(names) == [
        "closed", "data-alerts", "data-incidents", "data-team", "finance-reports", "general", "room"
    ]  # fmt: skip


async def test_archived_channels_and_other_types_can_be_chosen(world: World) -> None:
    open_ones = await world.slack.conversations_list(exclude_archived=True)
    assert "closed" not in [channel["name"] for channel in open_ones["channels"]]
    direct = await world.slack.conversations_list(types="im")
    assert [(row["id"], row["user"]) for row in direct["channels"]] == [(world.dm, ANA)]


async def test_the_bots_own_channels_are_listed(world: World) -> None:
    await world.slack.conversations_create(name="hidden", is_private=True)
    mine = await world.slack.users_conversations(types="public_channel,private_channel")
    assert sorted(channel["name"] for channel in mine["channels"]) == ["hidden", "room"]
    bens = await world.slack.users_conversations(user=BEN, types="public_channel,private_channel")
    assert "room" in [channel["name"] for channel in bens["channels"]]


async def test_members_go_page_by_page(world: World) -> None:
    first = await world.slack.conversations_members(channel=world.room, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await world.slack.conversations_members(channel=world.room, limit=2, cursor=cursor)
    assert first["members"] + second["members"] == [APP_USER_ID, ANA, BEN]
    assert second["response_metadata"]["next_cursor"] == ""


async def test_a_direct_message_is_opened_once(world: World) -> None:
    first = await world.slack.conversations_open(users=EMIL)
    second = await world.slack.conversations_open(users=[EMIL], return_im=True)
    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["already_open"] is True
    assert second["channel"]["user"] == EMIL
    third = await world.slack.conversations_open(channel=first["channel"]["id"])
    assert third["channel"]["id"] == first["channel"]["id"]


async def test_deactivated_people_are_not_counted_as_members(world: World) -> None:
    world.workspace.people.set_deleted(BEN, deleted=True)
    assert BEN not in (await world.slack.conversations_members(channel=world.room))["members"]
