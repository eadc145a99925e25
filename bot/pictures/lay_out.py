"""Where each box stands and how the arrows run: left to right by depth, with few crossings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from fast_sugiyama import from_edges

from bot.pictures.condense import Box, Plan
from bot.pictures.fit import cut, in_two_lines, plural, width_of
from bot.pictures.layers import Arrow, layers

#: Column and row; what stands between two others may have half a row.
Spot: TypeAlias = tuple[int, float]
Point: TypeAlias = tuple[float, float]

_SEPARATOR: Final = " · "

#: Sizes in pixels.
NAME_SIZE: Final = 13.0
NOTE_SIZE: Final = 11.0
WIDEST: Final = 220.0
NARROWEST: Final = 96.0
BOX_HEIGHT: Final = 54.0
ROW: Final = 68.0
GAP: Final = 52.0
MARGIN: Final = 28.0
#: Room at the left of a box for its mark.
MARK: Final = 28.0
PAD: Final = 12.0

#: What nothing feeds and what feeds nothing stands side by side, so many in a row.
LOOSE_IN_A_ROW: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A box, where it stands, and its words."""

    box: Box
    x: float
    y: float
    width: float
    height: float
    name: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All that is drawn."""

    plan: Plan
    width: float
    height: float
    boxes: tuple[Placed, ...]
    #: Each with the points through which it runs.
    arrows: tuple[tuple[Arrow, tuple[Point, ...]], ...]
    #: Those that close a circle: they lead back.
    returns: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    name: tuple[str, ...]
    note: str
    width: float


def lay_out(plan: Plan) -> Layout:
    """Find a place for everything."""
    words = {box.key: _words(box) for box in plan.boxes}
    depth = layers([box.key for box in plan.boxes], plan.arrows)
    ahead = [(start, end) for start, end in plan.arrows if depth[start] < depth[end]]
    spots, bends = _spots(ahead)
    _set_loose(spots, [box.key for box in plan.boxes if box.key not in spots])
    columns = _columns(spots, words)
    return Layout(
        plan=plan,
        width=max((x + width for x, width in columns.values()), default=0.0) + MARGIN,
        height=MARGIN * 2 + BOX_HEIGHT + ROW * max((row for _, row in spots.values()), default=0.0),
        boxes=tuple(_placed(box, words[box.key], spots[box.key], columns) for box in plan.boxes),
        arrows=tuple((arrow, _run(arrow, bend, spots, columns)) for arrow, bend in bends.items()),
        returns=tuple(arrow for arrow in plan.arrows if arrow not in bends),
    )


def _set_loose(spots: dict[str, Spot], loose: Sequence[str]) -> None:
    """Below the rest, a few in a row."""
    first = _height(spots)
    for number, key in enumerate(loose):
        spots[key] = (number % LOOSE_IN_A_ROW, first + number // LOOSE_IN_A_ROW)


def _words(box: Box) -> _Words:
    name, notes = _told(box)
    lines, room = in_two_lines(name, NAME_SIZE, WIDEST - MARK - PAD), WIDEST - MARK - PAD
    while len(notes) > 1 and width_of(_SEPARATOR.join(notes), NOTE_SIZE) > room:
        notes = notes[:-1]
    note = cut(_SEPARATOR.join(notes), NOTE_SIZE, room)
    widest = max(*(width_of(line, NAME_SIZE) for line in lines), width_of(note, NOTE_SIZE))
    return _Words(lines, note, max(NARROWEST, min(WIDEST, MARK + widest + PAD)))


def _told(box: Box) -> tuple[str, list[str]]:
    """What it is called, and what is noted below, the more telling first."""
    kinds = sorted({each.kind for each in box.members if each.kind})
    places = sorted({each.place for each in box.members if each.place})
    root = ["most upstream"] if box.is_root else []
    if box.thing is not None:
        return " ".join(box.thing.name.split()) or "(no name)", [*root, *kinds, *places]
    what = plural(kinds[0]) if len(kinds) == 1 else "assets"
    where = places if len(places) == 1 else [f"{len(places)} schemas"] if places else []
    return f"{len(box.members):,} {what}", [*root, *where]


def _spots(arrows: Collection[Arrow]) -> tuple[dict[str, Spot], dict[Arrow, list[Spot]]]:
    """Column and row of what is joined, and the bends of each arrow where it passes other columns.

    The library ends the whole process when it is given a circle: there must be none.
    """
    if not arrows:
        return {}, {}
    numbers = {key: str(number) for number, key in enumerate(dict.fromkeys(_ends(arrows)))}
    names: dict[int | str, str] = {number: key for key, number in numbers.items()}
    found = from_edges(
        [(numbers[start], numbers[end]) for start, end in arrows],
        vertex_spacing=1,
        dummy_vertices=True,
        crossing_minimization="barycenter",
        transpose=True,
    )
    spots: dict[str, Spot] = {}
    bends: dict[Arrow, list[Spot]] = {}
    for positions, *_, edges in sorted(found, key=lambda each: -len(each[0])):
        below, at = _height(spots), _turned(positions)
        here = {each: (column, row + below) for each, (column, row) in at.items()}
        bends |= _bends(edges or (), here, names)
        spots |= {names[each]: spot for each, spot in here.items() if each in names}
    return spots, bends


def _ends(arrows: Iterable[Arrow]) -> Iterable[str]:
    for arrow in arrows:
        yield from arrow


def _turned(positions: Sequence[tuple[int | str, tuple[float, float]]]) -> dict[int | str, Spot]:
    """The library draws from top to bottom; columns are its levels, and rows begin at 0."""
    levels = {
        level: column for column, level in enumerate(sorted({y for _, (_, y) in positions}, reverse=True))
    }
    least = min(x for _, (x, _) in positions)
    return {each: (levels[y], x - least) for each, (x, y) in positions}


def _bends(
    edges: Iterable[tuple[int | str, int | str]],
    at: Mapping[int | str, Spot],
    names: Mapping[int | str, str],
) -> dict[Arrow, list[Spot]]:
    """Put the pieces of each arrow together again: between its ends are points that stand for no box."""
    following: dict[int | str, list[int | str]] = defaultdict(list)
    for start, end in edges:
        following[start].append(end)
    found: dict[Arrow, list[Spot]] = {}
    for start in (each for each in following if each in names):
        for piece in following[start]:
            end, points = piece, []
            while end not in names:
                points.append(at[end])
                end = following[end][0]
            found[names[start], names[end]] = points
    return found


def _height(spots: Mapping[str, Spot]) -> float:
    """The next row that is free."""
    return max((row for _, row in spots.values()), default=-1.0) + 1.0


def _columns(spots: Mapping[str, Spot], words: Mapping[str, _Words]) -> dict[int, tuple[float, float]]:
    """Where each column begins, and how wide it is."""
    widths: dict[int, float] = defaultdict(float)
    for key, (column, _) in spots.items():
        widths[column] = max(widths[column], words[key].width)
    x, found = MARGIN, {}
    for column in range(max(widths, default=-1) + 1):
        found[column] = (x, widths[column])
        x += widths[column] + GAP
    return found


def _placed(box: Box, words: _Words, spot: Spot, columns: Mapping[int, tuple[float, float]]) -> Placed:
    x, width = columns[spot[0]]
    return Placed(
        box=box,
        x=x,
        y=MARGIN + spot[1] * ROW,
        width=width,
        height=BOX_HEIGHT,
        name=words.name,
        note=words.note,
    )


def _run(
    arrow: Arrow,
    bends: Sequence[Spot],
    spots: Mapping[str, Spot],
    columns: Mapping[int, tuple[float, float]],
) -> tuple[Point, ...]:
    """From the right side of one box to the left side of the other, straight across columns in between."""

    def middle(row: float) -> float:
        return MARGIN + row * ROW + BOX_HEIGHT / 2

    (start, start_row), (end, end_row) = spots[arrow[0]], spots[arrow[1]]
    points = [(sum(columns[start]), middle(start_row))]
    for column, row in bends:
        points += [(columns[column][0], middle(row)), (sum(columns[column]), middle(row))]
    return (*points, (columns[end][0], middle(end_row)))
