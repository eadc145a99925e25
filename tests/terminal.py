"""The command line in the test's own process: a start costs a second, and only a few tests are about it."""

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Terminal:
    """A folder, and the program in it; nothing is set but what is given."""

    folder: Path

    def __call__(self, *words: str, **environ: str) -> Done:
        from bot.cli import app

        done = CliRunner().invoke(app, words, env=environ)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)
