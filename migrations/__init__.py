"""Alembic migrations, one idea each, up and down on SQLite and PostgreSQL; `bot.migrate` runs them."""
