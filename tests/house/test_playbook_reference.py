"""The reference of the playbook says what the program does."""

from pathlib import Path

from bot.playbook import Playbook, parse_playbook
from bot.playbook.reference import default_playbook, reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "playbook.md"


def test_the_page_is_what_the_program_writes():
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "docs/playbook.md is behind: python -m bot.playbook.reference > docs/playbook.md"
    )


def test_the_written_defaults_are_the_defaults():
    assert parse_playbook(default_playbook(), "defaults") == Playbook()
