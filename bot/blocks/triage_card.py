"""The card in the thread of an alert: what may be done with it, and then what was."""

from slack_sdk.models.blocks import InteractiveElement

from bot.blocks.alert_view import AlertView
from bot.blocks.kit import Message, actions, button, confirm, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, channel_link, line, link, moment, person, strong
from models.vocabulary import label


def triage_card(alert: AlertView) -> Message:
    """Draw it as things stand: open for a decision, or settled."""
    first = line(f"{_colour(alert)} ", *_state(alert))
    lines = (first, about(alert), _repeats(alert))
    blocks = [rich(*lines)]
    if buttons := _buttons(alert):
        blocks.append(actions(*buttons))
    return message(blocks, *lines)


def about(alert: AlertView) -> Line:
    """The alert in a line: title, tool, asset, and a link to where it came from."""
    symptom: Line = (label(alert.symptom),) if alert.symptom else ()
    told = bool(alert.asset) and one_line(alert.asset or "").lower() in one_line(alert.title).lower()
    asset: Line = (clip(one_line(alert.asset), 200),) if alert.asset and not told else ()
    source: Line = (link(alert.link, one_line(alert.source)),) if alert.link else (one_line(alert.source),)
    title = clip(one_line(alert.title), 200) or "An alert without a title"
    return beside((strong(title),), source, symptom, asset)


def _state(alert: AlertView) -> Line:
    if alert.incident_id is not None:
        return _incident(alert)
    until: Line = (" until ", moment(alert.silent_until_at)) if alert.silent_until_at else ()
    if alert.expected_by_id:
        return line(
            strong("Expected"), ", says ", person(alert.expected_by_id), "; quiet", *until or (" for now",)
        )
    if alert.snoozed_by_id:
        return line(strong("Snoozed"), *until, " by ", person(alert.snoozed_by_id))
    if not alert.is_firing:
        return line(strong("Recovered"), ", says the tool")
    if alert.taken_by_id:
        when: Line = (" ", moment(alert.taken_at)) if alert.taken_at else ()
        return line(strong("Taken"), " by ", person(alert.taken_by_id), *when)
    return line(strong("Not looked at yet"))


def _incident(alert: AlertView) -> Line:
    if alert.incident_is_private:
        return line(strong("Handled elsewhere"))
    room: Line = (" in ", channel_link(alert.incident_channel_id)) if alert.incident_channel_id else ()
    return line(strong(f"{'Became' if alert.opened_incident else 'Joined'} {alert.incident_ref}"), *room)


def _colour(alert: AlertView) -> str:
    """Red: nobody has it; yellow: in work; green: fine again; white: quiet on purpose."""
    if not alert.is_firing:
        return "🟢"
    if alert.expected_by_id or alert.snoozed_by_id:
        return "⚪"
    return "🟡" if alert.incident_id is not None or alert.taken_by_id else "🔴"


def _repeats(alert: AlertView) -> Line:
    if not alert.repeat_count:
        return ()
    return ("Came once more." if alert.repeat_count == 1 else f"Came {alert.repeat_count} times more.",)


def _buttons(alert: AlertView) -> tuple[InteractiveElement, ...]:
    if alert.incident_id is not None or not alert.is_firing:
        return ()
    declare = button("Declare", "triage_declare", alert.id)
    why = button("Why", "triage_why", alert.id)
    if alert.expected_by_id or alert.snoozed_by_id:
        return (declare, why)
    mine = () if alert.taken_by_id else (button("It's mine", "triage_mine", alert.id),)
    return (declare, *mine, _expected(alert), button("Snooze", "triage_snooze", alert.id), why)


def _expected(alert: AlertView) -> InteractiveElement:
    asks = confirm(
        "Put it down as expected?",
        "Repeats of this alert stay quiet for a while, for everyone. Your name stands on the card.",
        "It is expected",
    )
    return button("Expected", "triage_expected", alert.id, confirm=asks)
