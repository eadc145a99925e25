"""A link to an incident's page, handed to one person in Slack: good once, for ten minutes, for them."""

from bot.desk import Desk
from bot.pages.page_key import page_key
from bot.pages.tickets import LINK_FOR, Purpose, Ticket, sign
from models.errors import NotAllowed


async def hand_link(desk: Desk, incident_id: int, *, to_id: str) -> str:
    """The address, for someone who may see it. Raises NotAllowed where there are no pages."""
    if desk.public_url is None:
        raise NotAllowed(
            "No pages are served here.",
            "`/incident impact`, `lineage` and `timeline` show the same; PUBLIC_URL is not set.",
        )
    until_at = desk.clock() + LINK_FOR
    ticket = Ticket(purpose=Purpose.LINK, person_id=to_id, until_at=until_at, incident_id=incident_id)
    return f"{desk.public_url}/open/{sign(ticket, await page_key(desk.store))}"


def register_address(desk: Desk) -> str | None:
    """Where the data-issue register is, for whoever has a page open."""
    return f"{desk.public_url}/register" if desk.public_url else None


def page_address(desk: Desk, ref: str) -> str | None:
    """Where the page is, for whoever has it open; others are told there how to come in."""
    return f"{desk.public_url}/i/{ref}" if desk.public_url else None
