"""`python -m migrations "why"` writes the next migration from what the models say and the schema lacks."""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.migrate import FOLDER, alembic_config, connect, known_revisions, upgrade


def write_next(why: str) -> Path:
    """Compare the models with a freshly migrated SQLite file, and write the difference."""
    number = f"{len(known_revisions()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/schema.db"
        if known_revisions():
            upgrade(database_url)
        with connect(database_url) as connection:
            config = alembic_config(connection)
            command.revision(config, message=why, autogenerate=True, rev_id=number)
    return FOLDER / f"{number}_{re.sub(r'[^a-z0-9]+', '_', why.lower()).strip('_')}.py"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('say why: python -m migrations "remember who acknowledged"')
    sys.stdout.write(f"{write_next(sys.argv[1])}\n")
