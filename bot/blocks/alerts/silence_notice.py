"""What people are told of a silence: whoever asked for it, and the owner of a known failure."""

from datetime import datetime

from bot.blocks.alerts.silence_form import preview_lines
from bot.blocks.alerts.silence_list import done_line, end_button, on_what
from bot.blocks.alerts.silence_views import PreviewView, SilenceView
from bot.blocks.kit import Message, actions, button, message, rich
from bot.blocks.parts import Line, line, moment, person, strong


def silenced(view: SilenceView, preview: PreviewView) -> Message:
    """Answer whoever typed it: what is quiet, what that means, and the way back."""
    lines = (done_line(view), *preview_lines(preview))
    return message([rich(*lines), actions(end_button(view))], *lines)


def ask_sure(until_at: datetime, preview: PreviewView, value: str) -> Message:
    """Ask before as good as everything is hidden; `value` is what the button does."""
    lines = (
        line(strong("That hides every alert of every tool"), " until ", moment(until_at), "."),
        *preview_lines(preview),
    )
    sure = button("Silence everything", "silence_sure", value, style="danger")
    return message([rich(*lines), actions(sure)], *lines)


def ended(view: SilenceView) -> Message:
    """Answer whoever pressed End."""
    said = line("🔔 ", *on_what(view), " is heard again. What fires still is red now.")
    return message([rich(said)], said)


def renewed(view: SilenceView) -> Message:
    """What the owner's message becomes after Another week."""
    said = done_line(view)
    return message([rich(said), actions(end_button(view))], said)


def owner_told(view: SilenceView, what: str, firing_count: int = 0) -> Message:
    """Tell the owner of a known failure that it is theirs, ends soon, or is over while it still fires."""
    about: Line = (strong("Known failure: "), *on_what(view))
    why: Line = (f"Because: {view.because}",) if view.because else ()
    by: Line = (person(view.by_id), " says that") if view.by_id else ("The team says that",)
    match what:
        case "given":
            said = line(*by, " you answer for it until ", moment(view.until_at), ".")
        case "ends_soon":
            said = line("It ends ", moment(view.until_at), f"; it has hidden {view.hidden_count:,} so far.")
        case _:
            still = "1 alert fires still" if firing_count == 1 else f"{firing_count:,} alerts fire still"
            said = line(f"It is over, and {still}: the next one is heard.")
    buttons = [button("Another week", "silence_renew", view.id)]
    if what != "still_fires":
        buttons.append(end_button(view))
    lines = (about, why, said)
    return message([rich(*lines), actions(*buttons)], *lines)
