"""Every method refuses what Slack's documentation says it refuses, with the same word."""

import re
from pathlib import Path

import aiohttp
import pytest
from documented_errors import EVERY_REFUSAL
from refusals import Refused
from world import World

import sandbox as sandbox_package
from sandbox.api import default_registry
from sandbox.api.registry import Method

METHODS = sorted(default_registry().methods.values(), key=lambda method: method.name)

#: Told to people only, whom no bot token can be: the tests of the workspace itself hold these.
PEOPLE_ONLY = {"restricted_action", "no_permission"}
#: Told by the way in, before any method.
WAY_IN = {
    "not_authed",
    "invalid_auth",
    "not_allowed_token_type",
    "unknown_method",
    "missing_scope",
    "invalid_json",
    "json_not_object",
    "invalid_post_type",
    "missing_post_type",
    "invalid_charset",
    "invalid_form_data",
    "invalid_arg_name",
    "invalid_array_arg",
    "superfluous_charset",
}


#: One row of each method; all of them in both encodings would only take time.
ONE_OF_EACH = list({refused.method: refused for refused in EVERY_REFUSAL}.values())


@pytest.mark.parametrize("refused", EVERY_REFUSAL, ids=str)
async def test_a_method_refuses_with_the_documented_error(world: World, refused: Refused) -> None:
    refused.before(world)
    answer = await world.call(refused.method, refused.args)
    assert (answer["ok"], answer["error"]) == (False, refused.error), answer


@pytest.mark.parametrize("refused", ONE_OF_EACH, ids=str)
async def test_a_form_is_refused_as_json_is(world: World, refused: Refused) -> None:
    refused.before(world)
    answer = await world.call(refused.method, refused.args, form=True)
    assert (answer["ok"], answer["error"]) == (False, refused.error), answer


def test_every_error_that_the_sandbox_knows_is_in_the_table() -> None:
    root = Path(sandbox_package.__file__).parent
    sources = [*root.glob("workspace/*.py"), *root.glob("api/*.py")]
    texts = [path.read_text() for path in sources if path.name not in ("views.py", "apps.py")]
    raised = {code for text in texts for code in re.findall(r'SlackError\(\s*"([a-z_]+)"', text)}
    raised |= {code for text in texts for code in re.findall(r'return "([a-z_]+_[a-z_]+)"', text)}
    raised |= {code for text in texts for code in re.findall(r'_own\(\w+, \w+, "([a-z_]+)"', text)}
    untested = raised - {refused.error for refused in EVERY_REFUSAL} - PEOPLE_ONLY - WAY_IN
    assert untested == set()


def test_every_method_with_arguments_is_in_the_table() -> None:
    in_table = {refused.method for refused in EVERY_REFUSAL}
    assert {method.name for method in METHODS} - in_table == {"auth.test", "usergroups.list"}


@pytest.mark.parametrize("method", [m for m in METHODS if m.scopes], ids=lambda method: method.name)
async def test_a_method_needs_its_scope(world: World, method: Method) -> None:
    for scope in method.scopes:
        world.scoped(without=scope)
    answer = await world.call(method.name, {})
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == ",".join(method.scopes)
    assert "chat:write" in answer["provided"] or method.scopes == ("chat:write",)


@pytest.mark.parametrize("method", [m for m in METHODS if m.kind != "none"], ids=lambda method: method.name)
async def test_a_method_needs_a_token(world: World, method: Method) -> None:
    async with aiohttp.ClientSession() as session:
        url = f"{world.sandbox.api_url}{method.name}"
        async with session.post(url) as response:
            assert (await response.json())["error"] == "not_authed"
        async with session.post(url, data={"token": "xoxb-wrong"}) as response:
            assert (await response.json())["error"] == "invalid_auth"


async def test_a_token_can_be_refused(world: World) -> None:
    world.sandbox.web_api.refusals[world.sandbox.bot_token] = "token_revoked"
    assert (await world.call("auth.test", {}))["error"] == "token_revoked"


async def test_the_app_token_may_not_call_the_bots_methods(world: World) -> None:
    world.slack.token = world.sandbox.app_token
    assert (await world.call("users.list", {}))["error"] == "not_allowed_token_type"


async def test_an_unknown_method_is_named(world: World) -> None:
    answer = await world.call("chat.shout", {})
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", "{", "invalid_json"),
        ("application/json", "[1]", "json_not_object"),
        ("application/json", "[" * 5000, "invalid_json"),
        ("application/json", '{"a": ' + "[" * 500 + "]" * 500 + "}", "invalid_json"),
        ("application/json", '{"text": "half a character \\ud800"}', "invalid_json"),
        ("application/json; charset=koi8-r", "{}", "invalid_charset"),
        ("application/json", '{"no-such": 1}', "invalid_arg_name"),
        ("application/x-www-form-urlencoded", '{"text": "x"}', "invalid_form_data"),
        ("application/x-www-form-urlencoded", "users[]=U1", "invalid_array_arg"),
        ("multipart/form-data", "x", "invalid_form_data"),
        ("image/png", "x", "invalid_post_type"),
    ],
)
async def test_a_body_that_is_none_of_slacks_forms_is_refused(
    world: World, content_type: str, body: str, error: str
) -> None:
    async with aiohttp.ClientSession() as session:
        url, headers = f"{world.sandbox.api_url}auth.test", {"Content-Type": content_type}
        async with session.post(url, data=body, headers=headers) as response:
            assert (await response.json())["error"] == error


async def test_a_body_without_a_type_is_refused(world: World) -> None:
    url, silent = f"{world.sandbox.api_url}auth.test", ["Content-Type"]
    async with aiohttp.ClientSession(skip_auto_headers=silent) as http, http.post(url, data=b"x") as response:
        assert (await response.json())["error"] == "missing_post_type"


@pytest.mark.parametrize(
    ("content_type", "warning"),
    [
        ("application/json", "missing_charset"),
        ("application/json; charset=utf-8", None),
        ("application/x-www-form-urlencoded; charset=utf-8", "superfluous_charset"),
        ("application/x-www-form-urlencoded", None),
    ],
)
async def test_a_charset_is_remarked_upon_where_slack_does(
    world: World, content_type: str, warning: str | None
) -> None:
    body = "{}" if "json" in content_type else "a=1"
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {world.slack.token}"}
    url = f"{world.sandbox.api_url}auth.test"
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as response:
        answer = await response.json()
    assert answer.get("warning") == warning
    assert answer.get("response_metadata") == ({"warnings": [warning]} if warning else None)


@pytest.mark.parametrize("method", ["auth.test", "chat.postMessage", "conversations.info", "chat.shout"])
async def test_every_answer_has_a_request_id_and_the_tokens_scopes(world: World, method: str) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {world.slack.token}"}
        async with session.post(f"{world.sandbox.api_url}{method}", headers=headers) as response:
            assert response.headers["X-Slack-Req-Id"]
            if method != "chat.shout":
                assert "chat:write" in response.headers["X-OAuth-Scopes"].split(",")


async def test_a_token_given_back_is_refused_from_then_on(world: World) -> None:
    assert (await world.slack.auth_revoke(test=True))["revoked"] is False
    assert (await world.slack.auth_revoke(test=False))["revoked"] is True
    assert (await world.call("auth.test", {}))["error"] == "token_revoked"


async def test_private_channels_need_the_scopes_for_groups(world: World) -> None:
    world.scoped(without="groups:write")
    answer = await world.call("conversations.create", {"name": "hidden", "is_private": True})
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:write")


async def test_a_missing_argument_is_named(world: World) -> None:
    answer = await world.call("conversations.info", {})
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]
