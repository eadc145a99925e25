"""Rows of the ledger are only ever added: what makes the database itself say so, on SQLite and PostgreSQL.

A migration that must touch what is there opens the ledger and closes it again:

    allow_changes()
    with op.batch_alter_table("ledger_entries", schema=None) as batch_op:
        ...
    forbid_changes()

Both are needed also where no row changes: on SQLite batch mode makes a table anew, and the triggers go with
the old one. A test looks at the newest schema and fails where they are missing.
"""

from typing import Final

from alembic import op

_SAID: Final = (
    "the ledger only grows: an entry is never changed or deleted; "
    "record what corrects it (entry.amended, entry.withdrawn)"
)

#: By name: what SQLite does before it. REPLACE would delete the old row without asking its trigger.
_SQLITE: Final = {
    "ledger_entries_keep_updated": "BEFORE UPDATE ON ledger_entries",
    "ledger_entries_keep_deleted": "BEFORE DELETE ON ledger_entries",
    "ledger_entries_keep_replaced": "BEFORE INSERT ON ledger_entries "
    "WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id)",
}

_POSTGRESQL: Final = {
    "ledger_entries_keep_rows": "BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW",
    "ledger_entries_keep_all": "BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT",
}


def forbid_changes() -> None:
    """Close the ledger: from now on it only grows."""
    if op.get_bind().dialect.name == "sqlite":
        for name, when in _SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END")
        return
    op.execute(
        "CREATE FUNCTION ledger_entries_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    for name, when in _POSTGRESQL.items():
        op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION ledger_entries_keep()")


def allow_changes() -> None:
    """Open the ledger for a migration that says why."""
    if op.get_bind().dialect.name == "sqlite":
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
        return
    for name in _POSTGRESQL:
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON ledger_entries")
    op.execute("DROP FUNCTION IF EXISTS ledger_entries_keep()")
