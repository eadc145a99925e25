"""`breakwater export INC-12`: the whole ledger at a terminal. Heavy imports wait inside the command."""

import os
from typing import Annotated

import typer

from bot.terminal import answering, refuse, remark


def export(
    incident: Annotated[str, typer.Argument(help="The incident, as INC-12 or 12.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for programs.")] = False,
) -> None:
    """Print the ledger of an incident: Markdown, or JSON with every entry and its corrections.

    Private incidents are printed, too: whoever can open the database can read it in any case, and the
    record must outlive the channel. A word on standard error says so.
    """
    import json

    from bot.ledger.export_at_terminal import exported
    from bot.settings import read_database_url
    from models.errors import NotFound

    with answering():
        try:
            found = exported(read_database_url(os.environ), _number(incident), as_json=as_json)
        except NotFound as refused:  # its remedy is a command in Slack
            refuse(refused.what)
    if found.is_private:
        remark("this incident is private: keep the output among those who may see its channel")
    typer.echo(json.dumps(found.document, indent=2) if as_json else found.text, nl=as_json)


def _number(incident: str) -> int:
    import re

    named = re.fullmatch(r"(?:inc-|#)?(\d{1,9})", incident.strip().lower())
    if named is None:
        refuse(f"“{incident}” is no incident; give its number as INC-12")
    return int(named[1])
