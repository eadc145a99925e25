"""What is quiet now: who said so, why, until when, and how much it has hidden; each with a way to end it."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.alerts.silence_views import SilenceView
from bot.blocks.kit import Message, actions, button, confirm, divider, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, line, moment, person, reads, strong
from models.quiet import said
from models.vocabulary import SilenceKind, SilenceScope

#: Each takes two blocks, and Slack takes 50 in all.
SHOWN: Final = 20

_WORDS: Final = {
    SilenceKind.EXPECTED: "Known failure",
    SilenceKind.SNOOZED: "Snoozed",
    SilenceKind.SILENCED: "Silenced",
    SilenceKind.MAINTENANCE: "Announced work",
}


def silence_list(views: Sequence[SilenceView]) -> Message:
    """List what is quiet, what ends first first."""
    if not views:
        how = "`/incident silence finance.* for 2h because …` hides alerts for a time."
        nothing = reads(f"Nothing is quiet. {how}")
        return message([rich(nothing), actions(_new())], nothing)
    title = line(strong(f"Quiet now ({len(views)})"))
    blocks: list[Block] = [rich(title)]
    said_: list[Line] = [title]
    for view in views[:SHOWN]:
        lines = silence_lines(view)
        blocks += [rich(*lines), *([actions(end_button(view))] if view.id is not None else [])]
        said_ += lines
    if rest := len(views) - SHOWN:
        blocks += [rich(line(f"and {rest} more, which end later"))] if rest > 0 else []
    blocks += [divider(), actions(_new())]
    return message(blocks, *said_)


def silence_lines(view: SilenceView) -> tuple[Line, ...]:
    """One silence: what, until when, and how much it has hidden; then who, and why."""
    what: Line = (strong(f"{_WORDS[view.kind]}: "), *on_what(view))
    hidden: Line = (f"hid {view.hidden_count:,} so far",) if view.id is not None else ()
    first = beside(what, ("until ", moment(view.until_at)), hidden)
    who: Line = ("by ", person(view.by_id)) if view.by_id else ("by the playbook",)
    owns: Line = (person(view.owner_id), " answers for it") if view.owner_id else ()
    if view.owner_id is not None and view.owner_id == view.by_id:
        who, owns = (*who, ", who answers for it"), ()
    why: Line = (clip(one_line(view.because), 300),) if view.because else ()
    return first, beside(who, owns, why)


def done_line(view: SilenceView) -> Line:
    """What is quiet until when, just after it was said."""
    word = "Known failure" if view.kind is SilenceKind.EXPECTED else "Quiet"
    owner: Line = ("; ", person(view.owner_id), " answers for it") if view.owner_id else ()
    return line("⚪ ", strong(f"{word}: "), *on_what(view), " until ", moment(view.until_at), *owner, ".")


def on_what(view: SilenceView) -> Line:
    """What it is on: one alert by its own words, else the pattern."""
    if view.scope is SilenceScope.FINGERPRINT:
        return (clip(one_line(view.title), 150) if view.title else "one alert",)
    return (said(view.scope, view.pattern),)


def end_button(view: SilenceView) -> ButtonElement:
    """Let it be heard again."""
    asks = confirm(
        "Let it be heard again?",
        "What fires still is red again, and the next one is heard.",
        "End it",
    )
    return button("End", "silence_end", view.id, confirm=asks)


def _new() -> ButtonElement:
    return button("Silence something", "silence_new")
