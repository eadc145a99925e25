"""views.open, push, update and publish, called as an app calls them."""

from typing import Any

import pytest
from people import Person
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.interactions.triggers import Triggers
from sandbox.seed import ANA, BEN
from sandbox.server import Sandbox


def modal(title: str = "Tea", **more: Any) -> dict[str, Any]:
    name = {
        "type": "input",
        "block_id": "name",
        "label": {"type": "plain_text", "text": "Name"},
        "element": {"type": "plain_text_input", "action_id": "name"},
        "dispatch_action": True,
    }
    submit = {"type": "plain_text", "text": "Go"}
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "submit": submit,
        "blocks": [name],
        **more,
    }


def home(text: str = "hello") -> dict[str, Any]:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return {"type": "home", "blocks": [section]}


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


@pytest.fixture
def trigger(sandbox: Sandbox) -> Any:
    return lambda user_id=ANA: sandbox.board.triggers.issue(user_id)


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def test_an_opened_view_gets_ids_and_a_hash(client: AsyncWebClient, trigger: Any) -> None:
    view = (await client.views_open(trigger_id=trigger(), view=modal(callback_id="tea")))["view"]

    assert view["id"].startswith("V")
    assert view["hash"]
    assert (view["callback_id"], view["root_view_id"], view["previous_view_id"]) == ("tea", view["id"], None)
    assert (view["app_id"], view["team_id"]) == ("A0APPBOT01", "T0NORTH01")


async def test_the_stack_holds_three_views(client: AsyncWebClient, trigger: Any, ana: Person) -> None:
    root = (await client.views_open(trigger_id=trigger(), view=modal("One")))["view"]
    second = (await client.views_push(trigger_id=trigger(), view=modal("Two")))["view"]
    third = (await client.views_push(trigger_id=trigger(), view=modal("Three")))["view"]
    fourth = await refused(client.views_push(trigger_id=trigger(), view=modal("Four")))
    await ana.ok("dismiss", view_id=third["id"])
    stack = (await ana.ok("boot"))["views"]

    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    assert third["previous_view_id"] == second["id"]
    assert fourth == "push_limit_reached"
    assert [view["id"] for view in stack] == [root["id"], second["id"]]


async def test_clearing_closes_the_whole_stack(client: AsyncWebClient, trigger: Any, ana: Person) -> None:
    await client.views_open(trigger_id=trigger(), view=modal("One"))
    top = (await client.views_push(trigger_id=trigger(), view=modal("Two")))["view"]
    await ana.ok("dismiss", view_id=top["id"], clear=True)

    assert (await ana.ok("boot"))["views"] == []


async def test_a_push_without_a_modal_finds_nothing(client: AsyncWebClient, trigger: Any) -> None:
    assert await refused(client.views_push(trigger_id=trigger(), view=modal())) == "not_found"


async def test_an_update_with_an_old_hash_conflicts(client: AsyncWebClient, trigger: Any) -> None:
    view = (await client.views_open(trigger_id=trigger(), view=modal("One")))["view"]
    updated = (await client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Two")))["view"]
    conflict = await refused(client.views_update(view_id=view["id"], hash=view["hash"], view=modal("Three")))
    free = (await client.views_update(view_id=view["id"], view=modal("Four")))["view"]

    assert updated["id"] == view["id"]
    assert updated["hash"] != view["hash"]
    assert conflict == "hash_conflict"
    assert free["title"]["text"] == "Four"


async def test_external_ids_find_a_view_and_are_unique(client: AsyncWebClient, trigger: Any) -> None:
    await client.views_open(trigger_id=trigger(), view=modal(external_id="tea-7"))
    updated = await client.views_update(external_id="tea-7", view=modal("New", external_id="tea-7"))
    duplicate = await refused(client.views_open(trigger_id=trigger(BEN), view=modal(external_id="tea-7")))

    assert updated["view"]["title"]["text"] == "New"
    assert duplicate == "duplicate_external_id"


async def test_a_closed_view_cannot_be_updated(client: AsyncWebClient, trigger: Any, ana: Person) -> None:
    view = (await client.views_open(trigger_id=trigger(), view=modal()))["view"]
    await ana.ok("dismiss", view_id=view["id"])

    assert await refused(client.views_update(view_id=view["id"], view=modal())) == "not_found"


async def test_a_refused_view_leaves_the_trigger_usable(client: AsyncWebClient, trigger: Any) -> None:
    trigger_id = trigger()
    too_long = await refused(client.views_open(trigger_id=trigger_id, view=modal("x" * 25)))
    wrong_type = await refused(client.views_open(trigger_id=trigger_id, view=home()))

    assert too_long == wrong_type == "invalid_arguments"
    assert (await client.views_open(trigger_id=trigger_id, view=modal()))["ok"]


async def test_home_is_one_view_that_changes(client: AsyncWebClient, ana: Person) -> None:
    first = (await client.views_publish(user_id=ANA, view=home("one")))["view"]
    second = (await client.views_publish(user_id=ANA, view=home("two"), hash=first["hash"]))["view"]
    conflict = await refused(client.views_publish(user_id=ANA, view=home("three"), hash=first["hash"]))
    nobody = await refused(client.views_publish(user_id="U0NOBODY", view=home()))

    assert first["id"] == second["id"]
    assert conflict == "hash_conflict"
    assert nobody == "user_not_found"
    assert (await ana.ok("home"))["view"]["blocks"][0]["text"]["text"] == "two"


async def test_home_needs_the_home_tab() -> None:
    manifest = {"display_information": {"name": "No home"}}
    async with Sandbox.serve(manifest=manifest) as sandbox:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)

        assert await refused(client.views_publish(user_id=ANA, view=home())) == "not_enabled"


async def test_somebody_elses_view_cannot_be_submitted(
    client: AsyncWebClient, trigger: Any, ana: Person
) -> None:
    view = (await client.views_open(trigger_id=trigger(BEN), view=modal()))["view"]

    assert (await ana.does("submit", view_id=view["id"], values={}))["error"] == "not_found"


def test_a_trigger_lives_three_seconds() -> None:
    now = 100.0
    triggers = Triggers(lambda: now)
    in_time, too_late = triggers.issue(ANA), triggers.issue(ANA)
    now = 103.0
    assert triggers.exchange(in_time).user_id == ANA
    now = 103.1
    with pytest.raises(Exception, match="expired_trigger_id"):
        triggers.exchange(too_late)


async def test_two_homes_cannot_bear_the_same_external_id(client: AsyncWebClient) -> None:
    named = {**home(), "external_id": "mine"}
    await client.views_publish(user_id=ANA, view=named)
    await client.views_publish(user_id=ANA, view=named)

    assert await refused(client.views_publish(user_id=BEN, view=named)) == "duplicate_external_id"


async def test_a_hash_of_a_home_that_nobody_published_is_a_conflict(client: AsyncWebClient) -> None:
    assert await refused(client.views_publish(user_id=ANA, view=home(), hash="1.2")) == "hash_conflict"
