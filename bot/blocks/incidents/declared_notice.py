"""The answer to whoever declared, and to the place that it was declared from."""

from bot.blocks.incident_lines import heading, room
from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.parts import Line, code, line, person, strong
from bot.blocks.views import IncidentView


def declared_notice(view: IncidentView) -> Message:
    """Tell the person where it went."""
    where: Line = ("Go to ", *room(view), ".") if view.channel_id else ("Its channel is being opened.",)
    told = line(strong(heading(view)), " is declared. ", *where)
    private = line("Only those invited to the channel may see it.") if view.is_private else ()
    return note(told, private)


def not_opened(view: IncidentView, fault: str) -> Message:
    """Tell whoever declared that Slack refused the channel, and who can mend that."""
    told = line(strong(heading(view)), " is declared, but Slack refuses its channel: ", code(fault), ".")
    retry = (code("/incident doctor"), ".")
    return note(told, line("Ask a workspace admin about that word, then press Retry in ", *retry))


def declared_in_thread(view: IncidentView) -> Message:
    """Tell the thread it came from. Raises ValueError for a private incident."""
    if view.is_private:
        raise ValueError(f"{view.ref} is private and must not be named where it came from")
    by: Line = (" by ", person(view.declared_by_id)) if view.declared_by_id else ()
    where: Line = (", in ", *room(view)) if view.channel_id else ()
    told = line("Declared as ", strong(heading(view)), *by, *where, ".")
    return message([rich(told), actions(button("Join", "join", view.id))], told)


def no_responders(view: IncidentView) -> Message:
    """Tell the alert's channel that an incident opened and nobody was called to it."""
    if view.is_private:
        raise ValueError(f"{view.ref} is private and must not be named where it came from")
    where: Line = (" in ", *room(view)) if view.channel_id else ()
    told = line(strong(heading(view)), " is open", *where, " and nobody leads. Who can?")
    join = button("Join", "join", view.id)
    return message([rich(told), actions(join, button("Take command", "take_command", view.id))], told)
