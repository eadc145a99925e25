"""The manifest that people paste: within Slack's limits, and asking for no more than is used."""

import pytest
import yaml

from bot.blocks.front.help import GROUPS
from bot.manifest import EVENTS, SCOPES, USAGE, manifest, manifest_text, required_scopes
from handlers.commands import VERBS
from handlers.events.every import EVENTS as HANDLED
from handlers.shortcuts import SHORTCUTS
from sandbox.manifest import manifest_from


def test_the_manifest_is_yaml_that_reads_back_the_same():
    assert yaml.safe_load(manifest_text()) == manifest()


def test_the_local_slack_takes_the_manifest():
    taken = manifest_from(manifest())

    assert taken.command("/incident").should_escape
    assert {shortcut.callback_id for shortcut in taken.shortcuts} == {
        "declare_global",
        "declare_message",
        "suspect_message",
        "add_to_ledger",
    }
    assert set(taken.scopes) == required_scopes()
    assert taken.interactivity_enabled
    assert taken.home_tab_enabled


def test_every_event_has_the_scopes_that_slack_sends_it_for():
    needed = {scope for scopes in EVENTS.values() for scope in scopes}

    assert needed <= set(SCOPES)


def test_slack_sends_what_somebody_handles_and_nothing_else():
    assert {event.partition(".")[0] for event in EVENTS} == set(HANDLED)


def test_every_shortcut_is_answered():
    assert {shortcut["callback_id"] for shortcut in manifest()["features"]["shortcuts"]} == set(SHORTCUTS)


def test_socket_mode_needs_no_address():
    text = manifest_text()

    assert manifest()["settings"]["socket_mode_enabled"] is True
    assert "url" not in text


def test_http_mode_names_the_address_wherever_slack_calls():
    written = manifest(http_url="https://breakwater.example.com/")

    address = "https://breakwater.example.com/slack/events"
    assert written["settings"]["socket_mode_enabled"] is False
    assert written["settings"]["event_subscriptions"]["request_url"] == address
    assert written["settings"]["interactivity"]["request_url"] == address
    assert written["settings"]["interactivity"]["message_menu_options_url"] == address
    assert written["features"]["slash_commands"][0]["url"] == address


def test_a_name_of_ones_own_becomes_the_bots_name():
    written = manifest(name="Data Rescue!")

    assert written["display_information"]["name"] == "Data Rescue!"
    assert written["features"]["bot_user"]["display_name"] == "data-rescue"


@pytest.mark.parametrize("name", ["", "x" * 36])
def test_a_name_that_slack_would_not_take_is_refused(name):
    with pytest.raises(ValueError, match="1 to 35 characters"):
        manifest(name=name)


def test_help_hint_and_verb_tree_name_the_same_verbs():
    shown = [verb for group in GROUPS for verb in group.verbs]
    named = sorted(name for verb in shown for name in verb.names)
    aliases = [name for verb in shown for name in verb.also]

    assert sorted([*named, *aliases]) == sorted(VERBS)
    assert sorted(USAGE.strip("[]").split("|")) == named


def test_an_alias_does_what_the_verb_beside_it_does():
    for verb in (verb for group in GROUPS for verb in group.verbs):
        for alias in verb.also:
            assert VERBS[alias] is VERBS[verb.names[0]]
