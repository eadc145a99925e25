"""Alembic's way in: `bot.migrate` hands over a connection that is already in a transaction."""

from typing import Any, Literal

from alembic import context

from models.tables import Base


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write plain types into a migration, so that it stays true when our own types change."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__name__ == "Enum":
        return f"sa.String(length={item.length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
