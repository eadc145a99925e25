"""The card of an alert: what may be done about it, and what became of it; edited through its life."""

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.alerts.triage_state import is_done, state
from bot.blocks.alerts.views import AlertView
from bot.blocks.breach import handled_elsewhere
from bot.blocks.kit import Message, actions, button, confirm, message, quote, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, Part, beside, line, link, moment, strong
from models.vocabulary import label

#: Of the tool's own words, where no message of its own shows them.
_LONGEST_EXCERPT = 500


def triage_card(alert: AlertView) -> Message:
    """Draw it as things stand: open for a decision, in work, or settled."""
    if alert.incident_is_breach:
        return handled_elsewhere()
    lines = (line(f"{colour(alert)} ", *state(alert)), about(alert), _repeats(alert), *_grouping(alert))
    blocks: list[Block] = [rich(*lines)]
    excerpt = clip(alert.excerpt.strip(), _LONGEST_EXCERPT) if alert.is_alone and alert.excerpt else ""
    if excerpt:
        blocks.append(quote(excerpt))
    if buttons := _buttons(alert):
        blocks.append(actions(*buttons))
    return message(blocks, *lines, (excerpt,) if excerpt else ())


def colour(alert: AlertView) -> str:
    """Red: nobody has it; yellow: in work; green: done or fine again; white: quiet on purpose, or not yet."""
    if not alert.is_firing or is_done(alert):
        return "🟢"
    if alert.incident_id is not None:
        return "🟡"
    if alert.is_quiet or alert.waits_for:
        return "⚪"
    return "🟡" if alert.taken_by_id else "🔴"


def about(alert: AlertView) -> Line:
    """The alert in a line: title, tool, asset, and a link to where it came from."""
    symptom: Line = (label(alert.symptom),) if alert.symptom else ()
    told = bool(alert.asset) and one_line(alert.asset or "").lower() in one_line(alert.title).lower()
    asset: Line = (clip(one_line(alert.asset), 200),) if alert.asset and not told else ()
    source: Line = (link(alert.link, one_line(alert.source)),) if alert.link else (one_line(alert.source),)
    title = clip(one_line(alert.title), 200) or "An alert without a title"
    return beside((strong(title),), source, symptom, asset)


def _repeats(alert: AlertView) -> Line:
    """How often it came again, with the way to the last one; and whether it can be believed."""
    came: Line = ()
    if alert.repeat_count:
        often = "once more" if alert.repeat_count == 1 else f"{alert.repeat_count} times more"
        last: Part = link(alert.last_link, "last") if alert.last_link else "last"
        when: Line = (", ", last, " ", moment(alert.last_at)) if alert.last_at else ()
        came = line(f"Came {often}", *when)
    if alert.flapping_since_at is None:
        return came
    return beside(came, line("Flaps between broken and fine since ", moment(alert.flapping_since_at)))


def _grouping(alert: AlertView) -> tuple[Line, ...]:
    """For what else the card speaks, and where it may belong as well."""
    folded: Line = ()
    if alert.folded_count:
        more = f"{alert.folded_count} more"
        shared = clip(one_line(alert.folded_by), 200) if alert.folded_by else ""
        folded = (strong(f"And {more} of {shared}"),) if shared else (strong(f"And {more} with it"),)
    offered: Line = ()
    if alert.offered_ref and alert.incident_id is None and alert.is_firing:
        offered = line("May belong to ", strong(alert.offered_ref), ", which shares something with it")
    return folded, offered


def _buttons(alert: AlertView) -> tuple[InteractiveElement, ...]:
    if not alert.is_firing or is_done(alert):
        return ()
    apart = (
        (button("Keep apart", "triage_apart", alert.id),) if alert.folded_count and alert.folded_by else ()
    )
    attach, why = button("Attach to…", "triage_attach", alert.id), button("Why", "triage_why", alert.id)
    if alert.incident_id is not None:
        return (*_joining(alert), attach, *apart, why)
    declare = button("Declare", "triage_declare", alert.id)
    mine = () if alert.taken_by_id else (button("It's mine", "triage_mine", alert.id),)
    if alert.is_quiet:
        return (declare, attach, why)
    snooze = button("Snooze", "triage_snooze", alert.id)
    return (declare, attach, *mine, _expected(alert), snooze, *apart, why)


def _joining(alert: AlertView) -> tuple[InteractiveElement, ...]:
    """Into the incident; of a private one nothing is offered here."""
    if alert.incident_is_private:
        return ()
    lead = () if alert.incident_lead_id else (button("Take command", "take_command", alert.incident_id),)
    return (button("Join", "join", alert.incident_id), *lead)


def _expected(alert: AlertView) -> InteractiveElement:
    asks = confirm(
        "Put it down as expected?",
        "Repeats of this alert stay quiet for a while, for everyone. Your name stands on the card.",
        "It is expected",
    )
    return button("Expected", "triage_expected", alert.id, confirm=asks)
