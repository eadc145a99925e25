"""Who answers for an asset, and which rule says so."""

from dataclasses import dataclass

from bot.blocks.kit import Message, note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, Part, beside, channel_link, code, fact, line, person, strong


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person or channel: by id where Slack knows it, else in the words of the playbook or tool."""

    words: str
    id: str | None = None
    stands_in: bool = False


@dataclass(frozen=True, kw_only=True)
class OwnerView:
    """All that is said of an asset's owners."""

    asset: str
    because: str
    #: What it is, as lineage tells: dashboard, model …; none where no import has told of it.
    type: str | None = None
    team: Named | None = None
    business_steward: Named | None = None
    technical_steward: Named | None = None
    channel: Named | None = None
    #: The tool's own word, where rules say otherwise.
    told: str | None = None
    #: What may be meant where lineage knows no asset, or several, of that name.
    nearest: tuple[str, ...] = ()


def owner_answer(*views: OwnerView) -> Message:
    """Answer for one asset, or for the few that an incident is about."""
    return note(*(each for view in views for each in _lines(view)))


def _lines(view: OwnerView) -> tuple[Line, ...]:
    known = f" ({view.type})" if view.type else ""
    name = strong(clip(one_line(view.asset), 300))
    who = (
        _field("Team", view.team, person_like=False),
        _field("Business steward", view.business_steward),
        _field("Technical steward", view.technical_steward),
        _channel(view.channel),
    )
    nobody: Line = () if any(who) else line("Nobody is named.")
    return (line(name, known), _unknown(view), beside(*who) or nobody, _why(view))


def _unknown(view: OwnerView) -> Line:
    if view.type:
        return ()
    if not view.nearest:
        return line("No import has told of it; this goes by its name alone.")
    names: list[Part] = []
    for each in view.nearest:
        names += [", " if names else "", code(clip(one_line(each), 200))]
    return line("No import has told of just this; near it are ", *names, ". By the name alone:")


def _field(name: str, given: Named | None, *, person_like: bool = True) -> Line:
    if given is None:
        return ()
    words = clip(one_line(given.words), 200)
    whom: Part = person(given.id) if person_like and given.id else words
    return fact(name, whom, " (stands in)" if given.stands_in else "")


def _channel(given: Named | None) -> Line:
    if given is None:
        return ()
    words = clip(one_line(given.words), 100).removeprefix("#")
    return fact("Channel", channel_link(given.id) if given.id else f"#{words}")


def _why(view: OwnerView) -> Line:
    told = f" Its tool names {clip(one_line(view.told), 200)}." if view.told else ""
    return line(clip(one_line(view.because), 1_000), told)
