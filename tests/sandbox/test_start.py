"""Starting the sandbox: as a program, and with a manifest."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import pytest
from conftest import MANIFEST

from sandbox.manifest import AppManifest, ManifestError, manifest_from, read_manifest

#: Seconds: a start is mostly imports, and others are at work on this machine.
PATIENCE = 40.0


async def _start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_the_program_says_when_it_listens_and_stops_on_sigterm() -> None:
    process = await _start("--port", "0")
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
    process.send_signal(signal.SIGTERM)
    code = await asyncio.wait_for(process.wait(), PATIENCE)

    assert line.startswith(b"sandbox ready on http://127.0.0.1:")
    assert code == 0


async def test_a_taken_port_is_a_clear_word_and_exit_code_2() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await _start("--port", str(port))
        _, complaint = await asyncio.wait_for(process.communicate(), PATIENCE)

    assert process.returncode == 2
    assert f"port {port}" in complaint.decode()
    assert "--port" in complaint.decode()
    assert "PORT=" in complaint.decode()


async def test_an_unusable_manifest_is_a_clear_word_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text("features: {slash_commands: [{command: tea}]}")
    process = await _start("--port", "0", "--manifest", str(path))
    _, complaint = await asyncio.wait_for(process.communicate(), PATIENCE)

    assert process.returncode == 2
    assert "'tea' must start with /" in complaint.decode()


def test_a_manifest_file_says_what_the_app_is(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(
        """
        display_information: {name: Tea Round}
        features:
          bot_user: {display_name: tea-round}
          slash_commands: [{command: /tea, description: Order tea, should_escape: true}]
        oauth_config: {scopes: {bot: [commands]}}
        settings: {event_subscriptions: {bot_events: [app_mention]}, interactivity: {is_enabled: true}}
        """
    )
    manifest = read_manifest(path)

    assert (manifest.name, manifest.bot_name) == ("Tea Round", "tea-round")
    assert manifest.command("/tea") is manifest.commands[0]
    assert manifest.command("/coffee") is None
    assert (manifest.scopes, manifest.events) == (("commands",), frozenset({"app_mention"}))
    assert manifest.home_tab_enabled is False


def test_without_a_manifest_the_app_may_do_everything() -> None:
    manifest = manifest_from(None)

    assert manifest == AppManifest()
    assert "message.channels" in manifest.events
    assert "chat:write" in manifest.scopes


def test_every_mistake_of_a_manifest_is_told_at_once() -> None:
    broken = {
        "display_information": {"name": "x" * 36},
        "features": {
            "slash_commands": [{"command": "tea"}],
            "shortcuts": [{"name": "Order", "type": "local", "callback_id": "order"}],
        },
    }
    with pytest.raises(ManifestError) as caught:
        manifest_from(broken)

    message = str(caught.value)
    assert "longer than 35" in message
    assert "must start with /" in message
    assert "no description" in message
    assert "'local'" in message


@pytest.mark.parametrize("text", ["- a list", "{unclosed", "features: []\nsettings: 3"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.yaml"
    path.write_text(text)
    with pytest.raises(ManifestError):
        read_manifest(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match="cannot read"):
        read_manifest(tmp_path / "none.yaml")


def test_the_tests_own_manifest_is_sound() -> None:
    assert manifest_from(MANIFEST).interactivity_enabled
