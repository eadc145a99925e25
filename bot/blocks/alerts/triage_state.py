"""The first line of an alert's card: where it stands, since when, and who has it."""

from datetime import datetime, timedelta

from bot.blocks.alerts.views import AlertView
from bot.blocks.limits import clip
from bot.blocks.parts import Line, Part, beside, channel_link, line, moment, person, strong
from models.vocabulary import label


def state(alert: AlertView) -> Line:
    """What became of it, the latest word first."""
    if is_done(alert):
        return _done(alert)
    if not alert.is_firing:
        return beside(_recovered(alert), _where(alert))
    if alert.incident_id is not None:
        return _in_incident(alert)
    return _quiet(alert) if alert.is_quiet else _loose(alert)


def _loose(alert: AlertView) -> Line:
    if alert.waits_for:
        return line(strong("Not yet"), f": {clip(alert.waits_for, 200)}")
    if alert.taken_by_id:
        when: Line = (" ", moment(alert.taken_at)) if alert.taken_at else ()
        return line(strong("Taken"), " by ", person(alert.taken_by_id), *when)
    return line(strong("Not looked at yet"))


def is_done(alert: AlertView) -> bool:
    """Whether its incident was closed."""
    return alert.incident_id is not None and alert.incident_closed_at is not None


def _done(alert: AlertView) -> Line:
    if alert.incident_is_private or alert.incident_closed_at is None:
        return line(strong("Done"), ", it was handled elsewhere")
    how: Line = (" as ", label(alert.incident_outcome)) if alert.incident_outcome else ()
    when = moment(alert.incident_closed_at)
    return line(strong("Done"), f": {alert.incident_ref} was closed", *how, " ", when)


def _recovered(alert: AlertView) -> Line:
    when: Line = (" ", moment(alert.recovered_at)) if alert.recovered_at else ()
    lasted = _lasted(alert.firing_since_at, alert.recovered_at)
    return line(strong("Recovered"), *when, *lasted, ", says the tool")


def _lasted(since: datetime | None, until: datetime | None) -> tuple[Part, ...]:
    """Roughly: minutes for what took less than a day."""
    if since is None or until is None or until - since < timedelta(minutes=1):
        return ()
    return (f" after {in_words(until - since)}",)


def in_words(length: timedelta) -> str:
    """`35 min`, `2 h 10 min`, `3 d 4 h`: the two greatest units."""
    minutes = int(length.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count]
    return " ".join(parts[:2]) or "less than a minute"


def _in_incident(alert: AlertView) -> Line:
    became = "Became" if alert.opened_incident else "Joined"
    if alert.incident_is_private:
        return _where(alert)
    return beside(
        line(strong(f"{became} {alert.incident_ref}"), *_room(alert)),
        (label(alert.incident_stage),) if alert.incident_stage else (),
        line(person(alert.incident_lead_id), " leads") if alert.incident_lead_id else ("nobody leads yet",),
    )


def _where(alert: AlertView) -> Line:
    if alert.incident_id is None:
        return ()
    if alert.incident_is_private:
        return line(strong("Handled elsewhere"))
    return line(strong(alert.incident_ref), " is open", *_room(alert))


def _room(alert: AlertView) -> Line:
    return (" in ", channel_link(alert.incident_channel_id)) if alert.incident_channel_id else ()


def _quiet(alert: AlertView) -> Line:
    until: Line = (" until ", moment(alert.silent_until_at)) if alert.silent_until_at else ()
    because: Line = (f": {clip(alert.silent_because, 200)}",) if alert.silent_because.strip() else ()
    if alert.expected_by_id:
        owner = alert.owner_id
        answers: Line = ("; ", person(owner), " answers for it") if owner else ()
        says: Line = (", says ", person(alert.expected_by_id))
        return line(strong("Expected"), *until, *says, *because, *answers)
    if alert.snoozed_by_id:
        return line(strong("Snoozed"), *until, " by ", person(alert.snoozed_by_id), *because)
    by: Line = (" by ", person(alert.silenced_by_id)) if alert.silenced_by_id else ()
    return line(strong("Silenced"), *until, *by, *because)
