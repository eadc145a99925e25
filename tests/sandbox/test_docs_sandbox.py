"""The sandbox's documentation names every action and every request of the test desk."""

from pathlib import Path

from sandbox.client.desk import ACTIONS
from sandbox.server import Sandbox

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"


async def test_every_action_is_documented(sandbox: Sandbox) -> None:
    text = DOCS.read_text(encoding="utf-8")

    assert sorted(name for name in ACTIONS if f"`{name}`" not in text) == []


async def test_every_request_of_the_test_desk_is_documented(sandbox: Sandbox) -> None:
    text = DOCS.read_text(encoding="utf-8")
    paths = {route.path for route in sandbox.test_desk.routes()}

    assert sorted(path for path in paths if path not in text) == []
