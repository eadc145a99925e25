"""A breach: the form that moves the incident, what its new channel is told, and all that others read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.inputs import people_input, text_input
from bot.blocks.kit import Message, modal, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, code, line, link, person, strong
from bot.blocks.views import IncidentView

#: No number, no title: this is what a breach leaves behind wherever it was told of.
HANDLED: Final = "This is handled elsewhere."


def handled_elsewhere() -> Message:
    """What takes the place of everything that was said."""
    return note(line(HANDLED))


@dataclass(frozen=True, kw_only=True)
class LeftView:
    """The channel that was left."""

    #: Where it can be opened; none where Slack has not told us of which workspace we are.
    address: str | None
    commander_id: str | None = None
    protocol: str | None = None


def breach_form(
    view: IncidentView,
    people: Sequence[str],
    why: str = "",
    *,
    protocol: str | None = None,
    private_metadata: str,
) -> dict[str, Any]:
    """Ask who comes along: this goes far, and cannot be undone."""
    told = line(
        f"{view.ref} goes on in a new private channel with the people below, and with nobody else: "
        "neither the playbook's responders nor those who are here now. "
        "All that I posted about it is emptied, and this channel is archived. This cannot be undone."
    )
    stays = line("What people wrote here themselves stays until an admin deletes it.")
    blocks: list[Block] = [
        rich(told, stays, _protocol(protocol)),
        people_input("people", "Who goes on with it", ticked=people),
        text_input(
            "why",
            "What was exposed, in a sentence",
            initial=why,
            optional=True,
            multiline=True,
            max_length=1_000,
            hint="For those people only. Say what kind of data it is, never the data itself.",
        ),
    ]
    return modal(
        callback_id="breach",
        title="Personal data",
        submit="Move to private",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def moved_private(view: IncidentView, left: LeftView, *, by_id: str, why: str) -> Message:
    """The first words of the private channel."""
    because: Line = (f": {clip(one_line(why), 1_000)}",) if why.strip() else (".",)
    said = line(person(by_id), " said that it involves personal or confidential data", *because)
    return note(
        line(strong(f"{view.ref} goes on here, in private"), ". ", *said),
        line("Only members of this channel see it from now on. Invite whoever must know, and nobody else."),
        _protocol(left.protocol),
        line("I am emptying all that I had posted about it, and archive ", *_old(left), " then."),
        line(*_to(left), "what people wrote there themselves only an admin can delete. Ask one."),
    )


def left_behind(view: IncidentView, left: LeftView, *, stayed: int, fault: str) -> Message:
    """What has been done there, and what is left for people to do."""
    many = "1 line" if stayed == 1 else f"{stayed} lines"
    kept: Line = line(f"{many} of mine there Slack would neither let me change nor delete.") if stayed else ()
    refused: Line = _refused(fault)
    return note(
        line(strong(f"All that I had posted about {view.ref} is emptied"), ". Left is ", *_old(left), "."),
        kept,
        refused,
        line(*_to(left), "have an admin delete what people wrote there, and the line with its old name."),
    )


def _refused(fault: str) -> Line:
    return line("Slack refused a part of it: ", code(clip(one_line(fault), 300)), ".") if fault else ()


def _old(left: LeftView) -> Line:
    return (link(left.address, "the old channel"),) if left.address else ("the old channel",)


def _to(left: LeftView) -> Line:
    return (person(left.commander_id), ": ") if left.commander_id else ()


def _protocol(address: str | None) -> Line:
    return beside(line("Follow the ", link(address, "security protocol"), ".")) if address else ()
