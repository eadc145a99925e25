"""The program's own engine, without what only a first use and a power cut cost."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.database import open_engine


class _OncePerKind(dict[Any, Any]):
    """Compiled statements, kept for every engine of their kind: SQLAlchemy would keep them for one alone."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_kind(key), compiled)


_COMPILED = _OncePerKind()


def open_quick_engine(database_url: str) -> AsyncEngine:
    """As the program opens it; thousands of tests open one, and throw their database away."""
    engine = open_engine(database_url)
    engine.sync_engine.update_execution_options(compiled_cache=_COMPILED)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _trust_the_power)
    return engine


def _of_kind(key: Any) -> Any:
    dialect, *statement = key
    return (dialect.name, *statement)


def _trust_the_power(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
