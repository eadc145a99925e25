"""CONTRIBUTING.md says how long a file and a function may be; most are far shorter."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = ("bot", "handlers", "models", "sandbox", "bench")

LONGEST_FILE: Final = 300
LONGEST_FUNCTION: Final = 50


def files(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from (ROOT / room).rglob("*.py")


def test_no_file_runs_over_its_page() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {count} lines"
        for path in files(*ROOMS, "tests")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == [], "a file that long has more than one subject; give one of them a file of its own"


def test_no_function_of_the_program_has_to_be_scrolled() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length} lines"
        for path in files(*ROOMS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert long == [], "name a part of it, and move that out"
