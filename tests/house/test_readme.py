"""What README and the guides say is so: commands, variables, links, playbooks."""

import re
from pathlib import Path

import pytest

from bot.blocks.front.help import GROUPS
from bot.cli import app
from bot.playbook import load_playbook
from bot.settings import ALERT_SECRET, VARIABLES
from handlers.commands import VERBS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pages
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


@pages
def test_every_named_file_is_there(page):
    for named in re.findall(
        r"`((?:bot|handlers|models|sandbox|tests|docs)/[\w./-]+)`", page.read_text("utf-8")
    ):
        assert (ROOT / named).exists(), named


@pages
def test_every_make_target_and_command_exists(page):
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    commands |= {group.typer_instance.info.name for group in app.registered_groups}

    assert set(re.findall(r"(?:`|^|=\S+ )make ([a-z]+)", text, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:`|^ *)breakwater ([a-z]+)", text, re.MULTILINE)) <= commands


@pages
def test_every_variable_is_read(page):
    named = set(re.findall(r"\b(?:SLACK|BREAKWATER|DATABASE|LOG|PUBLIC)_[A-Z_]+\b", page.read_text("utf-8")))

    assert named <= set(VARIABLES) | {ALERT_SECRET}


def test_the_playbooks_of_the_readme_are_taken(tmp_path):
    blocks = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 2
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        load_playbook(path)


def test_the_readme_names_every_verb_and_no_other():
    rows = [line for line in README.splitlines() if line.startswith("| `/incident")]
    typed = [words.removeprefix("/incident") for row in rows for words in re.findall(r"`([^`]+)`", row)]
    named = {words.split()[0] for words in typed if words.strip() and not words.startswith("--")}

    assert named <= set(VERBS)
    assert named == {name for group in GROUPS for verb in group.verbs for name in verb.names}


def test_every_picture_is_shown_somewhere_and_small():
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (ROOT / "docs" / "images").glob("*.png"):
        assert f"images/{picture.name})" in shown
        assert picture.stat().st_size < 300_000
