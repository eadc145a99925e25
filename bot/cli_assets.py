"""`breakwater assets …`: what there is to break, at a terminal. Heavy imports wait inside the commands."""

import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot import cli_owner
from bot.terminal import answering, refuse, remark

if TYPE_CHECKING:
    from bot.assets.chart import Chart
    from bot.assets.import_files import Imported, Progress
    from bot.playbook import Playbook
    from bot.uow import Store

Given = TypeVar("Given")

app = typer.Typer(name="assets", help="What there is to break, and what feeds what.", no_args_is_help=True)

app.command("owner")(cli_owner.owner)

_ASSET = Annotated[str, typer.Argument(help="Its key, or any name that means nothing else.")]
_JSON = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.callback()
def assets() -> None:
    """What there is to break, and what feeds what."""


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A file, or a folder: all in it that tells of assets.")],
    source: Annotated[
        str | None, typer.Option(help="Whose word it is; by default the project's or the file's name.")
    ] = None,
    as_json: _JSON = False,
) -> None:
    """Take in assets and lineage: dbt's artifacts, other tools' exports, and YAML of your own."""
    import json

    from bot.assets.reading.files import FileRefused
    from bot.assets.show_import import as_document, lines_of, warnings_of
    from bot.blocks.limits import clean

    try:
        if not path.exists():
            refuse(f"{path} is not there; give the path of a file or a folder")
        imported = _import(path, source)
    except FileRefused as refused:
        refuse(str(refused))
    except OSError as error:
        refuse(f"{path} cannot be read: {error.strerror or error}; give the path of a file or a folder")
    for warning in warnings_of(imported):
        remark(clean(warning))
    if as_json:
        typer.echo(json.dumps(as_document(imported), indent=2))
    else:
        typer.echo("\n".join(lines_of(imported)))
    for file, why in imported.found.refused.items():
        typer.echo(clean(f"✗ {file}: {why}"), err=True)
    sys.exit(1 if imported.found.refused else 0)


@app.command("impact")
def impact(asset: _ASSET, as_json: _JSON = False) -> None:
    """Show all that is downstream of an asset, nearest first."""
    import json

    from bot.assets.show_asset import find_asset, impact_document

    async def ask(store: "Store", chart: "Chart") -> dict[str, object]:
        found = find_asset(chart, asset)
        if found.is_retired:
            remark(f"{found.key} is retired: no source names it any more")
        return impact_document(found, chart.downstream(found.id), store.playbook)

    document = _look(ask)
    if as_json:
        typer.echo(json.dumps(document, indent=2))
    else:
        _print_impact(document)


@app.command("show")
def show(asset: _ASSET, as_json: _JSON = False) -> None:
    """Show what is known of an asset: its names, its owner, what feeds it, what it feeds."""
    import json

    from bot.assets.read_asset import read_asset
    from bot.assets.show_asset import asset_lines

    document = _look(lambda store, chart: read_asset(store, chart, asset))
    if as_json:
        typer.echo(json.dumps(document, indent=2))
        return
    typer.echo(document["asset"])
    for word, said in asset_lines(document):
        typer.echo(f"  {word}: {said}")


@app.command("search")
def search(
    words: Annotated[
        list[str], typer.Argument(help="A name or part of it, as people say it, slips and all.")
    ],
    limit: Annotated[int, typer.Option(min=1, max=1_000, help="So many at most.")] = 20,
    as_json: _JSON = False,
) -> None:
    """Find assets by whatever people call them, the likeliest first."""
    import json

    from bot.assets.search.finder import search_once

    found = _look(lambda store, chart: search_once(store.reading, chart, " ".join(words), limit))
    if as_json:
        document = [{"asset": each.key, "name": each.name, "type": each.type} for each in found]
        typer.echo(json.dumps(document, indent=2))
        return
    for each in found:
        typer.echo(f"{each.key}  {each.type}")
    if not found:
        typer.echo("nothing is called like that")


def _import(path: Path, source: str | None) -> "Imported":
    from bot.assets.at_terminal import write
    from bot.assets.import_files import Imported, import_found, read_files
    from bot.settings import read_database_url

    with answering(), _progress() as progress:
        database_url = read_database_url(os.environ)
        progress("reading", 0, 0)
        found = read_files(path, source)
        if not found.says_anything:
            return Imported(found)
        return write(database_url, lambda store: import_found(store, found, source, progress))


def _look(ask: Callable[["Store", "Chart"], Awaitable[Given]]) -> Given:
    from bot.assets.at_terminal import look
    from bot.settings import read_database_url

    with answering():
        return look(read_database_url(os.environ), _playbook(), ask)


def _playbook() -> "Playbook":
    """The team's, for its domains; without it an asset has those that its tool gives it."""
    from bot.playbook import Playbook, PlaybookRefused, load_playbook
    from bot.settings import SettingsRefused, read_playbook_path

    try:
        return load_playbook(read_playbook_path(os.environ))
    except (SettingsRefused, PlaybookRefused) as refused:
        remark(f"{refused}; the built-in defaults are used")
        return Playbook()


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar on stderr, where somebody looks at it."""
    if not sys.stderr.isatty():
        yield lambda what, done, whole: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, whole: int) -> None:
            if what not in tasks:
                for done_with in tasks.values():
                    bar.update(done_with, visible=False)
                tasks[what] = bar.add_task(what, total=None)
            bar.update(tasks[what], completed=done, total=whole or None)

        yield show


def _print_impact(document: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = document["downstream"]
    if not isinstance(rows, list) or not rows:
        typer.echo(f"nothing is downstream of {document['asset']}")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("steps", "asset", "type", "owner", "via"):
        table.add_column(head, overflow="fold")
    for row in rows:
        said = (row["depth"], row["asset"], row["type"], row["owner"] or "", row["via"])
        table.add_row(*(Text(str(each)) for each in said))
    count = "1 asset is" if len(rows) == 1 else f"{len(rows):,} assets are"
    typer.echo(f"{count} downstream of {document['asset']}\n")
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 10_000)
    console.print(table)
