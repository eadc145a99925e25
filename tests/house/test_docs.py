"""What the pages name is there: files, rooms, and each other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

_NAMED: Final = re.compile(
    r"`((?:bot|docs|handlers|migrations|models|sandbox|templates|tests|bench)/[\w./-]*)`"
)
_LINK: Final = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def named(page: Path) -> Iterator[Path]:
    text = page.read_text(encoding="utf-8")
    yield from (ROOT / each for each in _NAMED.findall(text))
    yield from (page.parent / each for each in _LINK.findall(text))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    assert [str(each.relative_to(ROOT)) for each in named(page) if not each.exists()] == []
