"""Reminders of a promised update: once before by direct message, once in the channel when it is overdue."""

from datetime import timedelta

from slack_sdk.models.blocks import InteractiveElement

from bot.blocks.kit import Message, actions, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, channel_link, line, moment, person, strong
from bot.blocks.views import CheckInView
from models.vocabulary import label


def check_in_reminder(check_in: CheckInView) -> Message:
    """Remind the owner shortly before; once settled it says how, without buttons."""
    room: Line = (" in ", channel_link(check_in.channel_id)) if check_in.channel_id else ()
    is_due = " was due " if check_in.settled_at else " is due "
    told = line("An update on ", *_what(check_in), *room, is_due, moment(check_in.due_at), ".")
    return _draw(check_in, told)


def check_in_overdue(check_in: CheckInView) -> Message:
    """Say in the channel, once, that the promised update has not come."""
    late = ("Update was due", " ") if check_in.settled_at else ("Update overdue", " since ")
    asked: Line = () if _ending(check_in) else _asked(check_in)
    told = line(strong(late[0]), late[1], moment(check_in.due_at), ".", *asked)
    drill: Line = ("DRILL · ",) if check_in.is_drill else ()
    return _draw(check_in, line(*drill, *told))


def _asked(check_in: CheckInView) -> Line:
    return (" ", person(check_in.owner_id), ", can you post it?") if check_in.owner_id else ()


def _draw(check_in: CheckInView, told: Line) -> Message:
    ending = _ending(check_in)
    blocks = [rich(told, ending)]
    if not ending:
        blocks.append(actions(*_buttons(check_in)))
    return message(blocks, told, ending)


def _buttons(check_in: CheckInView) -> tuple[InteractiveElement, ...]:
    snoozes = tuple(
        button(f"Snooze {_length(length)}", f"snooze_{length // timedelta(minutes=1)}", check_in.id)
        for length in check_in.snooze_for
    )
    now = button("Update now", "update", check_in.incident_id, style="primary")
    return (now, *snoozes, button("Hand over", "hand_over", check_in.id))


def _ending(check_in: CheckInView) -> Line:
    by: Line = ()
    if check_in.settled_at:
        by = (" by ", person(check_in.settled_by_id)) if check_in.settled_by_id else ()
        return line(
            "Settled ", moment(check_in.settled_at), f" with {check_in.settled_with or 'an update'}", *by, "."
        )
    if check_in.snoozed_until_at:
        by = (" by ", person(check_in.snoozed_by_id)) if check_in.snoozed_by_id else ()
        return line("Snoozed until ", moment(check_in.snoozed_until_at), *by, ".")
    return ()


def _what(check_in: CheckInView) -> Line:
    drill = "DRILL · " if check_in.is_drill else ""
    name = f"{drill}{label(check_in.severity)} {check_in.ref}"
    return line(strong(name), f" {clip(one_line(check_in.title), 200)}")


def _length(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"
