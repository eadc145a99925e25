"""What menus offer while somebody types; nothing is stored, and nothing changes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog

from bot.assets.search.offer import offer
from bot.blocks.asset_input import asset_options
from bot.desk import Desk
from handlers.here import allow
from handlers.incoming import Incoming
from models.errors import BreakwaterError
from models.vocabulary import SilenceScope

log = structlog.get_logger("suggestions")

#: Seconds until what was typed is offered alone: Slack gives 3.
PATIENCE: Final = 2.2

#: How many assets are offered; what was typed comes on top.
MOST_OFFERED: Final = 20

Options = list[dict[str, Any]]


async def suggest(desk: Desk, incoming: Incoming) -> Options:
    """What the menu offers; nothing to those who may not act, and to menus of older versions."""
    find = MENUS.get(incoming.name)
    if find is None:
        return []
    try:
        async with asyncio.timeout(PATIENCE):
            await allow(desk, incoming)
            return await find(desk, incoming)
    except BreakwaterError:
        return []
    except TimeoutError:
        log.warning("search_too_slow", menu=incoming.name)
        return asset_options({}, incoming.text)


async def assets(desk: Desk, incoming: Incoming) -> Options:
    """Assets by whatever people call them."""
    return asset_options(await offer(desk, incoming.text, MOST_OFFERED), incoming.text)


async def patterns(desk: Desk, incoming: Incoming) -> Options:
    """What a silence may be about: assets, unless it is about something else; wildcards stay as they are."""
    scope = incoming.fields.get("scope", SilenceScope.ASSET)
    if scope != SilenceScope.ASSET:
        return asset_options({}, incoming.text)
    is_pattern = any(mark in incoming.text for mark in "*?")
    found = await offer(desk, incoming.text, MOST_OFFERED)
    return asset_options(found, incoming.text, typed_first=is_pattern)


#: By the name of the field.
MENUS: Final[Mapping[str, Callable[[Desk, Incoming], Awaitable[Options]]]] = {
    "asset": assets,
    "pattern": patterns,
}
