"""`breakwater oncall`: who is on call, at a terminal. Heavy imports wait inside the command."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import refuse, remark, team_playbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.oncall.preview import Preview
    from bot.playbook import Playbook


def oncall(
    team: Annotated[str | None, typer.Argument(help="Of which team; without it, of all.")] = None,
    at: Annotated[
        str | None, typer.Option(help="When, as 2026-11-02T09:00; on the rotation's clock, unless it says.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show who is on call, until when, why, and who is next."""
    import json
    from datetime import UTC, datetime

    from bot.oncall.preview import known_team, teams_of, zone_of_team
    from bot.oncall.print_on_call import as_document, lines_of, read_at
    from models.errors import UnknownWord

    playbook, now = team_playbook(), datetime.now(UTC)
    try:
        teams = [known_team(playbook, team)] if team is not None else teams_of(playbook) or [""]
        asked = [(each, read_at(at, zone_of_team(playbook, each), now)) for each in teams]
    except (UnknownWord, ValueError) as refused:
        refuse(str(refused))
    previews, known = _read(playbook, asked, now)
    if as_json:
        documents = [as_document(each, overrides_known=known) for each in previews]
        typer.echo(json.dumps(documents if team is None else documents[0], indent=2, ensure_ascii=False))
    else:
        most = 3 if team is None else 30
        typer.echo("\n".join(line for each in previews for line in lines_of(each, most=most)))


def _read(
    playbook: "Playbook", asked: "Sequence[tuple[str, datetime]]", now: "datetime"
) -> tuple["list[Preview]", bool]:
    """With what the database knows, where there is one; whether it could be asked."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.filelock import database_file
    from bot.migrate import driver_words
    from bot.oncall.print_on_call import read_with_database, read_without_database
    from bot.settings import SettingsRefused, read_database_url

    try:
        database_url = read_database_url(os.environ)
        file = database_file(database_url)
        if file is not None and not file.exists():
            why = f"there is no database {file}"
        else:
            return read_with_database(database_url, playbook, asked, now), True
    except SettingsRefused as refused:
        why = "; ".join(refused.problems)
    except SQLAlchemyError as error:
        why = f"the database does not answer: {driver_words(error)}"
    except TimeoutError:
        why = "the database does not answer"
    remark(f"overrides and outside schedules are unknown: {why}")
    return read_without_database(playbook, asked), False
