"""The program's own engine, without what only a first use and a power cut cost."""

from functools import cache
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import open_engine

#: Compiled statements. SQLAlchemy keeps them for one engine, and each test opens one of its own.
_COMPILED: dict[Any, Any] = {}


def open_quick_engine(database_url: str) -> AsyncEngine:
    """As the program opens it; thousands of tests open one, and throw their database away."""
    engine = open_engine(database_url)
    engine.dialect.__class__ = _alike(type(engine.dialect))
    engine.sync_engine.update_execution_options(compiled_cache=_COMPILED)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _trust_the_power)
    return engine


@cache
def _alike(kind: type[Any]) -> type[Any]:
    """A dialect that equals all of its kind: what was compiled for one, by mappers too, serves the next."""
    alike = {
        "supports_statement_cache": True,  # not inherited
        "__eq__": lambda mine, other: type(mine) is type(other),
        "__hash__": lambda mine: hash(type(mine)),
    }
    return type(kind.__name__, (kind,), alike)


def _trust_the_power(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
