"""Which events the app hears, and what they say."""

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest
from people import ALERTS, Person
from slack_sdk.web.async_client import AsyncWebClient
from socket_client import Listener, listening

from sandbox.delivery.subscriptions import granted
from sandbox.seed import APP_BOT_ID, APP_ID, APP_USER_ID, BEN, CHEN, DIA, EMIL, TEAM
from sandbox.server import Sandbox


@pytest.fixture
async def heard(sandbox: Sandbox) -> AsyncIterator[Listener]:
    """The app listens and is a member of #data-alerts."""
    async with listening(f"{sandbox.url}/socket/{sandbox.sockets.issue_ticket()}") as listener:
        sandbox.workspace.membership.join(APP_USER_ID, ALERTS)
        await listener.event("member_joined_channel", user=APP_USER_ID)
        listener.payloads.clear()
        yield listener


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


async def test_the_wrapping_names_team_app_and_authorization(heard: Listener, ana: Person) -> None:
    ts = await ana.posts("hello")
    event = await heard.event("message")
    payload = heard.payloads[0]

    assert payload["type"] == "event_callback"
    assert (payload["team_id"], payload["api_app_id"]) == (TEAM.id, APP_ID)
    assert payload["event_id"].startswith("Ev")
    assert payload["event_time"] == int(float(ts))
    assert payload["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": TEAM.id,
            "user_id": APP_USER_ID,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]
    assert payload["is_ext_shared_channel"] is False
    assert event["ts"] == event["event_ts"] == ts


async def test_a_persons_message_has_no_subtype(heard: Listener, ana: Person) -> None:
    await ana.posts("hello <there>")
    event = await heard.event("message")

    assert (event["user"], event["channel"], event["channel_type"]) == (ana.user_id, ALERTS, "channel")
    assert event["text"] == "hello &lt;there&gt;"
    assert event["client_msg_id"]
    assert event["blocks"][0]["type"] == "rich_text"
    assert "subtype" not in event


async def test_app_style_and_webhook_style_differ_in_subtype(heard: Listener, ana: Person) -> None:
    for style in ("app", "webhook"):
        message = {"text": style, "username": "dbt" if style == "webhook" else None}
        await ana.ok("bot_message", channel=ALERTS, app="dbt Cloud", style=style, message=message)
    modern = await heard.event("message", text="app")
    classic = await heard.event("message", text="webhook")

    assert "subtype" not in modern
    assert modern["bot_profile"]["name"] == "dbt Cloud"
    assert modern["user"]
    assert modern["app_id"]
    assert (classic["subtype"], classic["username"]) == ("bot_message", "dbt")
    assert "user" not in classic
    assert classic["bot_id"] == modern["bot_id"]


async def test_the_apps_own_messages_come_back_to_it(heard: Listener, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=ALERTS, text="it is I")
    event = await heard.event("message")

    assert (event["bot_id"], event["user"]) == (APP_BOT_ID, APP_USER_ID)


async def test_edits_and_deletions_carry_both_sides(heard: Listener, ana: Person) -> None:
    ts = await ana.posts("befor")
    await ana.ok("edit", channel=ALERTS, ts=ts, text="before")
    await ana.ok("delete", channel=ALERTS, ts=ts)
    changed = await heard.event("message", subtype="message_changed")
    deleted = await heard.event("message", subtype="message_deleted")

    assert changed["previous_message"]["text"] == "befor"
    assert changed["message"]["text"] == "before"
    assert changed["message"]["edited"]["user"] == ana.user_id
    assert (changed["hidden"], changed["channel"]) == (True, ALERTS)
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (ts, "before")


async def test_a_reply_carries_its_thread(heard: Listener, ana: Person) -> None:
    ts = await ana.posts("parent")
    await ana.posts("reply", thread_ts=ts)
    event = await heard.event("message", text="reply")

    assert event["thread_ts"] == ts
    assert event["parent_user_id"] == ana.user_id


async def test_nothing_is_heard_where_the_app_is_no_member(heard: Listener, ana: Person) -> None:
    await ana.posts("elsewhere", channel="C0GENERAL1")
    await ana.posts("here")
    await heard.event("message", text="here")

    assert [event["text"] for event in heard.events] == ["here"]


async def test_a_mention_is_told_as_well(heard: Listener, ana: Person) -> None:
    await ana.posts("@tea-round are you there?")
    event = await heard.event("app_mention")

    assert event["text"].startswith(f"<@{APP_USER_ID}>")
    assert (event["user"], event["channel"]) == (ana.user_id, ALERTS)


async def test_direct_messages_are_heard(heard: Listener, ana: Person) -> None:
    channel = (await ana.ok("dm", user=APP_USER_ID))["channel"]
    await ana.posts("psst @tea-round", channel=channel["id"])
    event = await heard.event("message", channel_type="im")

    assert event["channel"] == channel["id"]
    assert not any(event["type"] == "app_mention" for event in heard.events)


async def test_reactions_name_the_item(heard: Listener, ana: Person) -> None:
    ts = await ana.posts("react to me")
    ben = ana.also(BEN)
    await ben.ok("react", channel=ALERTS, ts=ts, name="pushpin")
    await ben.ok("unreact", channel=ALERTS, ts=ts, name="pushpin")
    added = await heard.event("reaction_added")
    removed = await heard.event("reaction_removed")

    assert (added["user"], added["reaction"], added["item_user"]) == (BEN, "pushpin", ana.user_id)
    assert added["item"] == removed["item"] == {"type": "message", "channel": ALERTS, "ts": ts}
    assert float(removed["event_ts"]) > float(added["event_ts"])


async def test_pins_are_told(heard: Listener, ana: Person) -> None:
    ts = await ana.posts("pin me")
    await ana.ok("pin", channel=ALERTS, ts=ts)
    await ana.ok("unpin", channel=ALERTS, ts=ts)
    added = await heard.event("pin_added")
    removed = await heard.event("pin_removed")

    assert (added["channel_id"], added["user"]) == (ALERTS, ana.user_id)
    assert added["item"]["message"]["ts"] == ts
    assert removed["has_pins"] is False
    assert await heard.event("message", subtype="pinned_item")


async def test_comings_and_goings_are_told(heard: Listener, ana: Person) -> None:
    await ana.ok("invite", channel=ALERTS, users=[DIA])
    joined = await heard.event("member_joined_channel")
    await ana.ok("kick", channel=ALERTS, user=DIA)
    left = await heard.event("member_left_channel")

    assert (joined["user"], joined["inviter"], joined["channel_type"]) == (DIA, ana.user_id, "C")
    assert (left["user"], left["channel"]) == (DIA, ALERTS)
    assert await heard.event("message", subtype="channel_join")


async def test_the_app_hears_that_it_was_removed(heard: Listener, ana: Person) -> None:
    await ana.ok("kick", channel=ALERTS, user=APP_USER_ID)
    left = await heard.event("channel_left")
    await ana.posts("is it gone?")

    assert left["channel"] == ALERTS
    assert not any(event.get("text") == "is it gone?" for event in heard.events)


async def test_public_channels_are_news_without_membership(heard: Listener, ana: Person) -> None:
    channel = (await ana.ok("create", name="spring"))["channel"]["id"]
    await ana.ok("rename", channel=channel, name="summer")
    await ana.ok("archive", channel=channel)
    await ana.ok("unarchive", channel=channel)
    renamed = await heard.event("channel_rename")
    archived = await heard.event("channel_archive")

    assert (renamed["channel"]["id"], renamed["channel"]["name"]) == (channel, "summer")
    assert (archived["channel"], archived["user"]) == (channel, ana.user_id)
    assert await heard.event("channel_unarchive", channel=channel)


async def test_private_channels_are_only_their_members_news(
    sandbox: Sandbox, heard: Listener, ana: Person
) -> None:
    chen = ana.also(CHEN)
    await chen.ok("rename", channel="C0PRIVATE1", name="finance-quiet")
    await chen.ok("invite", channel="C0PRIVATE1", users=[APP_USER_ID])
    await chen.ok("rename", channel="C0PRIVATE1", name="finance-loud")
    event = await heard.event("group_rename")

    assert event["channel"]["name"] == "finance-loud"
    assert (await heard.event("member_joined_channel"))["channel_type"] == "G"


async def test_people_and_groups_that_change_are_told(heard: Listener, ana: Person) -> None:
    emil = ana.also(EMIL)
    await emil.ok("deactivate", user=BEN)
    await emil.ok("group", group="S0ONCALL01", users=[EMIL, DIA])
    changed = await heard.event("user_change")
    members = await heard.event("subteam_members_changed")

    assert (changed["user"]["id"], changed["user"]["deleted"]) == (BEN, True)
    assert "email" not in changed["user"]["profile"], "the app has no users:read.email"
    assert (members["added_users"], members["removed_users"]) == ([DIA], [ana.user_id])


async def test_what_is_not_subscribed_is_not_sent(heard: Listener, ana: Person) -> None:
    await ana.ok("create", name="unheard")
    await ana.posts("done")
    await heard.event("message", text="done")

    assert not any(event["type"] == "channel_created" for event in heard.events)


def test_an_event_needs_its_scope() -> None:
    events = {"message.channels", "reaction_added", "app_home_opened"}

    assert granted(events, ["channels:history"]) == {"message.channels", "app_home_opened"}


async def test_hundreds_of_events_arrive_in_order(sandbox: Sandbox, heard: Listener, ana: Person) -> None:
    from sandbox.workspace import Draft

    for number in range(500):
        sandbox.workspace.messages.post(ana.user_id, ALERTS, Draft(f"line {number}"))
    await heard.event("message", text="line 499")
    lines: list[Any] = [event["text"] for event in heard.events if event["type"] == "message"]

    assert lines == [f"line {number}" for number in range(500)]
    assert dataclasses.asdict(sandbox.deliveries.since()[-1])["failed"] is None
