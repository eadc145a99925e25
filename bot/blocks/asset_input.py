"""The field of a form that asks for an asset: found by a few words, or kept as it was typed."""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.models.blocks import Block, ExternalDataSelectElement, PlainTextObject

from bot.blocks.inputs import VALUE, as_input, text_input
from bot.blocks.kit import options
from bot.blocks.limits import OPTION_TEXT, OPTION_VALUE, PLACEHOLDER, clip, one_line

#: What Slack shows before anything is typed.
TYPE: Final = "Type a table, model, job or dashboard"

_AS_WRITTEN: Final = "Use “{}” as written"


def asset_input(
    name: str = "asset",
    label: str = "Asset",
    *,
    initial: str | None = None,
    optional: bool = False,
    hint: str | None = None,
    placeholder: str = TYPE,
    max_length: int = 300,
) -> Block:
    """A menu that fills as somebody types; a name that is too long for one stays free text."""
    known = one_line(initial) if initial else ""
    if len(known) > OPTION_VALUE:
        return text_input(name, label, initial=initial, optional=optional, hint=hint, max_length=max_length)
    element = ExternalDataSelectElement(
        action_id=VALUE,
        placeholder=PlainTextObject(text=clip(placeholder, PLACEHOLDER), emoji=False),
        initial_option=options({known: known})[0] if known else None,
        min_query_length=1,
    )
    return as_input(name, label, element, optional=optional, hint=hint)


def asset_options(found: Mapping[str, str], typed: str, *, typed_first: bool = False) -> list[dict[str, Any]]:
    """Options for Slack: names with what is said of each, and what was typed, unless it is one of them."""
    written = one_line(typed)[:OPTION_VALUE].strip()
    labels = {name: name for name in found if 0 < len(name) <= OPTION_VALUE}
    if written and written not in labels:
        shown = clip(written, OPTION_TEXT - len(_AS_WRITTEN) + 2)
        own = {written: _AS_WRITTEN.format(shown)}
        labels = {**own, **labels} if typed_first else {**labels, **own}
    return [option.to_dict("plain_text") for option in options(labels, found)]
