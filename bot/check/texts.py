"""What `breakwater check` sees of the team's own templates."""

import difflib
from pathlib import Path

from bot.check.finding import Finding, Level
from bot.prose import ALL, Prose


def look_at_templates(folder: Path) -> list[Finding]:
    """Find templates that are broken, or whose name nobody looks for; the built-in ones serve then."""
    faults = [_finding(Level.WARNING, str(fault)) for fault in Prose(folder).check()]
    strangers = sorted(path.name for path in folder.glob("*.j2") if path.name not in ALL)
    unread = [_finding(Level.WARNING, f"{folder / name} is never read{_meant(name)}") for name in strangers]
    return faults + unread or [_finding(Level.OK, f"those in {folder} can be used")]


def _meant(name: str) -> str:
    nearest = difflib.get_close_matches(name, ALL, n=1)
    return f"; did you mean {nearest[0]}?" if nearest else f"; the names are {', '.join(ALL)}"


def _finding(level: Level, said: str) -> Finding:
    return Finding(level, "templates", said)
