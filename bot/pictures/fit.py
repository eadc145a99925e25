"""How wide words are, about, and how they are cut to fit: what paints them is not asked."""

from typing import Final
from unicodedata import combining, east_asian_width

#: Of Roboto, in parts of the font's size; the rest are as wide as a small letter.
_WIDTHS: Final = {
    **dict.fromkeys("iljI|.,:;'!`", 0.27),
    **dict.fromkeys('tfr()[]{}-/\\ "', 0.36),
    **dict.fromkeys("mwMW@%", 0.92),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ&#=+~<>", 0.67),
}
_LETTER: Final = 0.57

#: After these a long name may go on in the next line.
_BREAKS: Final = "_.-/: "

_ELLIPSIS: Final = "…"


def width_of(words: str, size: float) -> float:
    """About how wide, a little on the safe side."""
    return size * sum(_width(letter) for letter in words)


def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if combining(letter):
        return 0.0
    return 1.0 if east_asian_width(letter) in "WF" else _LETTER


def cut(words: str, size: float, room: float) -> str:
    """Leave out the middle of what has no room: names differ at both ends."""
    if width_of(words, size) <= room:
        return words
    start = end = 0
    while width_of(words[: start + 1] + _ELLIPSIS + words[len(words) - end :], size) <= room:
        start += 1
        longer = words[:start] + _ELLIPSIS + words[len(words) - end - 1 :]
        end += width_of(longer, size) <= room
    return words[:start] + _ELLIPSIS + words[len(words) - end :]


def in_two_lines(words: str, size: float, room: float) -> tuple[str, ...]:
    """One line where it fits, else two, broken where a name has its joints."""
    if width_of(words, size) <= room:
        return (words,)
    fitting = [at for at in range(1, len(words)) if width_of(words[:at], size) <= room]
    last = fitting[-1] if fitting else 1
    joints = [at for at in fitting if words[at - 1] in _BREAKS and at > last // 3]
    at = joints[-1] if joints else last
    return words[:at].rstrip(), cut(words[at:].lstrip(), size, room)


def plural(kind: str) -> str:
    """`models`, `analyses`."""
    if kind.endswith("is"):
        return f"{kind[:-2]}es"
    return kind if kind.endswith("s") else f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
