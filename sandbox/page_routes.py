"""Serves the page: static files, nothing built."""

from pathlib import Path
from typing import Final

from aiohttp import web

PAGE: Final = Path(__file__).parent / "page"


def page_routes() -> list[web.AbstractRouteDef]:
    """List the page's routes."""
    return [web.get("/", _index), web.static("/assets", PAGE)]


async def _index(_request: web.Request) -> web.StreamResponse:
    index = PAGE / "index.html"
    if not index.is_file():
        return web.Response(status=404, text="The page is missing from this installation.")
    return web.FileResponse(index, headers={"Cache-Control": "no-cache"})
