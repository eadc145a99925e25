"""Lines about an incident that several cards share, so that they read the same everywhere."""

from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, Part, beside, channel_link, fact, line, link, moment, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import Role, Stage, label


def capital(words: str) -> str:
    """Begin with a capital letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def heading(view: IncidentView) -> str:
    """The incident in one breath: `DRILL · SEV2 · INC-12 · Orders late`."""
    marks = [*marks_of(view), *(() if view.is_open else ("CLOSED",))]
    return " · ".join((*marks, label(view.severity), view.ref, clip(one_line(view.title), 300)))


def marks_of(view: IncidentView) -> tuple[str, ...]:
    """What must be said wherever the incident is shown."""
    return (*(("DRILL",) if view.is_drill else ()), *(("PRIVATE",) if view.is_private else ()))


def standing(view: IncidentView) -> Line:
    """The stage, and since when."""
    return line(strong(capital(label(view.stage))), " since ", moment(view.stage_since_at))


def time_box(view: IncidentView) -> Line:
    """How long the stage may take, or until when the clocks stand still."""
    if view.paused_until_at:
        because: Line = (f": {clip(one_line(view.paused_because), 300)}",) if view.paused_because else ()
        return line(strong("Paused until "), moment(view.paused_until_at), *because)
    if not view.box_due_at:
        return ()
    if view.box_missed:
        return line(
            "🔴 ", strong(f"{capital(label(view.stage))} over its time"), " since ", moment(view.box_due_at)
        )
    return line(strong(f"{capital(label(view.stage))} until "), moment(view.box_due_at))


def wanted(view: IncidentView) -> Line:
    """What the stage wants before it is left."""
    if not view.wanted:
        return ()
    before = "Before it closes" if view.stage is Stage.VERIFICATION else "Before the next stage"
    return fact(before, clip("; ".join(one_line(each.what) for each in view.wanted), 600))


def meanwhile(view: IncidentView) -> Line:
    """What people use until the data is right again."""
    return fact("Use meanwhile", clip(one_line(view.interim), 600)) if view.interim and view.is_open else ()


def where(view: IncidentView) -> Line:
    """Domain, symptom and asset, as far as they are known."""
    known = (view.domain, label(view.symptom) if view.symptom else None, view.asset)
    words = beside(*(line(one_line(word)) for word in known if word))
    return fact("About", *words) if words else ()


def leads(view: IncidentView) -> Line:
    """Who leads, in a few words."""
    return line(person(view.commander_id), " leads") if view.commander_id else line("nobody leads yet")


def held_roles(view: IncidentView) -> Line:
    """Everyone who holds a role, the commander first."""
    first = fact("Commander", person(view.commander_id) if view.commander_id else "nobody yet")
    others = [
        fact(capital(label(held.role)), person(held.user_id))
        for held in view.roles
        if held.role is not Role.COMMANDER and held.until_at is None
    ]
    return beside(first, *others)


def promise(view: IncidentView) -> Line:
    """When the next update is due, and from whom."""
    if not view.next_update_at:
        return fact("Next update", "when it goes on" if view.paused_until_at else "none promised")
    owner: Line = line(" from ", person(view.next_update_owner_id)) if view.next_update_owner_id else ()
    if view.overdue:
        return line("🔴 ", strong("Update overdue"), " since ", moment(view.next_update_at), *owner)
    return line(strong("Next update "), "by ", moment(view.next_update_at), *owner)


def room(view: IncidentView) -> Line:
    """The channel, if it is open yet."""
    return line(channel_link(view.channel_id)) if view.channel_id else ()


def alerts_line(view: IncidentView) -> Line:
    """How many alerts joined, with the last one."""
    if not view.alert_count:
        return ()
    counted = "1 alert" if view.alert_count == 1 else f"{view.alert_count} alerts"
    last: tuple[Part, ...] = (", ", link(view.last_alert_link, "the last")) if view.last_alert_link else ()
    return line(counted, *last)


def ending(view: IncidentView) -> Line:
    """How and when it was closed, and by whom."""
    if view.is_merged:
        return _merged(view)
    how: Line = line(" as ", strong(label(view.outcome))) if view.outcome else ()
    when: Line = line(" ", moment(view.closed_at)) if view.closed_at else ()
    by: Line = line(" by ", person(view.closed_by_id)) if view.closed_by_id else ()
    return line("Closed", *how, *when, *by)


def watch(view: IncidentView) -> Line:
    """Its probation: what reopens a closed one, until when, and how often it came back."""
    if not view.watched_until_at or view.is_merged:
        return ()
    again = ""
    if view.regression_count:
        times = "once" if view.regression_count == 1 else f"{view.regression_count} times"
        again = f" It failed again {times} before."
    return line(
        strong("Watched until "), moment(view.watched_until_at), ": an alert of it reopens it.", again
    )


def _merged(view: IncidentView) -> Line:
    when: Line = line(" ", moment(view.closed_at)) if view.closed_at else ()
    by: Line = line(" by ", person(view.closed_by_id)) if view.closed_by_id else ()
    where: Line = (" in ", channel_link(view.merged_into_channel_id)) if view.merged_into_channel_id else ()
    into = f"INC-{view.merged_into_id}" if view.merged_into_id else "another incident"
    return line("Merged into ", strong(into), *where, *when, *by)


def in_list(view: IncidentView) -> Line:
    """One incident as a line of a list."""
    drill = "".join(f"{mark} · " for mark in marks_of(view))
    late: Line = line("🔴 update overdue") if view.overdue and view.is_open else ()
    return beside(
        line(drill, strong(f"{view.ref} {label(view.severity)}"), " ", clip(one_line(view.title), 100)),
        late,
        line(label(view.stage), " since ", moment(view.stage_since_at)),
        leads(view) if view.is_open else (),
        room(view),
    )
