"""How an incident may move between stages: moves are data, and a refusal says what is possible."""

from collections.abc import Mapping
from typing import Final

from models.errors import StageNotReachable
from models.vocabulary import Stage

#: The order in which a stage is proposed to the person who presses Advance.
ORDER: Final = (
    Stage.TRIAGE,
    Stage.CONTAINMENT,
    Stage.ANALYSIS,
    Stage.REMEDIATION,
    Stage.VERIFICATION,
)

_OPEN: Final = frozenset(ORDER)

#: Where one may advance from each stage. People go back when a fix does not hold and skip what is not needed,
#: so every open stage reaches every other; closing is an act of its own (it wants an outcome), and a closed
#: incident is reopened, never advanced.
MOVES: Final[Mapping[Stage, frozenset[Stage]]] = {
    **{stage: _OPEN - {stage} for stage in ORDER},
    Stage.CLOSED: frozenset(),
}


def check_move(current: Stage, target: Stage) -> None:
    """Raise StageNotReachable, which says what is reachable, unless the move is allowed."""
    if target not in MOVES[current]:
        raise StageNotReachable(current=current, target=target, reachable=reachable(current))


def reachable(current: Stage) -> tuple[Stage, ...]:
    """The stages that can be advanced to from `current`, in working order."""
    return tuple(stage for stage in ORDER if stage in MOVES[current])


def proposed(current: Stage) -> Stage | None:
    """The stage that Advance preselects: the next in order, none after verification or closing."""
    if current not in ORDER[:-1]:
        return None
    return ORDER[ORDER.index(current) + 1]
