"""`breakwater assets owner`: whose an asset is, at a terminal. Heavy imports wait inside the command."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.assets.ask_owner import Asked
    from bot.playbook import Playbook


def owner(
    asset: Annotated[str, typer.Argument(help="Its key, its name or its relation; any name does.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say who answers for an asset, and which rule of the playbook says so."""
    import json

    from bot.assets.ask_owner import lines_of
    from bot.assets.show_owner import as_document

    asked = _ask_owner(asset, _playbook())
    for words in asked.remarks:
        _say(words)
    if as_json:
        typer.echo(json.dumps(as_document(asked.asset, asked.owned), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(lines_of(asked)))


def _ask_owner(asset: str, playbook: "Playbook") -> "Asked":
    from bot.assets.ask_owner import ask_owner
    from bot.settings import SettingsRefused, read_database_url

    try:
        return ask_owner(read_database_url(os.environ), asset, playbook)
    except SettingsRefused as refused:
        _refuse("; ".join(refused.problems))


def _playbook() -> "Playbook":
    """The team's, which has to be right: what is asked for stands in it."""
    from bot.playbook import PlaybookRefused, load_playbook
    from bot.settings import SettingsRefused, read_playbook_path

    try:
        return load_playbook(read_playbook_path(os.environ))
    except SettingsRefused as refused:
        _refuse("; ".join(refused.problems))
    except PlaybookRefused as refused:
        _refuse(*str(refused).splitlines())


def _say(words: str) -> None:
    typer.echo(f"! {words}", err=True)


def _refuse(*problems: str) -> NoReturn:
    for problem in problems:
        typer.echo(f"✗ {problem}", err=True)
    sys.exit(1)
