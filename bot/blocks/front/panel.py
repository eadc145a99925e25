"""The control panel: what `/incident` answers inside an incident's channel, to one person."""

from slack_sdk.models.blocks import InteractiveElement

from bot.blocks.incident_lines import ending, heading, held_roles, promise, standing
from bot.blocks.incidents.asks import asks_of
from bot.blocks.incidents.card import card_buttons
from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.parts import beside, line, strong
from bot.blocks.verification.sign_offs import sign_off_button
from bot.blocks.views import IncidentView
from models.vocabulary import Stage


def panel(view: IncidentView) -> Message:
    """Draw a small card with the same buttons, and the timeline's."""
    first = line(strong(heading(view)))
    state = (beside(standing(view), promise(view)),) if view.is_open else (ending(view),)
    lines = (first, *state, held_roles(view))
    asks = tuple(ask.as_line() for ask in asks_of(view))
    blocks = [rich(*lines), *((bullets(*asks),) if asks else ())]
    blocks.append(actions(*card_buttons(view), *_more(view), button("Timeline", "timeline", view.id)))
    return message(blocks, *lines, *asks)


def _more(view: IncidentView) -> tuple[InteractiveElement, ...]:
    """What the card has no room for, by where it stands."""
    if view.is_merged:
        return ()
    if not view.is_open:
        return (button("Close notice", "close_notice", view.id),)
    calls = (button("Call someone", "call_someone", view.id), *_personal_data(view))
    return (*_settling(view), *_of_stage(view), *calls)


def _settling(view: IncidentView) -> tuple[InteractiveElement, ...]:
    """One for each thing that the stage still wants, where the stage has none of its own for it."""
    own = {"verify", "signoff", "cause"}
    wanted = {each.verb: each.label for each in view.wanted if each.verb and each.verb not in own}
    return tuple(button(words, verb, view.id) for verb, words in wanted.items())


def _of_stage(view: IncidentView) -> tuple[InteractiveElement, ...]:
    if view.stage is Stage.ANALYSIS:
        return (button("Root cause", "cause_open", view.id), button("Bad data", "window", view.id))
    if view.stage is Stage.REMEDIATION:
        return (button("Backfill", "backfill_open", view.id), button("Bad data", "window", view.id))
    if view.stage is Stage.VERIFICATION:
        return (button("Add a check", "verify", view.id), sign_off_button(view.id))
    return ()


def _personal_data(view: IncidentView) -> tuple[InteractiveElement, ...]:
    """Offered until it is in private for that reason."""
    return () if view.breach_at else (button("Personal data…", "breach", view.id),)
