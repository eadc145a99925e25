"""What is known about an asset's data, for one person: what is wrong now, and what was."""

from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.kit import Message, bullets, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, channel_link, code, line, link, moment, strong
from bot.blocks.register.views import DegradedView, IssueView, KnownView
from models.vocabulary import label

#: The newest; the register's files have them all.
SHOWN: Final = 10

_TEXT: Final = 150


def known(view: KnownView) -> Message:
    """Say it, or that nothing is known."""
    name = clip(one_line(view.name), _TEXT) or "—"
    if not view.degraded and not view.issues:
        return _nothing(view, name)
    first = line(strong(name), _counted(view))
    blocks: list[Block] = [rich(first)]
    now = [_degraded(each) for each in view.degraded[:SHOWN]]
    then = [_issue(each) for each in view.issues[:SHOWN]]
    if now:
        blocks.append(bullets(*now, under=line("🔴 ", strong("Degraded now"))))
    if then:
        more = len(view.issues) - len(then)
        rest = (line(f"and {more} earlier"),) if more > 0 else ()
        blocks.append(bullets(*then, *rest, under=line(strong("Known issues"))))
    if view.page_url and then:
        blocks.append(rich(line(link(view.page_url, "The whole register"))))
    return message(blocks, first, *now, *then)


def _counted(view: KnownView) -> str:
    if not view.degraded:
        return ": nothing is wrong now that anybody knows of"
    return ""


def _nothing(view: KnownView, name: str) -> Message:
    first = line("Nothing is known against ", strong(name), ": no open incident, and no data issue.")
    lines: list[Line] = [first]
    if not view.is_in_lineage:
        lines.append(line("No import has told of an asset by that name."))
    if view.near:
        lines.append(line("Near it: ", *_codes(view.near[:3])))
    return message([rich(*lines)], *lines)


def _codes(names: tuple[str, ...]) -> Line:
    return tuple(part for name in names for part in (code(clip(one_line(name), _TEXT)), " "))


def _degraded(view: DegradedView) -> Line:
    via = f", by {clip(one_line(view.via), _TEXT)}, which feeds it," if view.via else ""
    room: Line = (" ", channel_link(view.channel_id)) if view.channel_id else ()
    interim = f". Meanwhile: {clip(one_line(view.interim), _TEXT)}" if view.interim else ""
    title = clip(one_line(view.title), _TEXT) or "—"
    severity = label(view.severity)
    return line(
        f"degraded{via} since ", moment(view.since_at), f": {view.ref} {severity} {title}", *room, interim
    )


def _issue(view: IssueView) -> Line:
    what = clip(one_line(view.what or view.title), _TEXT) or "—"
    remedy: Line = (" ", strong("Do: "), clip(one_line(view.remedy), _TEXT)) if view.remedy else ()
    return line(f"bad {clip(one_line(view.window), _TEXT)}: {what} ({view.ref}, {view.status}).", *remedy)
