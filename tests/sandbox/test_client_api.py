"""What people can do, and what the page is shown of it."""

from typing import Any

import aiohttp
import pytest
from people import ALERTS, Person

from sandbox.seed import BEN, CHEN, EMIL, GWEN
from sandbox.server import Sandbox


async def test_boot_shows_only_what_the_person_may_see(ana: Person) -> None:
    boot = await ana.ok("boot")
    guest = await ana.also(GWEN).ok("boot")

    names = {channel["name"] for channel in boot["channels"]}
    assert {"general", "data-alerts", "finance-reports"} <= names
    assert "finance-close" not in names
    assert {channel["name"] for channel in guest["channels"]} == {"general", "finance-reports"}
    assert boot["app"]["name"] == "Tea Round"
    assert [command["command"] for command in boot["commands"]] == ["/tea", "/raw"]
    assert [shortcut["type"] for shortcut in boot["shortcuts"]] == ["global", "message"]
    assert boot["connected"] is False


async def test_a_post_reaches_the_history_and_everybodys_stream(ana: Person) -> None:
    async with ana.also(BEN).stream() as stream:
        ts = await ana.posts("orders are *late* @ben")
        frame = await stream.frame("message")
        unread = await stream.frame("unread")
    history = await ana.ok("history", channel=ALERTS)

    assert frame["message"]["text"] == f"orders are *late* <@{BEN}>"
    assert (unread["unread"], unread["mentions"]) == (1, 1)
    assert [message["ts"] for message in history["messages"]] == [ts]
    assert history["messages"][0]["client_msg_id"]


async def test_a_private_channel_does_not_reach_a_strangers_stream(ana: Person) -> None:
    async with ana.stream() as stream:
        await ana.also(CHEN).posts("the numbers", channel="C0PRIVATE1")
        await ana.posts("hello")
        frame = await stream.frame("message")

    assert frame["message"]["text"] == "hello"


async def test_a_channel_that_becomes_private_disappears_for_strangers(ana: Person) -> None:
    async with ana.stream() as stream:
        refused = await ana.does("convert_private", channel="C0FINANCE1")
        await ana.also(EMIL).ok("convert_private", channel="C0FINANCE1")
        frame = await stream.frame("channel_gone")

    assert refused["error"] == "not_authorized"
    assert frame["channel"] == "C0FINANCE1"


async def test_history_pages_from_the_newest_back(ana: Person) -> None:
    stamps = [await ana.posts(f"line {number}") for number in range(5)]
    newest = await ana.ok("history", channel=ALERTS, limit=2)
    older = await ana.ok("history", channel=ALERTS, limit=3, before=newest["messages"][0]["ts"])

    assert [message["ts"] for message in newest["messages"]] == stamps[3:]
    assert newest["has_more"]
    assert [message["ts"] for message in older["messages"]] == stamps[:3]
    assert not older["has_more"]


async def test_threads_reactions_pins_and_edits_show_up(ana: Person) -> None:
    ts = await ana.posts("the parent")
    async with ana.stream() as stream:
        await ana.posts("the reply", thread_ts=ts)
        parent = await stream.frame("message_changed")
        await ana.ok("react", channel=ALERTS, ts=ts, name=":eyes:")
        reaction = await stream.frame("reaction")
        await ana.ok("pin", channel=ALERTS, ts=ts)
        pinned = await stream.frame("message_changed")
        channel = await stream.frame("channel")
        await ana.ok("edit", channel=ALERTS, ts=ts, text="the better parent")
        edited = await stream.frame("message_changed")
        await ana.ok("delete", channel=ALERTS, ts=ts)
    replies = await ana.ok("replies", channel=ALERTS, ts=ts)

    assert parent["message"]["reply_count"] == 1
    assert reaction["reactions"] == [{"name": "eyes", "users": [ana.user_id], "count": 1}]
    assert pinned["message"]["pinned"] is True
    assert channel["channel"]["pins"] == [ts]
    assert edited["message"]["text"] == "the better parent"
    assert [message["text"] for message in replies["messages"]] == ["This message was deleted.", "the reply"]


async def test_channels_are_made_and_changed(ana: Person) -> None:
    channel = (await ana.ok("create", name="late-orders"))["channel"]
    await ana.ok("topic", channel=channel["id"], text="who has the orders?")
    await ana.ok("invite", channel=channel["id"], users=[BEN])
    taken = await ana.does("create", name="late-orders")
    await ana.ok("kick", channel=channel["id"], user=BEN)
    await ana.ok("rename", channel=channel["id"], name="found-orders")
    archived = (await ana.ok("archive", channel=channel["id"]))["channel"]

    assert taken["error"] == "name_taken"
    assert "already" in taken["message"]
    assert (archived["name"], archived["is_archived"]) == ("found-orders", True)
    assert archived["topic"] == "who has the orders?"


@pytest.mark.parametrize("style", ["app", "webhook"])
async def test_integrations_post_in_both_styles(ana: Person, style: str) -> None:
    message = {"text": "a model failed"}
    posted = await ana.ok("bot_message", channel=ALERTS, app="dbt Cloud", style=style, message=message)
    await ana.ok("bot_update", channel=ALERTS, ts=posted["ts"], message={"text": "it runs again"})
    shown = (await ana.ok("history", channel=ALERTS))["messages"][0]

    assert shown["text"] == "it runs again"
    assert shown["bot_id"]
    assert ("user" in shown) is (style == "app")
    assert (shown.get("subtype") == "bot_message") is (style == "webhook")


async def test_refusals_carry_a_code_and_a_sentence(ana: Person) -> None:
    unknown = await ana.does("fly")
    nobody = await ana.also("U0NOBODY").does("boot")
    missing = await ana.does("post", channel=ALERTS)

    assert unknown["error"] == "unknown_action"
    assert nobody["error"] == "user_not_found"
    assert missing == {"ok": False, "error": "no_text", "message": "There is nothing to say."}


async def test_strangers_on_the_network_are_refused(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        async with http.post(f"{sandbox.url}/client/boot", json={"as": "U"}, headers=headers) as response:
            assert response.status == 403


async def test_every_sample_alert_can_be_posted(ana: Person) -> None:
    samples = (await ana.ok("boot"))["samples"]
    posted = [await ana.ok("sample", id=sample["id"]) for sample in samples]
    history = await ana.ok("history", channel=ALERTS)

    assert len(samples) >= 6
    assert {answer["channel"] for answer in posted} == {ALERTS}
    assert [message["ts"] for message in history["messages"]] == [answer["ts"] for answer in posted]


async def test_the_first_direct_message_shows_the_conversation(ana: Person) -> None:
    async with ana.also(BEN).stream() as stream:
        channel = (await ana.ok("dm", user=BEN))["channel"]
        await ana.posts("hi", channel=channel["id"])
        shown = await stream.frame("channel")
        message = await stream.frame("message")

    assert (shown["channel"]["user"], shown["channel"]["is_im"]) == (ana.user_id, True)
    assert message["message"]["text"] == "hi"


async def test_the_page_and_its_parts_are_served(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    for path in ("/", "/assets/index.html"):
        async with http.get(sandbox.url + path) as response:
            assert response.status == 200
            assert "sandbox" in (await response.text()).lower()


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("post", {"text": "x", "channel": ALERTS, "thread_ts": ["a"]}),
        ("history", {"channel": ALERTS, "limit": "many"}),
        ("invite", {"channel": ALERTS, "users": 5}),
        ("bot_message", {"channel": ALERTS, "app": "dbt", "message": "x"}),
    ],
)
async def test_a_request_of_the_wrong_shape_is_refused_not_a_crash(
    ana: Person, action: str, body: dict[str, Any]
) -> None:
    assert (await ana.does(action, **body))["error"] == "invalid_arguments"
