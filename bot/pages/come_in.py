"""Coming in by a link or a cookie: each is asked anew what this person may see."""

from bot.access import require_may_look
from bot.desk import Desk
from bot.pages.page_key import page_key
from bot.pages.tickets import COOKIE_FOR, Purpose, Ticket, read_ticket, sign


async def read_link(desk: Desk, text: str) -> Ticket:
    """What a link says. Raises TicketRefused, TicketExpired."""
    return read_ticket(text, await page_key(desk.store), Purpose.LINK, desk.clock())


async def read_cookie(desk: Desk, text: str) -> Ticket:
    """Who is here. Raises TicketRefused, TicketExpired."""
    return read_ticket(text, await page_key(desk.store), Purpose.COOKIE, desk.clock())


async def use_link(desk: Desk, link: Ticket) -> str:
    """Use it up, for a cookie. Raises AlreadyReceived for one that was used; NotFound, NotAllowed."""
    await require_may_look(desk, link.person_id, link.incident_id)
    async with desk.store.unit() as uow:
        await uow.once(f"page-link:{link.serial}")
    until_at = desk.clock() + COOKIE_FOR
    cookie = Ticket(purpose=Purpose.COOKIE, person_id=link.person_id, until_at=until_at)
    return sign(cookie, await page_key(desk.store))
