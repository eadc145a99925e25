"""Recognise rows of a result that someone pasted: tables, delimited rows, printed frames, JSON records. Pure.

What is found is a run of lines (or a stretch of records); one row of numbers is a count, and no data.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple


class Rows(NamedTuple):
    """Where pasted rows begin and end in the text, and about how many there are."""

    start: int
    end: int
    number: int


class _Written(NamedTuple):
    """A line: where it stands, and its words."""

    start: int
    end: int
    words: str


def find_rows(text: str) -> list[Rows]:
    """Every stretch of pasted rows, in order; stretches may overlap."""
    lines = _lines(text)
    found = [*_vertical(lines), *_records(text), *_tuples(text)]
    for is_row, is_result in (
        (_bordered, _is_table),
        (_delimited(","), _is_delimited),
        (_delimited(";"), _is_delimited),
        (_delimited("\t"), _is_tabbed),
        (_aligned, _is_printed),
    ):
        for run in _runs(lines, is_row):
            number = is_result([each.words for each in run])
            found += [Rows(run[0].start, run[-1].end, number)] if number else []
    return sorted(found)


def _lines(text: str) -> list[_Written]:
    lines, at = [], 0
    for raw in text.split("\n"):
        lines.append(_Written(at, at + len(raw), raw.rstrip("\r")))
        at += len(raw) + 1
    return lines


def _runs(lines: list[_Written], shape: Callable[[str], object]) -> Iterator[list[_Written]]:
    """Lines that follow each other and have the same shape; None is no shape, `...` fits any."""
    run: list[_Written] = []
    of: object = None
    for each in lines:
        found = shape(each.words)
        if run and found is not None and (found == of or found is ... or of is ...):
            run.append(each)
            of = found if of is ... else of
            continue
        if len(run) > 1:
            yield run
        run, of = ([each], found) if found is not None else ([], None)
    if len(run) > 1:
        yield run


# Tables with borders: psql, MySQL, Markdown, box drawing.

_RULE: Final = re.compile(
    r"[\s|+:=\-─━═┌┐└┘├┤┬┴┼╞╡╪╭╮╰╯│┃]*(?:-{2}|─{2}|━{2}|═{2})[\s|+:=\-─━═┌┐└┘├┤┬┴┼╞╡╪╭╮╰╯│┃]*"
)
_NUMERIC: Final = re.compile(r"[-+]?[\d.,:/ %-]*|true|false|null|none|nan|t|f", re.IGNORECASE)


def _bordered(words: str) -> object:
    said = words.strip()
    if not said:
        return None
    if _RULE.fullmatch(said):
        return ...
    bars = said.replace("||", "").strip("|│┃")
    count = sum(bars.count(bar) for bar in "|│┃")
    edged = said[0] in "|│┃" and said[-1] in "|│┃" and len(said) > 1
    return count if count or edged else None


def _is_table(run: list[str]) -> int:
    """With a rule under its head one row is enough, unless it holds numbers only: that is a count."""
    rules = [place for place, words in enumerate(run) if _RULE.fullmatch(words.strip())]
    rows = [words for words in run if not _RULE.fullmatch(words.strip())]
    if len(rows) < 2:
        return 0
    if not rules:
        return len(rows) if len(rows) > 2 and _bordered(rows[0]) not in (0, 1) else 0
    cells = [cell.strip() for cell in re.split(r"[|│┃]", rows[-1])]
    if len(rows) == 2 and all(_NUMERIC.fullmatch(cell) for cell in cells):
        return 0
    return len(rows) - 1


# Rows with a delimiter between the cells.

#: As people and code write lists: these begin a line of a query, and no row.
_QUERY: Final = re.compile(
    r"\s*(?:select|from|where|join|left|inner|on|and|or|group|order|with|case|when|insert|values|union|limit"
    r"|having|create|alter|partition|set)\b|.*\b(?:select|from|as)\b\s",
    re.IGNORECASE,
)
_THOUSANDS: Final = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")
_QUOTED: Final = re.compile(r'"[^"\n]*"')
_VALUE: Final = re.compile(
    r"[-+]?\d[\d.,:/ T%+Z-]*|true|false|null|none|nan|\\n|[0-9a-f]{8}-[0-9a-f-]{27}|", re.IGNORECASE
)


def _plain(words: str) -> str:
    """Without what only looks like a delimiter: in quotes, and between the thousands of a number."""
    return _THOUSANDS.sub("0", _QUOTED.sub("q", words))


def _delimited(mark: str) -> Callable[[str], object]:
    def count(words: str) -> object:
        if not words.strip() or mark not in words or _QUERY.match(words):
            return None
        return (mark, _plain(words).rstrip(", ").count(mark)) if mark in _plain(words).rstrip(", ") else None

    return count


def _is_delimited(run: list[str]) -> int:
    mark = "," if "," in run[0] else ";"
    if len(run) < 3:
        return 0
    plain = [_plain(words).rstrip(", ") for words in run]
    cells = [cell.strip() for words in plain for cell in words.split(mark)]
    if any(len(cell.split()) > 5 for cell in cells):
        return 0
    is_tight = not any(f"{mark} " in words for words in plain)
    if len(cells) == 2 * len(run):
        return len(run) - 1 if is_tight and not any(re.search(r"\s", words.strip()) for words in plain) else 0
    values = sum(bool(_VALUE.fullmatch(cell)) for cell in cells)
    return len(run) - 1 if is_tight or values * 5 >= len(cells) else 0


def _is_tabbed(run: list[str]) -> int:
    columns = run[0].strip("\n").count("\t") + 1
    return len(run) - 1 if len(run) > 2 or columns > 2 else 0


# What a notebook prints: an index that counts, and cells with wide gaps between.

_GAP: Final = re.compile(r" {2,}")
_INDEXED: Final = re.compile(r"\s*(\d{1,9}) {2,}\S")
_STATUS: Final = re.compile(
    r"\b(?:STATUS|AGE|READY|INFO|WARN|WARNING|ERROR|DEBUG|PASS|OK|FAIL|SKIP|CREATED)\b"
    r"|^\s*\[?\d{4}-\d\d-\d\d[T ]"
)


def _aligned(words: str) -> object:
    cells = _GAP.split(words.strip())
    if len(cells) < 2 or any(len(cell.split()) > 3 for cell in cells):
        return None
    return ("index", len(cells)) if _INDEXED.match(words) else ("plain", len(cells))


def _is_printed(run: list[str]) -> int:
    indexes = [int(found[1]) for words in run if (found := _INDEXED.match(words))]
    if len(indexes) == len(run):
        counts = all(later - earlier == 1 for earlier, later in pairwise(indexes))
        return len(run) if counts else 0
    columns = len(_GAP.split(run[0].strip()))
    has_status = any(_STATUS.search(words) for words in run)
    return len(run) - 1 if len(run) > 2 and columns > 2 and not has_status else 0


# One cell a line, as psql's \x and MySQL's \G print it.

_RECORD: Final = re.compile(r"-\[ RECORD \d+ \][-+]*|\*+ \d+\. row \*+")


_CELL: Final = re.compile(r"\s*[\w ]{1,60}[|:]")


def _vertical(lines: list[_Written]) -> Iterator[Rows]:
    heads = [place for place, each in enumerate(lines) if _RECORD.fullmatch(each.words.strip())]
    if heads:
        last = heads[-1]
        while last + 1 < len(lines) and _CELL.match(lines[last + 1].words):
            last += 1
        yield Rows(lines[heads[0]].start, lines[last].end, len(heads))


# Records side by side, as programs print them.

_OBJECT: Final = re.compile(r"\{[^{}]{3,4000}\}")
_KEY: Final = re.compile(r"""["']([\w .-]{1,60})["']\s*:""")
_OF_LOGS: Final = frozenset({"level", "severity", "msg", "message", "logger", "event", "log"})
_TUPLE: Final = re.compile(r"\((?=[^()]*[\d'\"])[^(),]{1,400}(?:,[^(),]{0,400})+\)")
_BETWEEN: Final = re.compile(r"[\s,]*")


def _records(text: str) -> Iterator[Rows]:
    objects = [(each.start(), each.end(), tuple(_KEY.findall(each[0]))) for each in _OBJECT.finditer(text)]
    kept = [each for each in objects if each[2] and not _OF_LOGS.intersection(map(str.lower, each[2]))]
    yield from _neighbours(text, kept)


def _tuples(text: str) -> Iterator[Rows]:
    """What is inserted, or what a cursor fetched; a comma stands between."""
    found = [(each.start(), each.end(), each[0].count(",")) for each in _TUPLE.finditer(text)]
    yield from _neighbours(text, found)


def _neighbours(text: str, found: Sequence[tuple[int, int, object]]) -> Iterator[Rows]:
    """Two or more of the same shape with nothing but a comma or a line's end between them."""
    place = 0
    while place < len(found):
        last = place
        while last + 1 < len(found) and _are_neighbours(text, found[last], found[last + 1]):
            last += 1
        if last > place:
            yield Rows(found[place][0], found[last][1], last - place + 1)
        place = last + 1


def _are_neighbours(text: str, one: tuple[int, int, object], next_: tuple[int, int, object]) -> bool:
    between = text[one[1] : next_[0]]
    return one[2] == next_[2] and len(between) > 0 and bool(_BETWEEN.fullmatch(between))
