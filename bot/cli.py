"""The command line. Heavy imports wait inside the command that needs them: starting is to be quick."""

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Annotated

import typer

from bot import cli_alerts, cli_assets, cli_export, cli_known, cli_oncall
from bot.terminal import answering, refuse

app = typer.Typer(
    name="breakwater",
    help="Carries data teams through data incidents, in Slack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_alerts.app)
app.add_typer(cli_assets.app)
app.command()(cli_oncall.oncall)
app.command()(cli_export.export)
app.command()(cli_known.known)


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def run(
    host: Annotated[str | None, typer.Option(help="The address to listen on, instead of HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on, instead of PORT.")] = None,
) -> None:
    """Run Breakwater, all in one process."""
    gc.set_threshold(2_000, 10, 1_000)  # nothing old is garbage yet, and looking takes an eighth of the start
    from bot.playbook import PlaybookRefused, load_playbook
    from bot.settings import Settings, SettingsRefused

    try:
        settings = Settings.read(_with(os.environ, HOST=host, PORT=port))
        playbook = load_playbook(settings.playbook_path)
    except SettingsRefused as refused:
        refuse(*refused.problems, "`breakwater check` looks at everything else, too")
    except PlaybookRefused as refused:
        refuse(*str(refused).splitlines())

    with _owning(settings.database_url):
        from bot.migrate import prepare_schema

        with answering():
            prepare_schema(settings.database_url)

        _do_without_rich()
        from bot.serve import serve

        status = serve(settings, playbook)
    sys.exit(status)


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(envvar="PORT", help="Of the page; the bot takes the next one.")] = 3000,
    keep: Annotated[bool, typer.Option(help="Keep the bot's database of the last time.")] = False,
) -> None:
    """Try Breakwater with a local Slack: no account, no server, nothing leaves this machine."""
    from bot.sandbox_run import run_sandbox

    sys.exit(run_sandbox(port, keep=keep, environ=os.environ))


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    from bot.settings import SettingsRefused, read_database_url

    try:
        database_url = read_database_url(os.environ)
    except SettingsRefused as refused:
        refuse(*refused.problems)

    with _owning(database_url), answering():
        from bot.migrate import current_and_head, upgrade

        before, newest = current_and_head(database_url)
        upgrade(database_url)
    said = "is already at" if before == newest else f"went from {before or 'nothing'} to"
    typer.echo(f"the database {said} {newest}")


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Look at settings, playbook, database and Slack, and name every mistake at once."""
    from bot.check import as_document, as_lines, look_at_everything, passed

    findings = look_at_everything(os.environ)
    typer.echo(as_document(findings) if as_json else as_lines(findings))
    sys.exit(0 if passed(findings) else 1)


@app.command()
def manifest(
    http: Annotated[
        str | None, typer.Option(help="The address where Slack reaches Breakwater, for HTTP mode.")
    ] = None,
    name: Annotated[str, typer.Option(help="The app's name in Slack.")] = "Breakwater",
) -> None:
    """Print the Slack app manifest to paste, as YAML."""
    from bot.manifest import manifest_text

    try:
        text = manifest_text(name=name, http_url=http)
    except ValueError as mistake:
        refuse(str(mistake))
    typer.echo(text, nl=False)


@contextmanager
def _owning(database_url: str) -> Iterator[None]:
    """Own the database's file, where it is one, for as long as this lasts."""
    from bot.filelock import FileInUse, FileLock, database_file

    file = database_file(database_url)
    if file is None:
        yield
        return
    lock = FileLock(file)
    try:
        lock.acquire()
    except FileInUse as refused:
        refuse(str(refused))
    except OSError as error:
        refuse(f"the database {file} cannot be opened: {error.strerror}")
    with closing(lock):
        yield


def _do_without_rich() -> None:
    """structlog would load 3 MB of it to draw tracebacks, which `bot/logs.py` has drawn plainly."""
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # so Python says that there is none


def _with(environ: Mapping[str, str], **overrides: object) -> dict[str, str]:
    given = {name: str(value) for name, value in overrides.items() if value is not None}
    return {**environ, **given}


if __name__ == "__main__":
    main()
