"""Link a call, so that whoever arrives finds where people talk."""

from typing import Final
from urllib.parse import urlsplit

from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.incident import Incident

#: docs.slack.dev/reference/block-kit: the longest address of a link.
LONGEST_ADDRESS: Final = 3_000


async def link_call(uow: UnitOfWork, incident_id: int, url: str, *, by_id: str) -> Incident:
    """Put the link on the card. Raises FieldRefused, AlreadyClosed."""
    incident = await uow.incident(incident_id)
    address = checked_address(url)
    uow.record(incident.link_call(address, by=by_id, at=uow.now))
    await redraw(uow, incident)
    await say(uow, incident, "call_linked", by_id=by_id, url=address)
    return incident


def checked_address(url: str) -> str:
    """Read a web address, also as Slack marks it up (`<https://…|words>`); it is shown, never fetched."""
    address = url.strip().removeprefix("<").removesuffix(">").partition("|")[0]
    try:
        parts = urlsplit(address)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web or any(each.isspace() for each in address) or len(address) > LONGEST_ADDRESS:
        raise FieldRefused("url", "That is no web address.", "Paste the whole link, with https:// in front.")
    return address
