"""Lists of incidents, one line each; an empty one says what to do next."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.blocks.incident_lines import in_list
from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.parts import Line, line, reads, strong
from bot.blocks.views import IncidentView

#: Lines that fit one message without scrolling for long.
SHOWN = 15


def open_list(views: Sequence[IncidentView], *, total: int | None = None) -> Message:
    """List the open incidents, worst first as given; `total` counts those that were not handed in."""
    return incident_list(
        "Open incidents", views, "Nothing is open. `/incident declare` opens one.", total=total
    )


def mine_list(views: Sequence[IncidentView], *, total: int | None = None) -> Message:
    """List the incidents in which a person holds a role, or which they declared."""
    empty = "Nothing open is yours. `/incident list` shows what is open."
    return incident_list("Yours", views, empty, total=total)


def overview(views: Sequence[IncidentView], *, total: int | None = None) -> Message:
    """Answer `/incident` outside of an incident's channel: what is open, and a way to declare."""
    shown = open_list(views, total=total)
    declare = actions(button("Declare an incident", "declare", style="primary"))
    return Message(text=shown.text, blocks=(*shown.blocks, declare))


def incident_list(
    title: str, views: Sequence[IncidentView], empty: str, *, total: int | None = None
) -> Message:
    """List incidents under a title."""
    lines = list_lines(views, total=total)
    blocks = list_blocks(title, views, empty, total=total)
    return message(blocks, line(strong(title)), *(lines or (reads(empty),)))


def list_blocks(
    title: str, views: Sequence[IncidentView], empty: str, *, total: int | None = None
) -> list[Block]:
    """The same as blocks, for App Home."""
    count = max(total or 0, len(views))
    if not views:
        return [rich(line(strong(title)), reads(empty))]
    return [bullets(*list_lines(views, total=total), under=line(strong(f"{title} ({count})")))]


def list_lines(views: Sequence[IncidentView], *, total: int | None = None) -> tuple[Line, ...]:
    """One line for each incident that fits, and one that says how many do not."""
    rest = max(total or 0, len(views)) - len(views[:SHOWN])
    more = (line(f"and {rest} more; App Home shows them by severity"),) if rest else ()
    return (*(in_list(view) for view in views[:SHOWN]), *more)
