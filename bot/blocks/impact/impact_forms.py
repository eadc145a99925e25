"""The forms about what an incident affects: add to it, take out of it, and tell the owners."""

from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.asset_input import asset_input
from bot.blocks.inputs import radio_input, several_input, text_input
from bot.blocks.kit import bullets, modal, rich
from bot.blocks.limits import OPTIONS, clip, one_line
from bot.blocks.parts import Line, Part, channel_link, line, people, person, strong

#: As much as `IncidentAsset.name` and a note hold.
LONGEST_NAME: Final = 500
LONGEST_NOTE: Final = 300
LONGEST_WORDS: Final = 600

_SHOWN: Final = 30
_NAMED: Final = 3
_NAME: Final = 60

PARTS: Final = {
    "affected": "It shows what is wrong further up",
    "failing": "It is wrong by itself",
}


def add_form(ref: str, name: str = "", *, private_metadata: str = "") -> dict[str, Any]:
    """Which asset, what it is, and why."""
    return modal(
        callback_id="impact_add",
        title=f"{ref} affects…",
        submit="Add",
        blocks=[
            _asset_input(
                name, "Its key, name or relation; what nobody has imported is kept as you write it."
            ),
            radio_input("part", "What is it", PARTS, initial="affected"),
            text_input("note", "Note", optional=True, max_length=LONGEST_NOTE),
        ],
        private_metadata=private_metadata,
    )


def remove_form(ref: str, name: str = "", *, private_metadata: str = "") -> dict[str, Any]:
    """Which asset is fine, and why."""
    return modal(
        callback_id="impact_remove",
        title=f"{ref}: not affected",
        submit="Remove",
        blocks=[
            _asset_input(name, "What reads from it alone is taken out with it."),
            text_input("note", "How you know", optional=True, max_length=LONGEST_NOTE),
        ],
        private_metadata=private_metadata,
    )


@dataclass(frozen=True, kw_only=True)
class RecipientLine:
    """One owner who would be told."""

    #: A person's id or a channel's.
    to_id: str
    name: str
    assets: tuple[str, ...]
    total: int
    #: They were told of others of theirs before.
    is_told_before: bool = False


@dataclass(frozen=True, kw_only=True)
class UnreachedLine:
    """One owner who cannot be told, and what to do about it."""

    name: str
    total: int
    remedy: str


@dataclass(frozen=True, kw_only=True)
class NotifyView:
    """Who would be told what."""

    ref: str
    title: str
    is_drill: bool = False
    recipients: tuple[RecipientLine, ...] = ()
    unreached: tuple[UnreachedLine, ...] = ()
    #: They have a role here, and know.
    here_ids: tuple[str, ...] = ()


def notify_form(view: NotifyView, *, private_metadata: str = "") -> dict[str, Any]:
    """Show who would be told what and where; who is ticked off is not."""
    shown = view.recipients[:OPTIONS]
    blocks: list[Block] = [rich(*_first(view))]
    blocks += [bullets(*(_recipient(each) for each in shown[:_SHOWN]))] if shown else []
    if len(view.recipients) > _SHOWN:
        blocks.append(rich(line(f"and {len(view.recipients) - _SHOWN:,} more, below")))
    if view.unreached:
        blocks.append(bullets(*_unreached(view), under=line(strong("Not to be reached"))))
    if view.here_ids:
        blocks.append(rich(line("In the incident already, and so not told: ", *people(view.here_ids[:20]))))
    if shown and not view.is_drill:
        names = {each.to_id: f"{one_line(each.name)} ({each.total:,})" for each in shown}
        blocks.append(several_input("owners", "Tell", names, ticked=tuple(names)))
        words = "What they should do, or not do, until you write again"
        blocks.append(
            text_input("words", "Add a sentence", optional=True, max_length=LONGEST_WORDS, placeholder=words)
        )
    return modal(
        callback_id="notify_owners",
        title=f"Notify for {view.ref}",
        submit="Send" if shown and not view.is_drill else None,
        close="Cancel" if shown and not view.is_drill else "Close",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _first(view: NotifyView) -> tuple[Line, ...]:
    what = line(strong(view.ref), f" {clip(one_line(view.title), 200)}")
    if view.is_drill:
        return (what, line("A drill tells nobody. This is what would go out."))
    if not view.recipients:
        return (what, line("Nobody is left to be told."))
    counted = "One owner is" if len(view.recipients) == 1 else f"{len(view.recipients):,} owners are"
    says = "since when, how it stands, when the next word comes, and what of theirs reads from it"
    return (what, line(f"{counted} told in one message each: {says}. They press Acknowledge."))


def _recipient(each: RecipientLine) -> Line:
    """`#finance-data, finance: board_pack, revenue, margin and 4 more`."""
    is_person = each.to_id.startswith(("U", "W"))
    named: Part = person(each.to_id) if is_person else channel_link(each.to_id)
    # A handle says no more than the mention does.
    whose = "" if is_person and each.name.startswith("@") else f", {clip(one_line(each.name), _NAME)}"
    assets = ", ".join(clip(one_line(name), _NAME) for name in each.assets[:_NAMED])
    more = f" and {each.total - _NAMED:,} more" if each.total > _NAMED else ""
    again = " (told of others before)" if each.is_told_before else ""
    return line(named, f"{whose}: {assets}{more}{again}")


def _unreached(view: NotifyView) -> tuple[Line, ...]:
    lines = [
        line(strong(clip(one_line(each.name), _NAME) or "—"), f" ({each.total:,}): {each.remedy}")
        for each in view.unreached[:_SHOWN]
    ]
    more = len(view.unreached) - _SHOWN
    return (*lines, *((line(f"and {more:,} more"),) if more > 0 else ()))


def _asset_input(name: str, hint: str) -> Block:
    return asset_input(initial=name or None, max_length=LONGEST_NAME, hint=hint)
