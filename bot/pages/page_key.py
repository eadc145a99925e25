"""The key that signs tickets: made once, kept in the database, the same for every process.

Whoever deletes its row ends all links and all open pages.
"""

import base64
import contextlib
import secrets
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.uow import Store
from models.fact import Fact

_NAME: Final = "page_key"


async def page_key(store: Store) -> bytes:
    """The key, made where there is none; of two processes that make one at once, the first has made it."""
    if (kept := await _kept(store)) is None:
        with contextlib.suppress(IntegrityError):
            async with store.unit() as uow:
                value = {"key": base64.b64encode(secrets.token_bytes(32)).decode()}
                uow.session.add(Fact(name=_NAME, value=value, found_at=uow.now))
        kept = await _kept(store)
    assert kept is not None
    return kept


async def _kept(store: Store) -> bytes | None:
    async with store.reading() as session:
        value = await session.scalar(select(Fact.value).where(Fact.name == _NAME))
    return base64.b64decode(value["key"]) if value else None
