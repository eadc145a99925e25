"""Who is on call: all teams, one team with its coming weeks, and what is said of overrides."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.incident_lines import capital
from bot.blocks.kit import Message, actions, bullets, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.oncall.views import OnCallView, OverrideView, People, ShiftView
from bot.blocks.parts import Line, beside, line, moment, people, person, reads, strong

#: Teams, coming shifts and overrides that one answer shows.
SHOWN: Final = 15

#: People of one shift that are named.
_NAMED: Final = 10

_HOW: Final = (
    "`/incident oncall override @ana until friday 09:00` puts someone on, `swap @ben` exchanges shifts."
)
_NO_ROTATION: Final = "Nobody takes turns yet. Write who does under `on_call` in the playbook."


def on_call_list(views: Sequence[OnCallView], *, total: int) -> Message:
    """Every team in a line, with who is on and who is next; `total` counts those that were not handed in."""
    if not views:
        return note(reads(_NO_ROTATION))
    title = line(strong("On call now"))
    rows = [_in_list(view) for view in views[:SHOWN]]
    if rest := total - len(rows):
        rows.append(line(f"and {rest} more; name one: ", *reads("`/incident oncall finance`")))
    how = reads(_HOW)
    return message([bullets(*rows, under=title), rich(how)], title, *rows, how)


def on_call_of_team(view: OnCallView) -> Message:
    """One team: now, the coming weeks, and each override with a way to end it."""
    now = line(strong(_team(view.team)), ": ", *_now(view))
    blocks: list[Block] = [rich(now, line(capital(_said(view.because)), "."))]
    rows = [_shift(shift) for shift in view.coming[:SHOWN]]
    if rows:
        blocks.append(bullets(*rows, under=line("Then")))
    said = []
    for override in view.overrides[:SHOWN]:
        said.append(override_line(override))
        blocks += [rich(said[-1]), actions(_end_button(override))]
    how = reads(_HOW)
    return message([*blocks, rich(how)], now, *rows, *said, how)


def override_line(view: OverrideView) -> Line:
    """Who is on call instead, from when to when, and who made it so."""
    span: Line = (" from ", moment(view.from_at), " until ", moment(view.until_at))
    by: Line = (
        (" (they took it over)",) if view.by_id == view.person_id else (" (by ", person(view.by_id), ")")
    )
    swapped: Line = (" (swapped by ", person(view.by_id), ")") if view.is_swap else by
    return line(person(view.person_id), " is on call for ", strong(_team(view.team)), *span, *swapped)


def overridden(views: Sequence[OverrideView]) -> Message:
    """Answer whoever made it, or tell those whom it concerns: who is on when, and the way back."""
    lines = [override_line(view) for view in views]
    return message([rich(*lines), actions(_end_button(views[0]))], *lines)


def override_ended(views: Sequence[OverrideView]) -> Message:
    """What is said once somebody has ended it."""
    first = views[0]
    by: Line = (person(first.ended_by_id), " ended it: ") if first.ended_by_id else ("It is over: ",)
    what = "the swap" if first.is_swap else "the override"
    said = line(*by, what, " for ", strong(_team(first.team)), ". Whose turn it is, is on call again.")
    lines = [line("It was: ", *override_line(view)) for view in views]
    return note(said, *lines)


def nobody_on_call(team: str, because: str, person_id: str | None) -> Message:
    """Say in an incident's channel that nobody was on call for it, and who was called instead."""
    instead: Line = (person(person_id), " was called instead.") if person_id else ("Nobody was called.",)
    said = line("🟡 ", strong(f"Nobody is on call for {_team(team)}"), ". ", *instead)
    return note(said, line(capital(_said(because)), "."))


def who(each: People) -> Line:
    """These people; those who are not known in Slack as they are written, and nobody as that."""
    if each.ids:
        more = len(each.ids) - _NAMED
        return (*people(each.ids[:_NAMED]), *((f" and {more} more",) if more > 0 else ()))
    return (clip(one_line(", ".join(each.written)), 200) or "nobody",)


def _in_list(view: OnCallView) -> Line:
    after = view.coming[0] if view.coming else None
    then: Line = ("then ", *who(after.who)) if after else ()
    why: Line = (_said(view.because),) if view.is_fallback else ()
    return beside((strong(_team(view.team)), ": ", *_now(view)), then, why)


def _now(view: OnCallView) -> Line:
    until: Line = (" until ", moment(view.until_at)) if view.until_at else ()
    if not view.is_fallback:
        return (*who(view.who), *until)
    if not view.who.ids and not view.who.written:
        return ("🔴 nobody", *until)
    stand = "stands in" if len(view.who.ids or view.who.written) == 1 else "stand in"
    return ("🟡 nobody; ", *who(view.who), f" {stand}", *until)


def _shift(shift: ShiftView) -> Line:
    until: Line = (" until ", moment(shift.until_at)) if shift.until_at else ()
    return line(*who(shift.who), " from ", moment(shift.since_at), *until)


def _end_button(view: OverrideView) -> ButtonElement:
    return button("End the swap" if view.is_swap else "End the override", "override_end", view.id)


def _team(name: str) -> str:
    return clip(one_line(name), 75)


def _said(words: str) -> str:
    return clip(one_line(words), 400)
