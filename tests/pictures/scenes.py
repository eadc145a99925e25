"""Scenes to draw: small, large, hostile."""

from collections.abc import Iterable

from hypothesis import strategies as st

from bot.pictures.layers import fed_by, next_of
from bot.pictures.scene import Condition, Scene, Thing


def scene(feeds: Iterable[tuple[str, str]], failing: Iterable[str]) -> Scene:
    """Of arrows and of what fails; whatever reads from that is affected."""
    arrows, bad = tuple(dict.fromkeys(feeds)), dict.fromkeys(failing)
    after, before = next_of(arrows), next_of((end, start) for start, end in arrows)
    reached = {key for each in bad for key in fed_by(each, after)}

    def condition(key: str) -> Condition:
        if key in bad:
            return Condition.FAILING
        return Condition.AFFECTED if key in reached else Condition.HEALTHY

    keys = dict.fromkeys([*bad, *(key for arrow in arrows for key in arrow)])
    things = (
        Thing(
            key=key,
            name=key,
            kind="dashboard" if key.startswith("dash") else "model",
            is_end=key.startswith("dash"),
            condition=condition(key),
            is_root=key in bad and not (fed_by(key, before) - {key}) & bad.keys(),
        )
        for key in keys
    )
    return Scene(title="INC-12", things=tuple(things), feeds=arrows)


SMALL = scene(
    [("raw", "stg"), ("other", "stg"), ("stg", "orders"), ("orders", "dash_board"), ("orders", "rows")],
    ["raw"],
)


def wide(count: int) -> Scene:
    """One failing source, a staging model, and so many that read it, each with a dashboard now and then."""
    arrows = [("raw", "stg")]
    for number in range(count):
        arrows.append(("stg", f"model_{number}"))
        if number % 50 == 0:
            arrows.append((f"model_{number}", f"dash_{number}"))
    return scene(arrows, ["raw"])


def long(count: int) -> Scene:
    """One behind the other."""
    return scene([(f"m{number}", f"m{number + 1}") for number in range(count)], ["m0"])


@st.composite
def any_scene(draw: st.DrawFn, most: int = 30) -> Scene:
    """Any graph, also with circles."""
    count = draw(st.integers(1, most))
    keys = [f"{draw(st.sampled_from(['m', 'dash']))}{number}" for number in range(count)]
    ends = st.sampled_from(keys)
    arrows = draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=3 * count))
    return scene(arrows, draw(st.lists(ends, min_size=1, max_size=4, unique=True)))
