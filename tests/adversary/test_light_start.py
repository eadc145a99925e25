"""What the program loads at its start, and would carry for ever: nothing that it does not use."""

import subprocess
import sys

_LOADS = """
import sys
from bot import cli
cli._do_without_rich()
import bot.serve
unused = {"psycopg", "rich.console", "pygments", "rapidfuzz", "icalendar", "alembic", "jinja2"}
print(*sorted(unused & sys.modules.keys()))
"""


def test_a_start_on_sqlite_loads_no_driver_of_postgresql_and_nothing_that_draws_or_writes_texts() -> None:
    loaded = subprocess.run([sys.executable, "-c", _LOADS], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == ""
