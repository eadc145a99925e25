"""Slack's message timestamps ("seconds.micros" strings) and their order."""

import re

MICROS = 1_000_000
_TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def to_ts(micros: int) -> str:
    """The string for a number of microseconds."""
    return f"{micros // MICROS}.{micros % MICROS:06d}"


def to_micros(ts: str) -> int | None:
    """The number behind a timestamp, or None when it is not one."""
    if not _TS.fullmatch(ts):
        return None
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * MICROS + int(fraction.ljust(6, "0") or 0)
