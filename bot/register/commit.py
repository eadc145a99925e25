"""Commit the register's files to the git repository that their folder is in; nothing is ever pushed."""

import asyncio
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from bot.register.files import MARK

#: Who stands in the history where nobody else is configured.
_AUTHOR: Final = ("-c", "user.name=Breakwater", "-c", "user.email=breakwater@localhost")

_PATIENCE: Final = 30.0


class NotCommitted(Exception):
    """git would not; its own words say why."""

    @property
    def is_passing(self) -> bool:
        """Somebody else is at work in the repository, or one of ours that outlived its program."""
        return "index.lock" in str(self)


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


async def not_committed(folder: Path, held: Collection[str]) -> list[str]:
    """What was written or removed by a program that did not live to commit it. Raises NotCommitted, OSError.

    `held` are the files that the register has; what else is missing is ours if git has it with our mark.
    """
    above = await _git(folder, "rev-parse", "--show-prefix")
    asked = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ":(glob)*.md")
    states = [each for each in (await _git(folder, *asked)).split("\0") if each]
    names = [each[3:].removeprefix(above) for each in states]
    return [name for name in names if name in held or await _was_ours(folder, name)]


async def _was_ours(folder: Path, name: str) -> bool:
    if (folder / name).exists():
        return False
    try:
        return (await _git(folder, "show", f"HEAD:./{name}")).startswith(MARK)
    except NotCommitted:  # nothing was ever committed under that name
        return False


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
        running.terminate()  # asked to end, git takes its locks away; killed, it leaves them lying
        await running.wait()
        raise NotCommitted(f"git {words[0]} took longer than {_PATIENCE:.0f} s") from None
    if running.returncode:
        raise NotCommitted(said.decode(errors="replace").strip()[:500] or f"git {words[0]} failed")
    return said.decode(errors="replace").rstrip()
