"""The register as Markdown files: one for each asset, sorted, each written whole or not at all."""

import hashlib
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from bot.blocks.register.views import IssueView

#: The first line of every file of ours: nothing else in the folder is ever touched.
MARK: Final = "<!-- written by Breakwater from its record; changes by hand are overwritten -->"

#: Of a file that is being written; one that is found had a writer who was killed.
_UNFINISHED: Final = (".register-", ".tmp")

_LONGEST_NAME: Final = 100


def by_asset(issues: Iterable[IssueView]) -> dict[str, list[IssueView]]:
    """Sorted by asset; of each the newest incident first."""
    found: dict[str, list[IssueView]] = defaultdict(list)
    for each in issues:
        found[each.asset].append(each)
    return {key: sorted(found[key], key=lambda each: -each.incident_id) for key in sorted(found)}


def file_name(asset: str) -> str:
    """`marts.orders.md`; what would be cut or changed gets a mark of its own, so that no two are one."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", asset.lower()).strip("-.")[:_LONGEST_NAME].strip("-.")
    if plain and plain == asset:
        return f"{plain}.md"
    return f"{plain or 'asset'}-{hashlib.sha256(asset.encode()).hexdigest()[:8]}.md"


def write_files(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """Bring the folder up to date: what changed is replaced in one step, ours that has no issue is removed.

    Gives the names of what changed. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*".join(_UNFINISHED)):
        left.unlink(missing_ok=True)
    changed = [name for name, text in texts.items() if _read(folder / name) != text]
    for name in changed:
        _replace(folder / name, texts[name])
    gone = [path for path in sorted(folder.glob("*.md")) if path.name not in texts and _is_ours(path)]
    for path in gone:
        path.unlink(missing_ok=True)
    return [*changed, *(path.name for path in gone)]


def _replace(path: Path, text: str) -> None:
    begin, end = _UNFINISHED
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=begin, suffix=end)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _is_ours(path: Path) -> bool:
    text = _read(path)
    return text is not None and text.startswith(MARK)
