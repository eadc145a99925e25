"""What `breakwater check` sees of the database."""

import os

from sqlalchemy.exc import SQLAlchemyError

from bot.check.finding import Finding, Level
from bot.database import is_sqlite
from bot.filelock import database_file
from bot.migrate import SchemaState, driver_words, newest_revision, schema_state


def look_at_database(database_url: str) -> list[Finding]:
    """See whether the database answers, and whether its schema is the one that this version needs."""
    try:
        return _folder_mistakes(database_url) or [_schema(database_url, schema_state(database_url))]
    except SQLAlchemyError as error:
        return [_finding(Level.ERROR, f"does not answer: {driver_words(error)}")]


def _folder_mistakes(database_url: str) -> list[Finding]:
    file = database_file(database_url)
    if file is None:
        return []
    if not file.parent.is_dir():
        return [_finding(Level.ERROR, f"there is no folder {file.parent}; make it, or change DATABASE_URL")]
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        return [_finding(Level.ERROR, f"{file} cannot be written; give this user the right to, or change it")]
    return []


def _schema(database_url: str, state: SchemaState) -> Finding:
    match state:
        case SchemaState.CURRENT:
            return _finding(Level.OK, f"answers, its schema is current ({newest_revision()})")
        case SchemaState.NEWER:
            return _finding(Level.ERROR, "was migrated by a newer Breakwater; run that version")
        case SchemaState.EMPTY | SchemaState.OLDER if is_sqlite(database_url):
            return _finding(Level.OK, f"is {state}; `breakwater run` migrates it by itself")
        case SchemaState.EMPTY | SchemaState.OLDER:
            return _finding(Level.ERROR, f"its schema is {state}; run `breakwater migrate`")


def _finding(level: Level, said: str) -> Finding:
    return Finding(level, "database", said)
