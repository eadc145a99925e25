"""What a picture shows, in words: for whoever hears it, and for whoever only wants to know."""

from collections.abc import Sequence
from typing import Final

from bot.pictures.fit import plural
from bot.pictures.scene import Condition, Scene, Thing, weightiest

#: As many characters as Slack takes.
LONGEST: Final = 1_000
NAMED: Final = 4


def in_words(scene: Scene) -> str:
    """`INC-12: raw.orders fails. 14 read from it, among them the dashboard Board pack.`"""
    sentences = _what_if(scene) if scene.is_what_if else _what_is(scene)
    return _clipped(". ".join(sentences) + ".")


def _what_is(scene: Scene) -> list[str]:
    failing = [thing for thing in scene.things if thing.condition is Condition.FAILING]
    healthy = scene.count(Condition.HEALTHY)
    roots = weightiest(thing for thing in failing if thing.is_root)
    sentences = [f"{scene.title}: {_names(roots or weightiest(failing))} {_fail(roots or failing)}"]
    if roots and len(roots) < len(failing):
        sentences.append(
            f"Below {_it(roots)} {len(failing) - len(roots):,} more {_fail(failing[len(roots) :])}"
        )
    sentences.append(_read_by(scene, failing))
    if healthy:
        sentences.append(f"{healthy:,} upstream {'is' if healthy == 1 else 'are'} as usual")
    return sentences


def _what_if(scene: Scene) -> list[str]:
    chosen = [thing for thing in scene.things if thing.condition is Condition.CHOSEN]
    healthy = scene.count(Condition.HEALTHY)
    reads = [f"It reads from {healthy:,}"] if healthy else []
    return [f"The lineage around {scene.title}", _read_by(scene, chosen), *reads]


def _read_by(scene: Scene, failing: Sequence[Thing]) -> str:
    affected = [thing for thing in scene.things if thing.condition is Condition.AFFECTED]
    return _affected(affected, failing) if affected else f"Nothing else reads from {_it(failing)}"


def _affected(affected: Sequence[Thing], failing: Sequence[Thing]) -> str:
    read = "reads" if len(affected) == 1 else "read"
    ends = weightiest(thing for thing in affected if thing.is_end)
    named = ends or weightiest(affected)
    among = f", among them {_names(named)}" if len(affected) > len(named[:NAMED]) else f": {_names(named)}"
    return f"{len(affected):,} {read} from {_it(failing)}{among}"


def _names(things: Sequence[Thing]) -> str:
    named, kinds = things[:NAMED], {thing.kind if thing.is_end else "" for thing in things[:NAMED]}
    if len(named) > 1 and len(kinds) == 1 and "" not in kinds:
        words, before = [thing.name for thing in named], f"the {plural(*kinds)} "
    else:
        words, before = (
            [f"the {each.kind} {each.name}" if each.is_end and each.kind else each.name for each in named],
            "",
        )
    if len(things) > NAMED:
        return f"{before}{', '.join(words)} and {len(things) - NAMED:,} more"
    return before + (
        " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words) or "nothing"
    )


def _fail(things: Sequence[Thing]) -> str:
    return "fails" if len(things) == 1 else "fail"


def _it(things: Sequence[Thing]) -> str:
    return "it" if len(things) == 1 else "them"


def _clipped(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
