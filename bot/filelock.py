"""One process owns a SQLite file; the lock is the system's, so that it drops when its holder dies."""

import fcntl
from pathlib import Path
from typing import IO


class FileInUse(Exception):
    """Another process owns the database file."""

    def __init__(self, database: Path) -> None:
        super().__init__(
            f"{database} is in use by another breakwater process; "
            "stop that one first, or give this one a database of its own with DATABASE_URL"
        )
        self.database = database


class FileLock:
    """Owns `<database>.lock` from `acquire` until `close`, or until the process dies.

    The lock file stays behind on purpose: whoever deleted it could let two owners in.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._held: IO[bytes] | None = None

    def acquire(self) -> None:
        """Take the lock at once, or raise `FileInUse`."""
        path = self._database.with_name(self._database.name + ".lock")
        file = path.open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise FileInUse(self._database) from error
        self._held = file

    def close(self) -> None:
        """Let the next one in."""
        if self._held is not None:
            self._held.close()
            self._held = None


def database_file(database_url: str) -> Path | None:
    """Find the file behind a SQLite address; None for a database server.

    Links are resolved, so that two names for one file are one lock.
    """
    scheme, _, rest = database_url.partition("://")
    if not scheme.startswith("sqlite"):
        return None
    return Path(rest.partition("?")[0].removeprefix("/")).resolve()
