"""What does not work, each with what to do: in `/incident doctor` and on App Home."""

from slack_sdk.models.blocks import Block

from bot.blocks.incident_lines import heading
from bot.blocks.kit import Message, actions, bullets, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, strong
from bot.blocks.views import DeadLetterView, DoctorView, ParkedView

_SHOWN = 8


def doctor(view: DoctorView) -> Message:
    """Tell a person what is wrong with Breakwater itself."""
    if view.is_well:
        return note(line("🟢 Nothing is stuck: all that was to be said is said, every channel is reached."))
    unread = [each for letter in _webhooks(view)[:_SHOWN] for each in _webhook(letter)]
    return message(
        doctor_blocks(view), line(strong("Needs a hand")), *_summary(view), *_faults(view), *unread
    )


def doctor_blocks(view: DoctorView) -> list[Block]:
    """The same as blocks, for App Home; none when all is well."""
    blocks: list[Block] = []
    for item in view.parked[:_SHOWN]:
        blocks.append(rich(*_parked(item)))
        blocks.append(actions(button("Retry", "retry_item", item.id)))
    faults = _faults(view)
    if faults:
        blocks.append(bullets(*faults))
    for letter in _webhooks(view)[:_SHOWN]:
        blocks.append(rich(*_webhook(letter)))
        blocks.append(actions(button("Try again", "retry_letter", letter.id)))
    if not blocks:
        return []
    return [rich(line(strong("Needs a hand")), *_summary(view)), *blocks]


def _summary(view: DoctorView) -> tuple[Line, ...]:
    rest = len(view.parked) - len(view.parked[:_SHOWN])
    more = f"; the first {_SHOWN} are below" if rest else ""
    return (line(f"Not sent, and kept: {len(view.parked)}{more}."),) if view.parked else ()


def _parked(item: ParkedView) -> tuple[Line, ...]:
    of = f"INC-{item.incident_id} · " if item.incident_id is not None else ""
    what = line(f"{of}{clip(one_line(item.what), 200)}, since ", moment(item.since_at))
    return (what, line(f"Slack's answer: {clip(one_line(item.fault), 300)}"))


def _faults(view: DoctorView) -> tuple[Line, ...]:
    absent = ", ".join(one_line(name) for name in view.absent_channels[:10])
    troubled = tuple(
        line(
            f"{heading(incident)}: ",
            clip(" ".join(incident.troubles) or "its channel cannot be reached", 300),
        )
        for incident in view.troubled[:_SHOWN]
    )
    missing = (line(f"Not found: {absent}. Create them, or invite Breakwater there."),) if absent else ()
    others = [letter for letter in view.dead_letters if letter.receipt is None]
    letters = tuple(_letter(letter) for letter in others[:_SHOWN])
    unread = len(others) - len(letters) + max(len(_webhooks(view)) - _SHOWN, 0)
    more = (line(f"and {unread} more that could not be worked off"),) if unread else ()
    return (*(line(clip(fault, 300)) for fault in view.faults[:10]), *missing, *troubled, *letters, *more)


def _webhooks(view: DoctorView) -> list[DeadLetterView]:
    return [letter for letter in view.dead_letters if letter.receipt is not None]


def _webhook(letter: DeadLetterView) -> tuple[Line, ...]:
    """Who understands such a body is a newer Breakwater, or a reader that someone writes."""
    why = clip(one_line(letter.fault), 300)
    source = clip(one_line(letter.source), 60)
    what = line(f"Kept, and not understood: {source}, receipt {letter.receipt}, ", moment(letter.received_at))
    todo = f"{why}. `breakwater alerts show {letter.receipt}` shows it; try again after an update."
    return (what, line(todo))


def _letter(letter: DeadLetterView) -> Line:
    why = clip(one_line(letter.fault), 300)
    source = clip(one_line(letter.source), 60)
    return line(f"Could not be worked off: {source}, ", moment(letter.received_at), f": {why}. It is kept.")
