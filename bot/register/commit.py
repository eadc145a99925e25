"""Commit the register's files to the git repository that their folder is in; nothing is ever pushed."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: Who stands in the history where nobody else is configured.
_AUTHOR: Final = ("-c", "user.name=Breakwater", "-c", "user.email=breakwater@localhost")

_PATIENCE: Final = 30.0


class NotCommitted(Exception):
    """git would not; its own words say why."""


async def commit_files(folder: Path, names: Sequence[str]) -> None:
    """Commit these files and nothing else, whatever else is staged there. Raises NotCommitted, OSError."""
    there = [name for name in names if (folder / name).exists()]
    if there:
        await _git(folder, "add", "--", *there)
    gone = [name for name in names if name not in there]
    # What git never knew cannot be taken out of it.
    names = [*there, *(await _git(folder, "ls-files", "--", *gone)).splitlines()] if gone else there
    if names and await _git(folder, "status", "--porcelain", "--", *names):
        counted = "1 asset" if len(names) == 1 else f"{len(names)} assets"
        words = f"Bring the data issues of {counted} up to date"
        await _git(folder, *_AUTHOR, "commit", "--quiet", "-m", words, "--only", "--", *names)


async def _git(folder: Path, *words: str) -> str:
    running = await asyncio.create_subprocess_exec(
        "git",
        *words,
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await asyncio.wait_for(running.communicate(), _PATIENCE)
    except TimeoutError:
        running.kill()
        await running.wait()
        raise NotCommitted(f"git {words[0]} took longer than {_PATIENCE:.0f} s") from None
    if running.returncode:
        raise NotCommitted(said.decode(errors="replace").strip()[:500] or f"git {words[0]} failed")
    return said.decode(errors="replace").strip()
