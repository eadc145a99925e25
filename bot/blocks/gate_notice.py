"""What a stage still wants: as an answer to who would leave it, and on the forms that leave it."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.incident_lines import capital
from bot.blocks.inputs import text_input
from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, reads, strong
from models.errors import GateHolds
from models.missing import Missing
from models.vocabulary import Stage, label

#: What one missing thing may take; it names changes in people's own words.
_LONGEST: Final = 300


def gate_holds(error: GateHolds) -> Message:
    """Say what is missing, with a button for each, and one for going on anyway."""
    under = line(strong(f"INC-{error.incident_id} does not leave {error.stages} yet."), " Still missing:")
    missing = _listed(error.missing)
    is_close = error.missing[-1].stage is Stage.VERIFICATION  # nothing else passes the last gate
    # Nobody signs off while an earlier stage still wants something.
    ready = [each for each in error.missing if each.verb != "signoff" or error.missing[0].stage is each.stage]
    settles = {each.verb: each.label for each in ready}
    buttons = [button(words, verb, error.incident_id) for verb, words in settles.items()]
    way_out = ("Close", "close") if is_close else ("Advance", "advance")
    anyway = button(*way_out, error.incident_id)
    return message(
        [bullets(*missing, under=under), rich(reads(error.remedy)), actions(*buttons, anyway)],
        under,
        *missing,
        reads(error.remedy),
    )


def gate_blocks(missing: Sequence[Missing], *, holds: bool) -> list[Block]:
    """On a form: what is missing, and where a gate holds, the field that goes against it."""
    under = line(strong("Still missing" if holds else "Worth having first"))
    blocks: list[Block] = [bullets(*_listed(missing), under=under)] if missing else []
    if holds:
        blocks.append(anyway_input("The playbook wants proof first; where it is there, leave this empty."))
    return blocks


def further_blocks(missing: Sequence[Missing]) -> list[Block]:
    """On a form: what the gates of the stages after this one still want, by their stages."""
    stages = list(dict.fromkeys(each.stage for each in missing))
    rows = [
        line(strong(capital(label(stage))), ": ", clip("; ".join(_of(stage, missing)), _LONGEST))
        for stage in stages
    ]
    return [bullets(*rows, under=line(strong("Whoever skips these goes on without")))] if rows else []


def _of(stage: Stage, missing: Sequence[Missing]) -> list[str]:
    return [one_line(each.what) for each in missing if each.stage is stage]


def anyway_input(hint: str) -> Block:
    """Why one goes on against a gate."""
    return text_input("override", "Go on anyway, because", optional=True, max_length=500, hint=hint)


def _listed(missing: Sequence[Missing]) -> list[Line]:
    return [line(clip(one_line(each.what), _LONGEST)) for each in missing]
