"""What the colour of an attachment says; Slack turns `danger` into `a30200` on the way."""

import re
from enum import StrEnum


class Shade(StrEnum):
    """As much of a colour as means something."""

    RED = "red"
    ORANGE = "orange"
    GREEN = "green"
    NONE = "none"


_NAMED = {"danger": Shade.RED, "warning": Shade.ORANGE, "good": Shade.GREEN}


def shade_of(colour: str) -> Shade:
    """Read `#rrggbb` in lower case, or the word that was posted."""
    if not re.fullmatch(r"#[0-9a-f]{6}", colour):
        return _NAMED.get(colour, Shade.NONE)
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    if red > 140 and green < 90 and blue < 90:
        return Shade.RED
    if red > 180 and 100 <= green <= 220 and blue < 100:
        return Shade.ORANGE
    return Shade.GREEN if green > 120 and green > red * 1.4 and green >= blue else Shade.NONE
