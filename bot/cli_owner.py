"""`breakwater assets owner`: whose an asset is, at a terminal. Heavy imports wait inside the command."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import answering, remark, team_playbook

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

    asked = _ask_owner(asset, team_playbook())
    for words in asked.remarks:
        remark(words)
    if as_json:
        typer.echo(json.dumps(as_document(asked.asset, asked.owned), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(lines_of(asked)))


def _ask_owner(asset: str, playbook: "Playbook") -> "Asked":
    from bot.assets.ask_owner import ask_owner
    from bot.settings import read_database_url

    with answering():
        return ask_owner(read_database_url(os.environ), asset, playbook)
