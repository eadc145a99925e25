"""The offer in an incident's channel: what shares a cause with it came along, or may belong to it."""

from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ConfirmObject, InteractiveElement

from bot.blocks.kit import Message, actions, button, confirm, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, moment, person, strong


@dataclass(frozen=True, kw_only=True)
class CauseOfferView:
    """One cause, and what shares it: here by now, and nowhere."""

    key: str
    #: `run 8123`, `the asset finance.orders`.
    words: str
    #: Different alerts that are here because of it.
    joined_count: int = 0
    #: Those that fire and belong to no incident.
    loose_count: int = 0
    is_open: bool = True
    attached_by_id: str | None = None
    attached_at: datetime | None = None
    kept_apart_by_id: str | None = None
    kept_apart_at: datetime | None = None


def cause_offer(view: CauseOfferView) -> Message:
    """Draw it as things stand: what came along, what may, and what people said about that."""
    lines = tuple(each for each in (_came(view), _may(view), _said(view)) if each)
    blocks = [rich(*lines)]
    if buttons := _buttons(view):
        blocks.append(actions(*buttons))
    return message(blocks, *lines)


def _came(view: CauseOfferView) -> Line:
    if not view.joined_count:
        return ()
    share = "it shares" if view.joined_count == 1 else "they share"
    return line(strong(_alerts(view.joined_count)), f" came along: {share} ", _cause(view), ".")


def _may(view: CauseOfferView) -> Line:
    if not view.loose_count or view.kept_apart_at is not None:
        return ()
    more = "more " if view.joined_count else ""
    share = "shares" if view.loose_count == 1 else "share"
    return line(
        strong(f"{view.loose_count:,} {more}{'alert' if view.loose_count == 1 else 'alerts'}"),
        f" {share} ",
        _cause(view),
        " with what is here, and may belong to it.",
    )


def _said(view: CauseOfferView) -> Line:
    if view.kept_apart_at is not None:
        who = person(view.kept_apart_by_id) if view.kept_apart_by_id else "Somebody"
        return line(
            who, " keeps apart what shares ", _cause(view), ", since ", moment(view.kept_apart_at), "."
        )
    if view.attached_at is not None:
        who = person(view.attached_by_id) if view.attached_by_id else "Somebody"
        return line(who, " attached all that shares it, ", moment(view.attached_at), ".")
    if not view.joined_count and not view.loose_count:
        return line("Nothing that shares ", _cause(view), " is left to decide about.")
    return ()


def _buttons(view: CauseOfferView) -> tuple[InteractiveElement, ...]:
    if not view.is_open:
        return ()
    if view.kept_apart_at is not None or view.attached_at is not None:
        return (button("Undo", "cause_undo", view.key, confirm=_sure(view)),)
    attach = (button("Attach all", "cause_attach", view.key),) if view.loose_count else ()
    apart = button("Keep apart", "cause_apart", view.key, confirm=_sure(view))
    return (*attach, apart) if view.joined_count or view.loose_count else ()


def _sure(view: CauseOfferView) -> ConfirmObject | None:
    """Ask before alerts leave the incident; what comes to it can be seen there."""
    if not view.joined_count:
        return None
    return confirm(
        "Keep them apart?",
        "What came along because of this leaves the incident, and asks by cards of its own.",
        "Keep apart",
    )


def _cause(view: CauseOfferView) -> str:
    return clip(one_line(view.words), 150)


def _alerts(count: int) -> str:
    return "1 alert" if count == 1 else f"{count:,} alerts"
