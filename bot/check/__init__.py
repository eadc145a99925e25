"""`breakwater check`: look at everything, and name every mistake at once."""

from bot.check.everything import as_document, as_lines, look_at_everything, passed
from bot.check.finding import Finding, Level

__all__ = ["Finding", "Level", "as_document", "as_lines", "look_at_everything", "passed"]
