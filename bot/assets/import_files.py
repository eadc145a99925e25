"""Import files, or all that is recognised in a folder: manifests first, what people wrote last."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bot.assets.reading import dbt_manifest, dbt_runs, openlineage, yaml_assets
from bot.assets.reading.files import FileRefused, files_in, parse_file
from bot.assets.reading.openlineage import Heard
from bot.assets.reading.read_body import READERS, find_reader
from bot.assets.take_events import take_events
from bot.assets.take_told import Taken, take_told
from bot.assets.told import Told, Tool
from bot.uow import Store

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)

#: Called as the work goes on: with what, how much is done, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Found:
    """What files told, before anything is written."""

    told: list[tuple[Path, Told]] = field(default_factory=list)
    runs: list[tuple[Path, Any]] = field(default_factory=list)
    #: What OpenLineage events tell: it depends on what earlier ones told.
    heard: list[tuple[Path, Heard]] = field(default_factory=list)
    tested_by: dict[str, Sequence[str]] = field(default_factory=dict)
    #: Of which project each manifest is, and when it was made, by its file.
    made_at: dict[Path, tuple[str, datetime]] = field(default_factory=dict)
    #: Files that cannot be read or say nothing that is known, and why.
    refused: dict[Path, str] = field(default_factory=dict)
    #: Files that are left aside on purpose, and why.
    left_aside: dict[Path, str] = field(default_factory=dict)
    #: Files that lie beside and say nothing of lineage; in a folder that is no mistake.
    passed_over: list[Path] = field(default_factory=list)

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.told or self.runs or self.heard)


@dataclass(slots=True)
class Imported:
    """What an import came to, source by source."""

    found: Found
    taken: list[tuple[Path, Taken]] = field(default_factory=list)


def read_files(path: Path, source: str | None) -> Found:
    """Read a file, or each in a folder. Nothing here looks at the database."""
    found = Found()
    for file in files_in(path, found.refused) if path.is_dir() else [path]:
        try:
            sort_in(parse_file(file), file, source, found)
        except FileRefused as refused:
            found.refused[file] = str(refused)
    if not path.is_dir():
        found.refused |= {file: _unknown() for file in found.passed_over}
        found.passed_over.clear()
    _keep_newest(found)
    if source is not None and len(found.told) > 1:
        names = ", ".join(file.name for file, _ in found.told[:5])
        raise FileRefused(
            f"--source names one source, and here are several files ({names}); give one of them"
        )
    return found


async def import_found(
    store: Store, found: Found, source: str | None = None, progress: Progress = lambda what, done, whole: None
) -> Imported:
    """Write what was read: each source in turn, and then what the last runs came to."""
    imported = Imported(found)
    by_people = [each for each in found.told if each[1].tool is Tool.YAML]
    by_tools = [each for each in found.told if each[1].tool is not Tool.YAML]
    by_tools.sort(key=lambda each: each[0] not in found.made_at)
    await _take_all(store, by_tools, imported, progress)
    for file, heard in found.heard:
        imported.taken.append((file, await take_events(store, heard, _progress(progress, file.name))))
    await _take_all(store, by_people, imported, progress)
    await _take_again(store, found.told, imported, progress)
    for file, body in found.runs:
        runs = dbt_runs.read(body, found.tested_by)
        taken = await take_told(store, Told(source=source or file.name, runs=runs))
        imported.taken.append((file, taken))
    return imported


async def _take_all(
    store: Store, files: Sequence[tuple[Path, Told]], imported: Imported, progress: Progress
) -> None:
    for file, told in files:
        imported.taken.append((file, await take_told(store, told, _progress(progress, told.source))))


async def _take_again(
    store: Store, files: Sequence[tuple[Path, Told]], imported: Imported, progress: Progress
) -> None:
    """What a file leads from or to may stand in one that came after it."""
    told_by = dict(files)
    for file, taken in imported.taken if len(imported.taken) > 1 else ():
        if taken.lost_edges and file in told_by:
            again = await take_told(store, told_by[file], _progress(progress, taken.source))
            taken.new_edges += again.new_edges
            taken.skipped = again.skipped


def _progress(progress: Progress, source: str) -> Callable[[int, int], None]:
    return lambda done, whole: progress(source, done, whole)


def sort_in(body: Any, file: Path, source: str | None, found: Found) -> None:
    """See what kind of thing a body is, and read it."""
    if yaml_assets.recognises(body):
        found.told.append((file, yaml_assets.read(body, source or f"yaml:{file.stem}")))
    elif dbt_runs.recognises(body):
        found.runs.append((file, body))
    elif openlineage.recognises(body):
        found.heard.append((file, openlineage.hear(body if isinstance(body, list) else [body])))
    elif reader := find_reader(body):
        found.told.append((file, reader.read(body, source)))
        if reader.recognises is dbt_manifest.recognises:
            found.tested_by |= dbt_manifest.tested_by(body)
            made_at = dbt_manifest.made_at(body) or _LONG_AGO
            found.made_at[file] = (dbt_manifest.project_of(body), made_at)
    else:
        found.passed_over.append(file)


def _keep_newest(found: Found) -> None:
    """Of several states of one project only the newest counts."""
    newest: dict[str, Path] = {}
    for file, (project, made_at) in found.made_at.items():
        if made_at > found.made_at[newest.setdefault(project, file)][1]:
            newest[project] = file
    told_by = dict(found.told)
    for file, (project, _) in found.made_at.items():
        if file != newest[project]:
            found.left_aside[file] = (
                f"it is an older state of {told_by[file].source} than {newest[project].name}; "
                "import it alone, with --source, if you want both"
            )
    found.told = [(file, told) for file, told in found.told if file not in found.left_aside]


def _unknown() -> str:
    known = [
        *(reader.name for reader in READERS),
        "OpenLineage events",
        "dbt's run_results.json and sources.json",
    ]
    return f"nothing here tells of assets or lineage; known are {', '.join(known)}, and YAML with `assets:`"
