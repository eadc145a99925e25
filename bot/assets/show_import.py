"""What `breakwater assets import` prints: what is new, what changed, what vanished, what was left out."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.assets.import_files import Imported
from bot.assets.take_told import Taken

#: So many are named; the rest is counted.
_NAMED: Final = 5


def as_document(imported: Imported) -> dict[str, Any]:
    """For programs."""
    return {
        "imported": [{"file": str(file), **_document(taken)} for file, taken in imported.taken],
        "refused": _reasons(imported.found.refused.items()),
        "left_aside": _reasons(imported.found.left_aside.items()),
        "passed_over": [str(file) for file in imported.found.passed_over],
    }


def lines_of(imported: Imported) -> Iterator[str]:
    """For people, on stdout."""
    for file, taken in imported.taken:
        told_by = taken.source if taken.source == file.name else f"{taken.source} ({file.name})"
        yield f"{told_by}: {_counts(taken)}"
        for word, keys in (("new", taken.new), ("changed", taken.changed)):
            if keys and len(keys) <= _NAMED:
                yield f"  {word}: {', '.join(keys)}"
        for word, keys in (("back again", taken.returned), ("vanished", taken.vanished)):
            if keys:
                yield f"  {word}: {_first(keys)}"
    if imported.found.passed_over:
        yield f"{_some(len(imported.found.passed_over), 'file')} beside say nothing of assets: passed over"
    if not imported.taken:
        yield "nothing was imported"


def warnings_of(imported: Imported) -> Iterator[str]:
    """For people, on stderr."""
    for file, why in imported.found.left_aside.items():
        yield f"{file}: {why}"
    for file, taken in imported.taken:
        if taken.skipped:
            yield f"{file}: {_some(len(taken.skipped), 'entry', 'entries')} skipped"
            yield from (f"  {line}" for line in taken.skipped[:_NAMED])
            if len(taken.skipped) > _NAMED:
                yield f"  and {len(taken.skipped) - _NAMED:,} more; --json names all"


def _counts(taken: Taken) -> str:
    if taken.is_unchanged:
        return f"nothing changed, {_some(taken.unchanged, 'asset')}" if taken.unchanged else "nothing changed"
    said = [
        _some(len(taken.new), "new asset"),
        f"{len(taken.changed):,} changed" if taken.changed else "",
        f"{len(taken.returned):,} back again" if taken.returned else "",
        f"{len(taken.vanished):,} vanished" if taken.vanished else "",
        f"{taken.unchanged:,} as before" if taken.unchanged else "",
        _some(taken.new_edges, "new edge"),
        f"{_some(taken.vanished_edges, 'edge')} gone" if taken.vanished_edges else "",
        f"the last run of {_some(taken.runs, 'asset')}" if taken.runs else "",
    ]
    return ", ".join(part for part in said if part and not part.startswith("0 "))


def _document(taken: Taken) -> dict[str, Any]:
    return {
        "source": taken.source,
        "new": len(taken.new),
        "changed": len(taken.changed),
        "returned": len(taken.returned),
        "vanished": [*taken.vanished],
        "unchanged": taken.unchanged,
        "new_edges": taken.new_edges,
        "vanished_edges": taken.vanished_edges,
        "runs": taken.runs,
        "skipped": [*taken.skipped],
    }


def _reasons(items: Any) -> list[dict[str, str]]:
    return [{"file": str(file), "why": why} for file, why in items]


def _first(keys: Sequence[str]) -> str:
    rest = f" and {len(keys) - _NAMED:,} more" if len(keys) > _NAMED else ""
    return ", ".join(keys[:_NAMED]) + rest


def _some(count: int, word: str, plural: str = "") -> str:
    return f"{count:,} {word if count == 1 else plural or word + 's'}"
