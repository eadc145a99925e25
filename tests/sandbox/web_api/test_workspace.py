"""The workspace itself: what people may do, and what subscribers are told."""

from typing import Any

import pytest

from sandbox.errors import SlackError
from sandbox.manifest import AppManifest
from sandbox.seed import ANA, APP_USER_ID, BEN, CHEN, DIA, EMIL, GWEN, seeded
from sandbox.workspace import Change, Draft, Workspace
from sandbox.workspace.markup import typed
from sandbox.workspace.messages import Edit
from sandbox.workspace.richtext import rich_text

TEAM, ALERTS, FINANCE, PRIVATE = "C0TEAM0001", "C0ALERTS01", "C0FINANCE1", "C0PRIVATE1"


@pytest.fixture
def workspace() -> Workspace:
    return seeded(AppManifest(), lambda: 1_800_000_000.0)


@pytest.fixture
def heard(workspace: Workspace) -> list[Change]:
    changes: list[Change] = []
    workspace.subscribe(changes.append)
    return changes


def _kinds(changes: list[Change]) -> list[str]:
    return [change.kind for change in changes]


def _refused(code: str) -> Any:
    return pytest.raises(SlackError, match=f"^{code}$")


def test_the_seed_is_a_small_data_team_and_a_bot_in_no_channel(workspace: Workspace) -> None:
    assert [channel.name for channel in workspace.channels.all.values()][:2] == ["general", "data-alerts"]
    assert all(APP_USER_ID not in channel.members for channel in workspace.channels.all.values())
    assert workspace.people.find(GWEN).is_guest
    assert workspace.people.find(EMIL).is_admin


def test_an_empty_seed_has_its_people_and_general_only() -> None:
    workspace = seeded(AppManifest(), lambda: 0.0, empty=True)
    assert [channel.name for channel in workspace.channels.all.values()] == ["general"]


def test_guests_know_only_their_own_channels(workspace: Workspace) -> None:
    names = [channel.name for channel in workspace.channels.visible(GWEN)]
    assert names == ["general", "finance-reports"]
    with _refused("channel_not_found"):
        workspace.membership.join(GWEN, TEAM)


def test_guests_may_not_create_invite_rename_or_remove(workspace: Workspace) -> None:
    with _refused("restricted_action"):
        workspace.channels.create(GWEN, "mine")
    with _refused("no_permission"):
        workspace.membership.invite(GWEN, FINANCE, [ANA])
    with _refused("not_authorized"):
        workspace.channels.rename(GWEN, FINANCE, "gwens")
    with _refused("restricted_action"):
        workspace.membership.kick(GWEN, FINANCE, CHEN)


def test_only_admins_delete_and_convert_channels(workspace: Workspace, heard: list[Change]) -> None:
    for act in (workspace.channels.delete, workspace.channels.convert_private):
        with _refused("not_authorized"):
            act(ANA, TEAM)
    assert workspace.channels.convert_private(EMIL, TEAM).is_private
    with _refused("method_not_supported_for_channel_type"):
        workspace.channels.convert_private(EMIL, TEAM)
    workspace.channels.delete(EMIL, TEAM)
    assert TEAM not in workspace.channels.all
    assert _kinds(heard) == ["message", "channel_changed", "channel_deleted"]


def test_people_post_only_where_they_are_members(workspace: Workspace) -> None:
    with _refused("not_in_channel"):
        workspace.messages.post(CHEN, TEAM, Draft("hi"))
    with _refused("channel_not_found"):
        workspace.messages.post(ANA, PRIVATE, Draft("hi"))


def test_people_change_their_own_messages_and_admins_delete_any(workspace: Workspace) -> None:
    ts = workspace.messages.post(ANA, TEAM, Draft("hi")).ts
    with _refused("cant_update_message"):
        workspace.messages.update(EMIL, TEAM, ts, Edit(text="ho"))
    edited = workspace.messages.update(ANA, TEAM, ts, Edit(text="ho"))
    assert edited.body["edited"]["user"] == ANA
    with _refused("cant_delete_message"):
        workspace.messages.delete(BEN, TEAM, ts)
    workspace.messages.delete(EMIL, TEAM, ts)
    assert workspace.channels.find(TEAM).log.deleted == 1


def test_a_created_channel_is_told_before_its_first_member(workspace: Workspace, heard: list[Change]) -> None:
    channel = workspace.channels.create(ANA, "tea")
    workspace.membership.invite(ANA, channel.id, [BEN])
    assert _kinds(heard) == ["channel_created", "member_joined", "message", "member_joined", "message"]
    assert heard[3].body["user"] == BEN
    assert heard[3].body["inviter"] == heard[3].user_id == ANA


def test_an_edit_tells_what_was_there_before(workspace: Workspace, heard: list[Change]) -> None:
    ts = workspace.messages.post(ANA, TEAM, Draft("one")).ts
    workspace.messages.update(ANA, TEAM, ts, Edit(text="two"))
    assert heard[-1].kind == "message_changed"
    assert heard[-1].body["message"]["text"] == "two"
    assert heard[-1].body["previous_message"]["text"] == "one"


def test_what_was_told_does_not_change_afterwards(workspace: Workspace, heard: list[Change]) -> None:
    ts = workspace.messages.post(ANA, TEAM, Draft("one")).ts
    workspace.reactions.add(BEN, TEAM, ts, "eyes")
    workspace.reactions.add(EMIL, TEAM, ts, "eyes")
    assert "reactions" not in heard[0].body["message"]
    assert heard[1].body["reactions"] == [{"name": "eyes", "users": [BEN], "count": 1}]


def test_every_kind_of_change_is_told(workspace: Workspace, heard: list[Change]) -> None:
    ts = workspace.messages.post(ANA, TEAM, Draft("hi")).ts
    workspace.messages.post(BEN, TEAM, Draft("re", thread_ts=ts))
    shown = workspace.ephemerals.post(APP_USER_ID, TEAM, ANA, Draft("psst")).ts
    workspace.ephemerals.replace(ANA, TEAM, shown, Draft("pst"))
    workspace.ephemerals.drop(ANA, TEAM, shown)
    workspace.reactions.add(BEN, TEAM, ts, "eyes")
    workspace.reactions.remove(BEN, TEAM, ts, "eyes")
    workspace.pins.add(BEN, TEAM, ts)
    workspace.pins.remove(BEN, TEAM, ts)
    workspace.membership.join(CHEN, TEAM)
    workspace.membership.leave(CHEN, TEAM)
    workspace.channels.set_topic(ANA, TEAM, "t")
    workspace.reading.mark(ANA, TEAM, ts)
    workspace.messages.delete(ANA, TEAM, workspace.messages.post(ANA, TEAM, Draft("oops")).ts)
    workspace.people.set_deleted(DIA, deleted=True)
    workspace.groups.set_members(EMIL, "S0ONCALL01", [BEN])
    assert set(_kinds(heard)) == {
        "message", "thread_changed", "ephemeral", "ephemeral_changed", "ephemeral_deleted",
        "reaction_added", "reaction_removed", "pin_added", "pin_removed", "member_joined", "member_left",
        "channel_changed", "read_marked", "message_deleted", "user_changed", "group_changed",
    }  # fmt: skip
    assert heard[-1].body["added"] == [BEN]
    assert heard[-1].body["removed"] == [ANA, EMIL]


def test_unread_messages_and_mentions_are_counted(workspace: Workspace) -> None:
    channel = workspace.channels.find(TEAM)
    for text in ("hi", "<@U0BEN00001>", "<!here> now", "<!subteam^S0ONCALL01>"):
        workspace.messages.post(ANA, TEAM, Draft(text))
    assert workspace.reading.unread(BEN, channel) == (4, 2)
    assert workspace.reading.unread(EMIL, channel) == (4, 2)
    assert workspace.reading.unread(ANA, channel) == (0, 0)
    latest = channel.log.latest()
    assert latest is not None
    workspace.reading.mark(BEN, TEAM, latest.ts)
    assert workspace.reading.unread(BEN, channel) == (0, 0)


def test_every_message_of_a_direct_message_is_a_mention(workspace: Workspace) -> None:
    dm, _ = workspace.membership.open_im(ANA, BEN)
    workspace.messages.post(ANA, dm.id, Draft("hi"))
    assert workspace.reading.unread(BEN, dm) == (1, 1)


def test_an_integration_posts_as_an_app_or_as_a_webhook(workspace: Workspace) -> None:
    bot = workspace.people.integration("dbt Cloud")
    assert workspace.people.integration("dbt cloud") is bot
    as_app = workspace.messages.post(bot.user_id, ALERTS, Draft("failed"), outsider=True).body
    assert (as_app["bot_id"], as_app["bot_profile"]["name"]) == (bot.id, "dbt Cloud")
    as_webhook = workspace.messages.post(
        bot.user_id, ALERTS, Draft("failed", webhook=True), outsider=True
    ).body
    assert (as_webhook["subtype"], as_webhook["username"]) == ("bot_message", "dbt Cloud")
    assert "user" not in as_webhook


def test_a_webhook_message_can_be_replied_to_and_edited_by_its_bot(workspace: Workspace) -> None:
    bot = workspace.people.integration("Grafana")
    ts = workspace.messages.post(bot.user_id, ALERTS, Draft("firing", webhook=True), outsider=True).ts
    workspace.messages.post(ANA, ALERTS, Draft("mine", thread_ts=ts))
    workspace.messages.update(bot.user_id, ALERTS, ts, Edit(text="resolved"))
    assert workspace.messages.find(ALERTS, ts).body["reply_count"] == 1


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("5 < 6 & 7 > 2", "5 &lt; 6 &amp; 7 &gt; 2"),
        ("hey @ben, see #general", "hey <@U0BEN00001>, see <#C0GENERAL1|general>"),
        ("#finance-close is private", "#finance-close is private"),
        ("@channel @nobody", "<!channel> @nobody"),
        ("<@U0BEN00001> https://a.example/b", "<@U0BEN00001> <https://a.example/b>"),
        ("&amp;", "&amp;amp;"),
    ],
)
def test_what_people_type_becomes_slacks_text(workspace: Workspace, text: str, stored: str) -> None:
    assert typed(text, workspace) == stored


def test_what_people_write_carries_a_rich_text_block() -> None:
    text = "a &lt; <@U1> <#C1|c> <!here> <!subteam^S1> <https://a.example|A> <!date^1^x|then>"
    elements = rich_text(text)[0]["elements"][0]["elements"]
    assert [element["type"] for element in elements if element.get("text") != " "] == [
        "text", "user", "channel", "broadcast", "usergroup", "link", "text",
    ]  # fmt: skip
    assert elements[0]["text"] == "a < "


def test_a_deactivated_person_cannot_be_messaged_and_can_come_back(workspace: Workspace) -> None:
    workspace.people.set_deleted(BEN, deleted=True)
    assert workspace.people.by_name("ben") is None
    with _refused("user_disabled"):
        workspace.membership.open_im(ANA, BEN)
    workspace.people.set_deleted(BEN, deleted=False)
    assert workspace.people.by_name("ben") is not None


def test_nobody_can_bring_back_what_is_not_archived(workspace: Workspace) -> None:
    workspace.channels.archive(ANA, TEAM)
    assert workspace.channels.unarchive(BEN, TEAM).is_archived is False
    with _refused("not_archived"):
        workspace.channels.unarchive(BEN, TEAM)
