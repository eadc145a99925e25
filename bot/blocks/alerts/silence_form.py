"""The form that silences: what, until when, why; and what it would have hidden in the last week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.alerts.silence_list import done_line
from bot.blocks.alerts.silence_views import PreviewView, SilenceView
from bot.blocks.asset_input import asset_input
from bot.blocks.inputs import person_input, radio_input, select_input, text_input, time_input
from bot.blocks.kit import actions, bullets, button, modal, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, reads, strong
from models.vocabulary import SilenceKind, SilenceScope

_KINDS: Final[Mapping[str, str]] = {
    SilenceKind.SILENCED: "Silence",
    SilenceKind.EXPECTED: "Known failure",
    SilenceKind.MAINTENANCE: "Announced work",
}
_ABOUT_KINDS: Final[Mapping[str, str]] = {
    SilenceKind.SILENCED: "Not now",
    SilenceKind.EXPECTED: "Somebody owns it, and is told a day before it ends",
    SilenceKind.MAINTENANCE: "We work on it ourselves",
}
_SCOPES: Final[Mapping[str, str]] = {
    SilenceScope.ASSET: "Assets",
    SilenceScope.RULE: "A rule or monitor of the tool",
    SilenceScope.SOURCE: "A tool",
    SilenceScope.EVERYTHING: "Everything",
}


@dataclass(frozen=True, kw_only=True)
class SilenceDefaults:
    """What is filled in when the form opens."""

    until_at: datetime
    kind: SilenceKind = SilenceKind.SILENCED
    scope: SilenceScope = SilenceScope.ASSET
    pattern: str = ""
    because: str = ""
    owner_id: str | None = None
    #: Of one alert: what it says.
    title: str | None = None


def silence_form(
    defaults: SilenceDefaults,
    preview: PreviewView | None = None,
    *,
    fault: str = "",
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build it; after Preview it shows what it would have hidden, or what is wrong."""
    blocks = [
        *_what(defaults),
        actions(button("Preview", "silence_preview")),
        *(_previewed(preview) if preview else ()),
        *((rich(line("⚠️ ", fault)),) if fault else ()),
        time_input(
            "until",
            "Until",
            initial=defaults.until_at,
            optional=False,
            hint="At most 90 days; nothing is silenced for ever.",
        ),
        text_input(
            "because",
            "Because",
            initial=defaults.because,
            max_length=500,
            placeholder="the vendor migrates their export",
            hint="Everyone can read it, with your name.",
        ),
        radio_input("kind", "What it is", _KINDS, initial=defaults.kind, about=_ABOUT_KINDS),
        person_input("owner", "Who answers for a known failure", initial=defaults.owner_id),
    ]
    return modal(
        callback_id="silence",
        title="Silence alerts",
        submit="Silence",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def sure_form(until_at: datetime, preview: PreviewView, *, private_metadata: str = "") -> dict[str, Any]:
    """Ask again: this hides as good as everything."""
    blocks = [
        rich(
            line(strong("This hides every alert of every tool"), " until ", moment(until_at), "."),
            line("Until then no card is posted, and no incident opens by itself."),
        ),
        *_previewed(preview),
    ]
    return modal(
        callback_id="silence_sure",
        title="Silence everything?",
        submit="Silence everything",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def silenced_view(view: SilenceView, preview: PreviewView | None = None) -> dict[str, Any]:
    """What the form becomes once it is done."""
    undo = reads("`/incident silences` shows what is quiet, and ends it.")
    blocks = [rich(done_line(view), undo), *(_previewed(preview) if preview else ())]
    return modal(callback_id="silenced", title="Silenced", submit=None, blocks=blocks, close="Close")


def refused_view(sentence: str) -> dict[str, Any]:
    """What the form becomes where the answer is no and there is no field to say it at."""
    return modal(
        callback_id="silenced",
        title="Not silenced",
        submit=None,
        blocks=[rich(reads(sentence))],
        close="Close",
    )


def preview_lines(preview: PreviewView) -> tuple[Line, ...]:
    """What it would have hidden in the last week, in words; with a warning where it hid an incident."""
    if not preview.alert_count:
        return (line("In the last week it would have hidden nothing."),)
    alerts = "1 alert" if preview.alert_count == 1 else f"{preview.alert_count:,} alerts"
    kinds = "one kind" if preview.kind_count == 1 else f"{preview.kind_count:,} kinds"
    every = ", all that came" if preview.is_all else ""
    said = line("In the last week it would have hidden ", strong(alerts), f" of {kinds}{every}.")
    return (said, _warning(preview)) if preview.opened_ids else (said,)


def _warning(preview: PreviewView) -> Line:
    """Name the incidents that would not have been opened."""
    shown = [f"INC-{number}" for number in preview.opened_ids[:5]]
    rest = len(preview.opened_ids) - len(shown)
    names = ", ".join(shown) + (f" and {rest} more" if rest else "")
    return line("⚠️ ", strong("Among them what opened "), strong(names), ": nobody would have been told.")


def _previewed(preview: PreviewView) -> tuple[Block, ...]:
    lines = preview_lines(preview)
    if not preview.examples:
        return (rich(*lines),)
    named = [line(clip(one_line(title), 150), f" ({count:,}×)") for title, count in preview.examples]
    more = preview.kind_count - len(named)
    rest = (line(f"and {more:,} more" + (" kinds" if more > 1 else " kind")),) if more > 0 else ()
    return (rich(*lines), bullets(*named, *rest))


def _what(defaults: SilenceDefaults) -> tuple[Block, ...]:
    if defaults.scope is SilenceScope.FINGERPRINT:
        return (rich(line(strong("This alert: "), clip(one_line(defaults.title or "one alert"), 200))),)
    return (
        select_input("scope", "What to silence", _SCOPES, initial=defaults.scope),
        asset_input(
            "pattern",
            "Called",
            initial=defaults.pattern,
            optional=True,
            placeholder="Type an asset, or finance.*",
            hint="A * stands for anything, a ? for one character. Not needed for Everything.",
        ),
    )
