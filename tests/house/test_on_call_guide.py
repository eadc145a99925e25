"""What the guide about on-call duty shows is taken by the program."""

import re
from pathlib import Path

from bot.playbook import parse_playbook

GUIDE = (Path(__file__).parents[2] / "docs" / "on-call.md").read_text(encoding="utf-8")


def test_the_playbooks_of_the_guide_are_taken() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        assert parse_playbook(block, "docs/on-call.md").on_call
