"""`breakwater alerts …`: what is made of alerts, at a terminal. Heavy imports wait inside the commands."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.terminal import answering, refuse, remark

if TYPE_CHECKING:
    from bot.alerts.try_alerts import Trial
    from bot.playbook import Playbook

app = typer.Typer(name="alerts", help="What is made of alerts.", no_args_is_help=True)


@app.callback()
def alerts() -> None:
    """What is made of alerts."""


@app.command("try")
def try_file(
    file: Annotated[str, typer.Argument(help="A file with JSON or JSON lines; - reads standard input.")],
    source: Annotated[
        str | None, typer.Option(help="Whose it is, such as grafana; without it that is recognised.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Show how a payload is read, which rule matches, and what would happen, without doing it."""
    import json
    from datetime import UTC, datetime

    from bot.alerts.try_alerts import as_document, try_alerts

    trial = try_alerts(_body(file), _playbook(), datetime.now(UTC), source=source)
    if trial.reading.words:
        remark(trial.reading.words)
    if as_json:
        typer.echo(json.dumps(as_document(trial), indent=2))
    else:
        _show(trial)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A webhook's receipt, as r12, or an alert, as a45.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Show what became of a webhook, or of one alert: what was decided, and why."""
    import json

    from bot.alerts.show_receipt import as_document, find_shown, lines_of
    from bot.settings import read_database_url

    with answering():
        shown = find_shown(read_database_url(os.environ), name)
    typer.echo(json.dumps(as_document(shown), indent=2) if as_json else "\n".join(lines_of(shown)))


def _body(file: str) -> Any:
    from bot.alerts.reading.read_text import NoJson, body_in

    name = "standard input" if file == "-" else file
    try:
        written = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        refuse(f"{name} cannot be read: {why}; give the path of a file with a webhook's body or a message")
    try:
        return body_in(written.decode("utf-8-sig"))
    except UnicodeDecodeError:
        refuse(f"{name} is not UTF-8 text; save it as UTF-8")
    except NoJson as error:
        refuse(f"{name} is no JSON ({error}); save the body as the tool sends it, or one body on each line")


def _playbook() -> "Playbook":
    """The team's, where it is there and right; trying a payload goes on without it."""
    from bot.playbook import Playbook, PlaybookRefused, load_playbook
    from bot.settings import SettingsRefused, read_playbook_path

    try:
        return load_playbook(read_playbook_path(os.environ))
    except SettingsRefused as refused:
        problems = refused.problems
    except PlaybookRefused as refused:
        problems = tuple(str(refused).splitlines())
    for problem in problems:
        remark(problem)
    remark("so the built-in defaults are used; `breakwater check` looks at the playbook")
    return Playbook()


def _show(trial: "Trial") -> None:
    from rich.console import Console

    from bot.alerts.show_trial import lines_of

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    for line in lines_of(trial):
        console.print(line)
