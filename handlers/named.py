"""Read what the words after a verb name: an incident, or alerts by a link or a number."""

import re
from dataclasses import dataclass

from bot.alerts.find_linked import linked_alerts
from bot.alerts.linked_message import place_in
from bot.channels.may_read import require_may_read
from bot.desk import Desk
from handlers.here import allow, incident_of_channel
from handlers.incoming import Incoming
from handlers.words import number_of
from models.errors import FieldRefused


@dataclass(frozen=True, slots=True)
class Named:
    """What the words after a verb name: an incident, a message, an alert by its number."""

    incident_id: int | None = None
    place: tuple[str, str] | None = None
    alert_id: int | None = None


def named_in(rest: str) -> Named:
    """`INC-7`, a link, or both; a bare number is an alert's, as `why` shows them. Raises FieldRefused."""
    incident_id, place, alert_id = None, None, None
    for word in rest.split():
        if (found := place_in(word)) is not None:
            place = found
        elif (number := re.fullmatch(r"#?(\d{1,9})", word)) is not None:
            alert_id = int(number[1])
        elif (ref := number_of(word)) is not None:
            incident_id = ref
        else:
            raise FieldRefused(
                "alert",
                f"“{word}” is neither an incident nor a link to an alert.",
                "Say `INC-7`, or copy the link of an alert's message.",
            )
    return Named(incident_id, place, alert_id)


async def alerts_named(desk: Desk, incoming: Incoming, named: Named) -> list[int]:
    """The alerts that a link or a number names, where this person may read of them. Raises NotFound."""
    if named.place is None:
        return [] if named.alert_id is None else [named.alert_id]
    channel_id, ts = named.place
    await require_may_read(desk, channel_id, incoming.user_id, typed_in=incoming.channel_id)
    async with desk.store.reading() as session:
        return list(await linked_alerts(session, channel_id, ts, incoming.user_id))


async def incident_named(desk: Desk, incoming: Incoming, named: Named) -> int | None:
    """The incident that is named, else that of the channel; asked whether this person may act in it."""
    incident_id = named.incident_id or await incident_of_channel(desk, incoming.channel_id)
    if incident_id is not None:
        await allow(desk, incoming, incident_id)
    return incident_id
