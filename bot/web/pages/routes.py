"""What is served to browsers: links, opened once each, and the pages of incidents, for whoever asked."""

import asyncio
from collections import OrderedDict
from typing import Final
from urllib.parse import urlsplit

import structlog
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.access import require_may_look
from bot.desk import Desk
from bot.pages.come_in import read_cookie, read_link, use_link
from bot.pages.read_page import read_page
from bot.pages.read_register import read_register
from bot.pages.tickets import COOKIE_FOR, Ticket, TicketExpired, TicketRefused
from bot.pictures.scene import Scene
from bot.pictures.studio import PictureFailed, svg_of
from bot.pictures.words import in_words
from bot.uow import AlreadyReceived
from bot.web.pages.html import note, page
from models.errors import BreakwaterError

log = structlog.get_logger("pages")

COOKIE: Final = "breakwater_page"

#: Pictures that are kept, so that looking again draws nothing.
KEPT: Final = 20

_ASK: Final = "In Slack, type /incident open in the incident's channel: that hands you a link of your own."
_ONCE: Final = "A link opens once, within ten minutes, and for the person to whom it was handed."


def page_routes(desk: Desk) -> list[Route]:
    """None where PUBLIC_URL is not set: then no link leads here."""
    if desk.public_url is None:
        return []
    pages = Pages(desk, desk.public_url)
    return [
        Route("/open/{ticket}", pages.show_link, methods=["GET"]),
        Route("/open/{ticket}", pages.open_link, methods=["POST"]),
        Route("/i/{ref}", pages.show_incident, methods=["GET"]),
        Route("/register", pages.show_register, methods=["GET"]),
    ]


class Pages:
    """The answers to each address."""

    def __init__(self, desk: Desk, public_url: str) -> None:
        self._desk = desk
        self._url = public_url
        self._pictures: OrderedDict[str, str] = OrderedDict()

    async def show_link(self, request: Request) -> Response:
        """A link is used by pressing, not by looking: programs that follow every link must not use it up."""
        link = await self._link(request)
        if isinstance(link, Response):
            return link
        here = await self._who(request)
        if here is not None and here.person_id == link.person_id:
            return self._to_incident(link.incident_id)
        if here is not None:
            return note(403, "This link was made for someone else", _ONCE, _ASK)
        name = f"INC-{link.incident_id}"
        action = f"{self._url}/open/{request.path_params['ticket']}"
        return note(200, name, f"Open the page of {name}?", _ONCE, action=action, button=f"Open {name}")

    async def open_link(self, request: Request) -> Response:
        """Press."""
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return note(403, "Another page wanted to open this", "Nothing was opened.", _ASK)
        link = await self._link(request)
        if isinstance(link, Response):
            return link
        try:
            cookie = await use_link(self._desk, link)
        except AlreadyReceived:
            return note(410, "This link was used before", _ONCE, _ASK)
        except BreakwaterError as refused:
            return note(404, "There is nothing to see here", refused.what, refused.remedy)
        answer = self._to_incident(link.incident_id)
        where = urlsplit(self._url)
        answer.set_cookie(
            COOKIE,
            cookie,
            max_age=int(COOKIE_FOR.total_seconds()),
            path=f"{where.path}/",
            secure=where.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return answer

    async def show_incident(self, request: Request) -> Response:
        """The page, for whoever may see it now."""
        here = await self._who(request)
        if here is None:
            return note(401, "Who are you?", "Pages open by a link from Slack.", _ASK)
        incident_id = _number(request.path_params["ref"])
        try:
            await require_may_look(self._desk, here.person_id, incident_id)
            found = await read_page(self._desk, incident_id, reader_id=here.person_id)
        except BreakwaterError as refused:
            return note(404, "There is nothing to see here", refused.what, refused.remedy)
        picture = await self._picture(found.scene)
        words = in_words(found.scene) if found.scene and picture else ""
        return await asyncio.to_thread(
            page, "incident.html.j2", page=found.facts, picture=picture, picture_words=words
        )

    async def show_register(self, request: Request) -> Response:
        """All data issues that this person may see, by asset."""
        here = await self._who(request)
        if here is None:
            return note(401, "Who are you?", "Pages open by a link from Slack.", _ASK)
        try:
            await require_may_look(self._desk, here.person_id)
        except BreakwaterError as refused:
            return note(404, "There is nothing to see here", refused.what, refused.remedy)
        assets = await read_register(self._desk, reader_id=here.person_id)
        return await asyncio.to_thread(page, "register.html.j2", assets=assets)

    async def _link(self, request: Request) -> Ticket | Response:
        try:
            return await read_link(self._desk, request.path_params["ticket"])
        except TicketExpired:
            return note(410, "This link is too old", _ONCE, _ASK)
        except TicketRefused:
            return note(404, "This link is not whole", "Something of it is missing or was changed.", _ASK)

    async def _who(self, request: Request) -> Ticket | None:
        """Whose cookie it is."""
        try:
            return await read_cookie(self._desk, request.cookies.get(COOKIE, ""))
        except TicketRefused:
            return None

    async def _picture(self, scene: Scene | None) -> Markup | None:
        """Its own template escapes what is in it."""
        if scene is None:
            return None
        drawn = self._pictures.get(scene.digest)
        if drawn is None:
            try:
                drawn = await svg_of(scene, link_prefix="#asset-")
            except PictureFailed as failed:
                log.warning("picture_failed", why=str(failed))
                return None
        self._pictures[scene.digest] = drawn
        self._pictures.move_to_end(scene.digest)
        if len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        return Markup(drawn)  # noqa: S704  # drawn by ourselves, from a template that escapes

    def _to_incident(self, incident_id: int) -> RedirectResponse:
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return RedirectResponse(f"{self._url}/i/INC-{incident_id}", 303, headers)


def _number(ref: str) -> int:
    """`INC-12`, in any case; what is no number is no incident."""
    digits = ref.upper().removeprefix("INC-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0
