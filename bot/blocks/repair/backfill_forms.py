"""The forms of the backfill plan: what is in it, and what becomes of one asset of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.inputs import person_input, select_input, several_input, text_input
from bot.blocks.kit import modal, rich
from bot.blocks.limits import OPTIONS, clip, one_line
from bot.blocks.parts import Line, line
from bot.blocks.repair.views import BackfillLine
from models.backfill import STATE_WORDS, BackfillState

_NAME: Final = 50

#: The choice that leaves it as it is.
SAME: Final = "same"


@dataclass(frozen=True, kw_only=True)
class ProposedLine:
    """One asset that may have to be computed anew."""

    #: What the choice bears, which stands for the asset: keys may be too long for that.
    value: str
    name: str
    #: Steps below what fails, which itself has none.
    depth: int | None = None
    owner: str = ""


def plan_form(
    ref: str, proposed: Sequence[ProposedLine], total: int, *, private_metadata: str = ""
) -> dict[str, Any]:
    """What fails and all that is downstream of it, the nearest first; what is ticked off is not planned."""
    shown = proposed[:OPTIONS]
    blocks: list[Block] = [rich(_above(shown, total))]
    if shown:
        choices = {each.value: _choice(each) for each in shown}
        blocks.append(several_input("assets", "Compute anew", choices, ticked=tuple(choices), optional=True))
    blocks.append(
        text_input(
            "others",
            "Others, one on each line",
            optional=bool(shown),
            multiline=True,
            hint="By key, name or relation; what nobody has imported is kept as you write it.",
        )
    )
    return modal(
        callback_id="backfill_plan",
        title=f"Backfill for {ref}",
        submit="Plan",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def change_form(ref: str, lines: Sequence[BackfillLine], *, private_metadata: str = "") -> dict[str, Any]:
    """Which one, how far it is, and who sees to it."""
    states = {SAME: "As it is"} | {each.value: STATE_WORDS[each].capitalize() for each in BackfillState}
    choices = {
        str(each.id): f"{clip(one_line(each.name), _NAME)}, {STATE_WORDS[each.state]}"
        for each in lines[:OPTIONS]
    }
    return modal(
        callback_id="backfill_one",
        title=f"Backfill of {ref}",
        submit="Change",
        blocks=[
            select_input("item", "Which one", choices),
            select_input("state", "How far it is", states, initial=SAME),
            person_input("owner", "Who sees to it", optional=True, hint="They are told, once."),
        ],
        private_metadata=private_metadata,
    )


def give_form(
    ref: str,
    lines: Sequence[BackfillLine],
    owner_id: str,
    *,
    ticked: Collection[int],
    private_metadata: str = "",
) -> dict[str, Any]:
    """Which of those that are nobody's, and who sees to them; whoever asks is proposed."""
    choices = {str(each.id): clip(one_line(each.name), _NAME) or "—" for each in lines[:OPTIONS]}
    return modal(
        callback_id="backfill_give",
        title=f"Backfill of {ref}",
        submit="Give",
        blocks=[
            several_input("items", "Which", choices, ticked=[str(each) for each in ticked]),
            person_input("owner", "Who sees to it", initial=owner_id, hint="They are told, once."),
        ],
        private_metadata=private_metadata,
    )


def _above(shown: Sequence[ProposedLine], total: int) -> Line:
    if not shown:
        return line("Lineage proposes nothing that is not planned already; name what is to be computed anew.")
    rest = f" These are the nearest {len(shown)} of {total:,}." if total > len(shown) else ""
    return line(f"What fails, then what reads from it, the nearest first.{rest} Each owner is told once.")


def _choice(each: ProposedLine) -> str:
    """`revenue · 2 below · finance`."""
    steps = {None: "", 0: " · fails"}.get(each.depth, f" · {each.depth} below")
    owner = f" · {clip(one_line(each.owner), 20)}" if each.owner else ""
    return f"{clip(one_line(each.name), _NAME) or '—'}{steps}{owner}"
