"""Files as they lie on a disk: found, opened, unpacked and parsed, or refused by name with the remedy."""

import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bot.assets.reading import yaml_assets
from bot.assets.reading.openmetadata import rows_of_csv
from bot.assets.reading.read_text import NoJson, bodies_in

ENDINGS: Final = (".csv", ".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".yaml", ".yml")
_YAML: Final = (".yaml", ".yml")

#: Unpacked; the manifest of ten thousand models is a tenth of it.
MOST_BYTES: Final = 1_000_000_000

#: Where nothing lies that people mean.
_ASIDE: Final = frozenset({"node_modules", "dbt_packages", "dbt_modules", "__pycache__", "venv"})


class FileRefused(Exception):
    """A file that cannot be read; the message says what is wrong, and the remedy."""


def files_in(folder: Path, refused: dict[Path, str]) -> Iterator[Path]:
    """What may hold lineage, in the order of the names; hidden folders and those of packages aside.

    Folders that cannot be looked into are refused by name.
    """

    def refuse(error: OSError) -> None:
        refused[Path(error.filename)] = _unopened(error, "let it be looked into")

    for above, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if name not in _ASIDE and not name.startswith("."))
        for name in sorted(names):
            if name.casefold().endswith(ENDINGS) and not name.startswith("."):
                yield Path(above) / name


def parse_file(path: Path) -> Any:
    """What a file holds: parsed JSON, a list for JSON lines, a `Document` for YAML. Raises FileRefused."""
    words, name = _text(path), path.name.casefold()
    if name.endswith(".csv"):  # nearly all are rows of data, such as dbt's seeds, and no mistake
        return rows_of_csv(words) or []
    return _yaml(words) if name.endswith(_YAML) else _json(words)


def parse_text(words: str) -> Any:
    """The same of a text whose kind nothing says: JSON is tried first. Raises FileRefused."""
    looks_like_json = words.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}
    try:
        return _json(words)
    except FileRefused:
        if looks_like_json:
            raise
        return _yaml(words)


def _json(words: str) -> Any:
    try:
        return bodies_in(words)
    except NoJson as error:
        raise FileRefused(f"it is no JSON ({error}); export it again, whole") from error


def _yaml(words: str) -> Any:
    try:
        return yaml_assets.parse(words)
    except yaml_assets.NoYaml as error:
        raise FileRefused(f"it is no YAML: {error}") from error


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FileRefused("it is no whole gzip file; pack it again, or give it unpacked") from error
    except UnicodeDecodeError as error:
        raise FileRefused("it is not UTF-8 text; save it as UTF-8") from error
    except OSError as error:
        raise FileRefused(_unopened(error, "give the path of a file")) from error


def _unopened(error: OSError, remedy: str) -> str:
    return f"it cannot be read: {error.strerror or error}; {remedy}"


def _bytes(path: Path) -> bytes:
    if not path.is_file():  # a pipe would be waited for without end
        raise FileRefused("it is no file; give the path of one")
    with gzip.open(path) if path.suffix.casefold() == ".gz" else path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise FileRefused(f"it holds more than {MOST_BYTES // 1_000_000_000} GB; give it in parts")
    return raw
