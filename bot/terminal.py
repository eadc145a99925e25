"""What the commands at a terminal share: how they refuse, and the team's playbook.

Heavy imports wait inside, as in the commands themselves.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.playbook import Playbook


def refuse(*problems: str) -> NoReturn:
    """Say what is wrong, each in a line of its own, and end."""
    for problem in problems:
        typer.echo(f"✗ {problem}", err=True)
    sys.exit(1)


def remark(words: str) -> None:
    """Say beside the answer what should be known with it."""
    typer.echo(f"! {words}", err=True)


def team_playbook() -> "Playbook":
    """The team's, which has to be right: what is asked for stands in it."""
    from bot.playbook import PlaybookRefused, load_playbook
    from bot.settings import read_playbook_path

    try:
        with answering():
            return load_playbook(read_playbook_path(os.environ))
    except PlaybookRefused as refused:
        refuse(*str(refused).splitlines())


@contextmanager
def answering() -> Iterator[None]:
    """Say in a sentence what is wrong with the settings, the database, or what was asked."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.migrate import SchemaRefused, driver_words
    from bot.settings import SettingsRefused
    from models.errors import BreakwaterError

    try:
        yield
    except SettingsRefused as refused:
        refuse("; ".join(refused.problems))
    except (BreakwaterError, SchemaRefused) as refused:
        refuse(str(refused))
    except SQLAlchemyError as error:
        refuse(f"the database does not answer: {driver_words(error)}")
