"""What a stage still wants: as an answer to who would leave it, and on the forms that leave it."""

from collections.abc import Collection, Sequence
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.drawn_anew import Drawing
from bot.blocks.incident_lines import capital
from bot.blocks.inputs import text_input
from bot.blocks.kit import Message, actions, bullets, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, reads, strong
from bot.blocks.verification.sign_offs import sign_off_button
from bot.blocks.views import IncidentView
from models.errors import GateHolds
from models.gates import passed_on
from models.missing import Missing
from models.stages import ORDER
from models.vocabulary import Stage, label

#: What one missing thing may take; it names changes in people's own words.
_LONGEST: Final = 300


def gate_holds(error: GateHolds) -> Message:
    """Say what is missing, with a button for each, and one for going on anyway; it gets shorter."""
    under = line(strong(f"INC-{error.incident_id} does not leave {error.stages} yet."), " Still missing:")
    missing = _listed(error.missing)
    is_close = error.missing[-1].stage is Stage.VERIFICATION  # nothing else passes the last gate
    way_out = ("Close", "close") if is_close else ("Advance", "advance")
    anyway = button(*way_out, error.incident_id)
    name = gates_list(error.incident_id, error.missing[-1].stage).row()
    buttons = actions(*_buttons(error.missing, error.incident_id), anyway, name=name)
    return message(
        [bullets(*missing, under=under), rich(reads(error.remedy)), buttons],
        under,
        *missing,
        reads(error.remedy),
    )


def gates_settled(view: IncidentView, last: Stage) -> Message:
    """The same list once nothing is missing: it went on, or may."""
    if not view.is_open or view.stage not in up_to(last):
        where = f"{view.ref} is closed." if not view.is_open else f"{view.ref} is in {label(view.stage)} now."
        return note(line(where))
    way_out = ("Close", "close") if last is Stage.VERIFICATION else ("Advance", "advance")
    said = line(strong(f"{view.ref}: nothing is missing any more."))
    row = actions(button(*way_out, view.id, style="primary"), name=gates_list(view.id, last).row())
    return message([rich(said), row], said)


def up_to(last: Stage) -> tuple[Stage, ...]:
    """The stages from the first to this one."""
    return ORDER[: ORDER.index(last) + 1]


def gates_list(incident_id: int, last: Stage) -> Drawing:
    """The list of what the gates up to this stage want."""
    return Drawing("gates", f"{incident_id}:{last}")


def gate_blocks(missing: Sequence[Missing], incident_id: int, holding: Collection[Stage]) -> list[Block]:
    """On a form: what is missing, with a button for each; what that opens lies upon the form."""
    if not missing:
        return []
    holds = any(each.stage in holding for each in missing)
    under = line(strong("Still missing" if holds else "Worth having first"))
    settling = _buttons(missing, incident_id)
    return [bullets(*_listed(missing), under=under), *([actions(*settling)] if settling else [])]


def further_blocks(missing: Sequence[Missing]) -> list[Block]:
    """On a form: what the gates of the stages after this one still want, by their stages."""
    stages = list(dict.fromkeys(each.stage for each in missing))
    rows = [
        line(strong(capital(label(stage))), ": ", clip("; ".join(_of(stage, missing)), _LONGEST))
        for stage in stages
    ]
    return [bullets(*rows, under=line(strong("Where a stage is skipped, this stays open")))] if rows else []


def _of(stage: Stage, missing: Sequence[Missing]) -> list[str]:
    return [one_line(each.what) for each in missing if each.stage is stage]


def anyway_blocks(view: IncidentView, target: Stage, holding: Collection[Stage]) -> list[Block]:
    """The field that goes against a gate, on a form that may go this far; none where none can hold."""
    on_the_way = passed_on(view.stage, target) if view.is_open else ()
    if view.stage in on_the_way and view.stage in holding and view.wanted:
        return [_anyway("The playbook wants proof first; where it is there, leave this empty.")]
    if set(on_the_way[1:]) & set(holding):
        return [_anyway("Only to skip a stage of which the playbook wants proof.")]
    return []


def _anyway(hint: str) -> Block:
    return text_input("override", "Go on anyway, because", optional=True, max_length=500, hint=hint)


def _buttons(missing: Sequence[Missing], incident_id: int) -> list[ButtonElement]:
    # Nobody signs off while an earlier stage still wants something.
    ready = [each for each in missing if each.verb != "signoff" or missing[0].stage is each.stage]
    settles = {each.verb: each.label for each in ready if each.verb}
    return [
        sign_off_button(incident_id) if verb == "signoff" else button(words, verb, incident_id)
        for verb, words in settles.items()
    ]


def _listed(missing: Sequence[Missing]) -> list[Line]:
    return [line(clip(one_line(each.what), _LONGEST)) for each in missing]
