"""From SVG to PNG, for Slack: with a font of our own, so that every machine paints the same."""

from typing import Final

import font_roboto
import resvg_py

#: Twice the size, so that small words are sharp; but no side is longer than this.
ZOOM: Final = 2.0
LONGEST_SIDE: Final = 5_000.0

#: Letters up to here are Roboto's own; for others the machine's fonts are asked, where it has some.
OWN: Final = 0x250


def paint(svg: str, longest_side: float) -> bytes:
    """The picture as PNG."""
    painted = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=min(ZOOM, LONGEST_SIDE / longest_side),
        background="#ffffff",
        font_family="Roboto",
        font_files=[font_roboto.Roboto, font_roboto.RobotoMedium],
        skip_system_fonts=all(ord(letter) < OWN for letter in svg),
    )
    return bytes(painted)
