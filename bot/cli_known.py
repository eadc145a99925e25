"""`breakwater known`: what is wrong with an asset's data, or was. Heavy imports wait inside the command."""

import os
from typing import Annotated

import typer

from bot.terminal import answering, remark, team_playbook


def known(
    asset: Annotated[str, typer.Argument(help="Its key, its name or its relation; any name does.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say what is known of an asset's data: degraded now, or bad for a time; private incidents never show."""
    import json

    from bot.register.known_at_terminal import as_document, known_of, lines_of
    from bot.settings import read_database_url

    with answering():
        view = known_of(read_database_url(os.environ), asset, team_playbook())
    if not view.is_in_lineage:
        near = f"; near it are {', '.join(view.near)}" if view.near else ""
        remark(f"no import has told of just “{asset}”{near}")
    if as_json:
        typer.echo(json.dumps(as_document(view), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(lines_of(view)))
