"""One short line in the channel for each change of the clocks, and for what contains the trouble."""

from datetime import datetime

from bot.blocks.kit import Message, note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, code, line, link, moment, people, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import label


def paused_notice(view: IncidentView, *, by_id: str, until_at: datetime, why: str) -> Message:
    """Say that the clocks stand still, until when, and what is waited for."""
    told = line(strong("Paused until "), moment(until_at), " by ", person(by_id), *_because(why))
    return note(line(*_drill(view), *told))


def resumed_notice(view: IncidentView, *, by_id: str | None, why: str) -> Message:
    """Say that the clocks go on; who leads is called, for nobody may have looked for days."""
    by: Line = (" by ", person(by_id)) if by_id else ()
    waited: Line = (f" What was waited for: {clip(one_line(why), 500)}",) if why.strip() else ()
    leads: Line = (person(view.commander_id), ": ") if view.commander_id and not by_id else ()
    told = line(*leads, strong(f"{view.ref} goes on"), *by, f", in {label(view.stage)}.", *waited)
    return note(line(*_drill(view), *told))


def extended_notice(view: IncidentView, *, by_id: str, until_at: datetime, why: str = "") -> Message:
    """Say that the stage may take longer."""
    told = line(
        strong(f"More time for {label(view.stage)}"), ", until ", moment(until_at), " by ", person(by_id)
    )
    return note(line(*_drill(view), *told, *_because(why)))


def contained_notice(
    view: IncidentView, text: str, *, by_id: str, nothing_can: bool, deletes: bool = False
) -> Message:
    """Say what contains it, or why nothing can; and what keeps that which retention would delete."""
    word = strong("Nothing contains it" if nothing_can else "Contained")
    hold = code("/incident retention hold … until … because …")
    hint = line("Retention would delete what is needed: ", hold, " keeps it.") if deletes else ()
    return note(line(*_drill(view), word, ", says ", person(by_id), *_because(text)), hint)


def overridden_notice(view: IncidentView, missing: str, *, by_id: str, why: str) -> Message:
    """Say that it goes on against gates that hold: whoever works on it hears what was not waited for."""
    without = f" without {clip(one_line(missing), 600)}"
    told = line(strong(f"{view.ref} goes on"), without, ", says ", person(by_id), *_because(why))
    return note(line(*_drill(view), *told))


def session_planned(view: IncidentView, *, by_id: str, starts_at: datetime) -> Message:
    """Say when people work on it together, to those who hold a role."""
    told = line(person(by_id), " set a time to work on it together: ", moment(starts_at), ".", *_call(view))
    return note(line(*_drill(view), *told), _holders(view))


def session_called_off(view: IncidentView, *, by_id: str, starts_at: datetime) -> Message:
    """Say that it does not take place, to the same people."""
    told = line(person(by_id), " called off the time to work on it together: ", moment(starts_at), ".")
    return note(line(*_drill(view), *told), _holders(view))


def session_soon(view: IncidentView, *, starts_at: datetime) -> Message:
    """Remind of it, shortly before."""
    told = line(strong("Working on it together"), " from ", moment(starts_at), ".", *_call(view))
    return note(line(*_drill(view), *told), _holders(view))


def _call(view: IncidentView) -> Line:
    return (" ", link(view.call_url, "Join the call")) if view.call_url else ()


def _holders(view: IncidentView) -> Line:
    ids = tuple(dict.fromkeys(held.user_id for held in view.roles if held.until_at is None))
    return people(ids[:20])


def _because(why: str) -> Line:
    return (f": {clip(one_line(why), 1_000)}",) if why.strip() else ()


def _drill(view: IncidentView) -> Line:
    return ("DRILL · ",) if view.is_drill else ()
