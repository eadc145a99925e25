"""`breakwater known`: what is wrong with an asset's data, or was. Heavy imports wait inside the command."""

import os
import sys
from typing import Annotated, NoReturn

import typer


def known(
    asset: Annotated[str, typer.Argument(help="Its key, its name or its relation; any name does.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Say what is known of an asset's data: degraded now, or bad for a time; private incidents never show."""
    import json

    from sqlalchemy.exc import SQLAlchemyError

    from bot.migrate import SchemaRefused, driver_words
    from bot.playbook import PlaybookRefused, load_playbook
    from bot.register.known_at_terminal import as_document, known_of, lines_of
    from bot.settings import SettingsRefused, read_database_url, read_playbook_path

    try:
        playbook = load_playbook(read_playbook_path(os.environ))
        view = known_of(read_database_url(os.environ), asset, playbook)
    except SettingsRefused as refused:
        _refuse("; ".join(refused.problems))
    except (PlaybookRefused, SchemaRefused) as refused:
        _refuse(str(refused))
    except SQLAlchemyError as error:
        _refuse(f"the database does not answer: {driver_words(error)}")
    if not view.is_in_lineage:
        near = f"; near it are {', '.join(view.near)}" if view.near else ""
        typer.echo(f"! no import has told of just “{asset}”{near}", err=True)
    if as_json:
        typer.echo(json.dumps(as_document(view), indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(lines_of(view)))


def _refuse(problem: str) -> NoReturn:
    typer.echo(f"✗ {problem}", err=True)
    sys.exit(1)
