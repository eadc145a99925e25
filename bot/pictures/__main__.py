"""Draws one picture in a process of its own: a scene as JSON comes in, SVG or PNG goes out."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from bot.pictures.condense import condense
from bot.pictures.draw import draw
from bot.pictures.lay_out import lay_out
from bot.pictures.scene import Condition, Scene, Thing


def main() -> None:
    """Read, draw, write."""
    asked = json.load(sys.stdin.buffer)
    layout = lay_out(condense(_scene(asked["scene"])))
    if asked["form"] == "svg":
        prefix = asked["link_prefix"]
        found = draw(layout, alone=False, link=lambda key: f"{prefix}{key}").encode()
    else:
        from bot.pictures.paint import paint  # noqa: PLC0415  # pages need no painter

        found = paint(draw(layout), max(layout.width, layout.height))
    sys.stdout.buffer.write(found)


def _scene(told: Mapping[str, Any]) -> Scene:
    things = (Thing(**{**each, "condition": Condition(each["condition"])}) for each in told["things"])
    feeds = tuple((start, end) for start, end in told["feeds"])
    return Scene(title=told["title"], things=tuple(things), feeds=feeds)


if __name__ == "__main__":
    main()
